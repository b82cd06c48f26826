"""Lists to the nation and verdicts back, between two data directories (Q6)."""
import csv
import io
import pathlib
import shutil
import tempfile
import unittest

from support import Operator, Server, eventually, xuejid


class National(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """A province and a nation that trust each other; each test gets copies of them."""
        place = tempfile.TemporaryDirectory(prefix="xueji-e2e-")
        cls.addClassCleanup(place.cleanup)
        cls.model = pathlib.Path(place.name)
        cls.run_well("demo", cls.model / "province", "--students", 400)
        cls.run_well("init", cls.model / "nation")
        cls.introduce("nation", "province", "nation")
        cls.introduce("province", "nation", "zhejiang")

    @classmethod
    def run_well(cls, *arguments):
        done = xuejid(*arguments)
        if done.returncode != 0:
            raise RuntimeError(f"{arguments}: {done.stderr}")
        return done.stdout

    @classmethod
    def introduce(cls, who, to, name):
        file = cls.model / f"{name}.peer"
        file.write_text(cls.run_well("exchange", "key", cls.model / who), encoding="utf-8")
        cls.run_well("exchange", "trust", cls.model / to, name, file)

    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="xueji-e2e-")
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)
        self.province, self.nation = self.place / "province", self.place / "nation"
        shutil.copytree(self.model / "province", self.province, symlinks=True)
        shutil.copytree(self.model / "nation", self.nation, symlinks=True)
        self.folder = self.place / "folder"
        self.folder.mkdir()

    def do(self, *arguments):
        done = xuejid(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def rows_at_the_nation(self, number):
        return list(csv.DictReader(io.StringIO(
            self.do("exchange", "read", self.nation, "zhejiang", number))))

    def list_out(self, kind):
        self.do("exchange", "list", self.province, kind, "--reason", "spring term")
        self.do("exchange", "out", self.province, self.folder)
        self.do("exchange", "in", self.nation, self.folder)

    def answer_out(self, number, *how):
        self.do("exchange", "answer", self.nation, "zhejiang", number, *how)
        self.do("exchange", "out", self.nation, self.folder)

    def serve(self):
        server = Server(self.province)
        self.addCleanup(lambda: server.stop() if server.is_alive() else None)
        client = server.client()
        self.addCleanup(client.close)
        with open(self.province / "operators.csv", encoding="utf-8", newline="") as file:
            operators = [Operator(row) for row in csv.DictReader(file)]
        officer = next(o for o in operators if o.tier == "province" and "officer" in o.roles)
        return server, client.sign_in(officer.name, officer.password)

    def found(self, caller, number):
        found = caller.call("Students/SearchStudents", query=number).students
        return [one.student for one in found]

    def test_a_child_gets_its_number_beside_a_running_server(self):
        self.list_out("g_numbers")
        rows = self.rows_at_the_nation(1)
        self.assertGreater(len(rows), 5)
        plain = next(self.folder.glob("*.parcel")).read_bytes()
        self.assertNotIn(rows[0]["id_number"].encode(), plain)
        self.assertNotIn(rows[0]["name"].encode(), plain)
        self.answer_out(1, "--all", "numbered")
        server, officer = self.serve()
        before = self.found(officer, rows[0]["student_no"])
        self.assertEqual(before[0].student_no_kind, 1)
        out = self.do("exchange", "in", self.province, self.folder)
        self.assertIn("left to the server", out)
        self.assertTrue(eventually(
            lambda: self.found(officer, rows[-1]["student_no"])[0].student_no_kind == 2))
        for row in rows[:3]:
            by_old = self.found(officer, row["student_no"])
            by_new = self.found(officer, "G" + row["id_number"])
            self.assertEqual([c.id for c in by_old], [c.id for c in by_new])
            self.assertEqual(by_new[0].name, row["name"])
        self.assertEqual(server.stop(), 0)
        self.assertIn("was here before",
                      self.do("exchange", "in", self.province, self.folder))
        self.do("check", self.province)
        again = xuejid("exchange", "list", self.province, "g_numbers", "--reason", "again")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(self.do("exchange", "out", self.province, self.folder), "")

    def test_an_officer_makes_the_list_and_brings_the_verdicts(self):
        _, officer = self.serve()
        made = officer.call("Lists/CreateList", kind=2, reason="春季核发").list

        def now():
            return officer.call("Lists/ListLists").lists[0]
        self.assertTrue(eventually(lambda: now().state == 2))
        self.assertEqual(now().id, made.id)
        pieces = [officer.call("Lists/GetList", list_id=made.id, piece=piece)
                  for piece in range(now().pieces)]
        (self.folder / pieces[0].file_name).write_bytes(b"".join(p.data for p in pieces))
        self.do("exchange", "in", self.nation, self.folder)
        self.assertEqual(len(self.rows_at_the_nation(1)), now().entries)
        self.answer_out(1, "--all", "numbered")
        verdicts = next(self.folder.glob("000000-*.parcel")).read_bytes()
        upload, sent = "", 0
        while sent < len(verdicts):
            reply = officer.call("Lists/ImportVerdicts", upload_id=upload, size=len(verdicts),
                                 offset=sent, data=verdicts[sent:sent + 1000])
            upload, sent = reply.upload_id, reply.received
        self.assertTrue(reply.is_complete)
        self.assertTrue(eventually(lambda: now().state == 3))
        self.assertEqual((now().settled, now().refused), (now().entries, 0))

    def test_verdicts_come_by_file_and_a_forged_one_is_named(self):
        self.list_out("g_numbers")
        rows = self.rows_at_the_nation(1)
        verdicts = self.place / "verdicts.csv"
        verdicts.write_text(
            "row,result,student_no,id_number,note\n"
            f"1,numbered,G{rows[0]['id_number']},,\n"
            f"2,numbered,G{rows[0]['id_number']},,\n"
            "3,failed,,,浙江省外已有此号, 待查\n", encoding="utf-8")
        self.answer_out(1, "--verdicts", verdicts)
        parcel = next(self.folder.glob("000000-*.parcel"))
        good = parcel.read_bytes()
        parcel.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        forged = xuejid("exchange", "in", self.province, self.folder)
        self.assertEqual(forged.returncode, 1)
        self.assertIn("changed or forged", forged.stdout)
        parcel.write_bytes(good)
        self.do("exchange", "in", self.province, self.folder)
        dump = self.do("dump", self.province)
        self.assertIn("list_refusal\t330000\t2\t1\t1\t2\t3\tVERDICT_OTHER_NUMBER", dump)
        wrong = self.place / "wrong.csv"
        wrong.write_text("1,perhaps,,,\n", encoding="utf-8")
        refused = xuejid("exchange", "answer", self.nation, "zhejiang", 1, "--verdicts", wrong)
        self.assertIn("This is no verdict: \"1,perhaps,,,\"", refused.stderr)


if __name__ == "__main__":
    unittest.main()
