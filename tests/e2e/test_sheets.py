"""Sheets of children, from the empty one to the roll, by those who have to do it."""
import contextlib
import csv
import io
import os
import random
import signal
import subprocess
import unittest
import zipfile

from sheets import child, write_csv, write_xlsx
from test_xueji import FILES, INVALID, NOT_NOW, NOT_SIGNED_IN, PARTLY, XUEJI, Commands


def load_tests(loader, standard_tests, pattern):
    """Only what stands here: Commands brings no test of its own, but its module does."""
    return unittest.TestSuite(loader.loadTestsFromTestCase(case)
                              for case in (Sheets, BreakingOff, RoundTrip, Collection))


class Sheets(Commands):
    def test_a_template_is_a_sheet_with_the_columns_of_the_form(self):
        made = subprocess.run([XUEJI, "template"], capture_output=True, timeout=60, check=True,
                              env=self.environment)
        path = self.home / "template.xlsx"
        path.write_bytes(made.stdout)
        with zipfile.ZipFile(path) as archive:
            self.assertIn(b"ID number", archive.read("xl/sharedStrings.xml"))
        self.login("registrar", "school")
        self.xueji("import", path, code=FILES)
        self.assertIn("no row stands below its headings; nothing was sent.", self.said)

    def test_a_template_says_where_long_lists_of_codes_come_from(self):
        for lang, words in (("en", "a code of GB/T 3304, or its name: 01 or Han"),
                            ("zh_CN", "GB/T 3304 的代码或名称，如 01 或 汉族")):
            made = subprocess.run([XUEJI, "template", "--lang", lang], capture_output=True,
                                  timeout=60, check=True, env=self.environment)
            with zipfile.ZipFile(io.BytesIO(made.stdout)) as archive:
                self.assertIn(words, archive.read("xl/sharedStrings.xml").decode())

    def test_good_rows_are_registered_and_bad_ones_come_back_to_be_mended(self):
        registrar = self.login("registrar", "school")
        children = [child(number) for number in range(5)]
        children[1]["出生日期"] = "2019-02-30"
        children[3]["联系电话"] = ""
        path = write_csv(self.home / "a.csv", children, "gb18030", ";")
        bad = self.home / "bad.csv"
        faults = self.rows("import", path, "--dry-run", code=PARTLY)
        self.assertEqual([(f["row"], f["item"]) for f in faults if f["item"] == "phone"],
                         [("5", "phone")])
        self.xueji("import", path, "--rejects", bad, code=PARTLY)
        self.assertIn("3 new, 0 changed, 0 as before, 2 refused", self.said)
        with open(bad, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 2)
        self.assertIn("is a day that no calendar has", rows[0]["faults and cures"])
        self.assertIn("is required", rows[1]["faults and cures"])
        rows[0]["出生日期"] = child(1)["出生日期"]
        rows[1]["联系电话"] = "13812345678"
        with open(self.home / "mended.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        self.assertEqual(self.json("import", self.home / "mended.csv")["import"]["created"], 2)
        again = self.json("import", write_xlsx(self.home / "a.xlsx", map(child, range(5))))
        self.assertEqual(again["import"]["unchanged"], 5)
        self.sign(registrar)

    def test_what_comes_back_refused_is_the_row_that_was_sent_whatever_became_of_its_file(self):
        registrar = self.login("registrar", "school")
        children = [child(31000), child(31001)]
        children[0]["联系电话"] = ""
        path = write_csv(self.home / "a.csv", children)
        # What it says last waits until somebody reads: the import is finished, the sheet that
        # comes back is not begun.
        end, words = os.pipe()
        os.set_blocking(words, False)
        with contextlib.suppress(BlockingIOError):
            while True:
                os.write(words, b"." * 4096)
        os.set_blocking(words, True)
        with self.server.client() as client, open(end, "rb") as said, subprocess.Popen(
                [XUEJI, "import", path, "--rejects", self.home / "bad.csv"],
                env=self.environment, stdout=subprocess.DEVNULL, stderr=words) as run:
            os.close(words)
            watcher = client.sign_in(registrar.name, registrar.password)
            while not any(one.state == 2 and one.refused == 1 and one.title == "a.csv"
                          for one in watcher.call("Imports/ListImports").imports):
                self.assertIsNone(run.poll())
            write_csv(path, reversed(children))
            self.assertIn("1 refused", said.read().decode().lstrip("."))
        self.assertEqual(run.returncode, PARTLY)
        with open(self.home / "bad.csv", encoding="utf-8-sig", newline="") as file:
            self.assertEqual([row["身份证件号"] for row in csv.DictReader(file)],
                             [children[0]["身份证件号"]])

    def sign(self, registrar):
        """Both batches, at the school and at its bureau."""
        approver = next(o for o in self.operators
                        if o.unit == registrar.unit and "approver" in o.roles)
        officer = next(o for o in self.operators
                       if o.unit == registrar.unit_of_bureau and "officer" in o.roles)
        for person, party in ((approver, "approver"), (officer, "bureau")):
            self.xueji("login", person.name, "--password-file", self.password_file(person))
            batches = self.rows("batch", "list", party)
            self.assertEqual(sorted(b["waiting"] for b in batches), ["2", "3"])
            for batch in batches:
                done = self.xueji("batch", "decide", "approve", party, batch["import_id"])
                self.assertIn("0 refused", done)
            self.assertEqual(self.rows("batch", "list", party), [])

    def login(self, role, tier):
        operator = super().login(role, tier)
        codes = [o.unit for o in self.operators if o.tier == "county"]
        self.assertTrue(codes)
        if tier == "school":
            place = max(i for i, o in enumerate(self.operators) if o.unit == operator.unit)
            operator.unit_of_bureau = next(
                o.unit for o in reversed(self.operators[:place]) if o.tier == "county")
        return operator

    def test_what_is_no_sheet_is_refused_before_anything_is_sent(self):
        self.login("registrar", "school")
        path = self.home / "a.csv"
        path.write_text("姓名,性别,出生日期,民簇\n", encoding="utf-8")
        self.xueji("import", path, code=FILES)
        self.assertIn("column D has an unknown heading", self.said)
        self.assertIn("(ID number) is missing", self.said)
        path.write_text("nothing\n", encoding="utf-8")
        self.xueji("import", path, code=FILES)
        self.assertIn("no row of headings", self.said)
        path.write_bytes(b"")
        self.xueji("import", path, code=FILES)
        self.assertIn("a.csv is empty.", self.said)

    def test_a_sheet_without_a_row_says_so_and_leaves_no_import(self):
        self.login("registrar", "school")
        headings = write_csv(self.home / "a.csv", [child(1)]).read_bytes().split(b"\n")[0]
        for rows in (b"", b"\n", b"\n,,,\n\n"):
            (self.home / "a.csv").write_bytes(headings + rows)
            for options in ((), ("--dry-run",), ("--rejects", self.home / "bad.csv")):
                told = self.xueji("import", self.home / "a.csv", *options, code=FILES)
                self.assertEqual(told, "")
                self.assertIn("no row stands below its headings; nothing was sent.", self.said)
        self.assertFalse((self.home / "bad.csv").exists())
        with self.server.client() as client:
            person = self.operator("registrar", "school")
            mine = client.sign_in(person.name, person.password)
            self.assertFalse([one for one in mine.call("Imports/ListImports").imports
                              if one.last_row == 0])


class BreakingOff(Commands):
    N = 6000

    def counts(self, path):
        return self.json("import", path)["import"]

    def test_an_import_whose_operator_is_sealed_midway_stops_and_goes_on_later(self):
        registrar = self.login("registrar", "school")
        person = self.operator("security", "county")
        path = write_csv(self.home / "a.csv", (child(number) for number in range(30000, 34000)))
        with self.server.client() as client:
            security = client.sign_in(person.name, person.password)
            watcher = client.sign_in(registrar.name, registrar.password)
            me = watcher.call("Sessions/WhoAmI").operator_id
            rev = security.call("Operators/GetOperator", id=me).rev
            with subprocess.Popen([XUEJI, "import", path], env=self.environment, text=True,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as run:
                while not any(one.last_row for one in
                              watcher.call("Imports/ListImports").imports
                              if one.title == "a.csv" and one.state == 1):
                    self.assertIsNone(run.poll())
                rev = security.call("Operators/SealOperator", id=me, rev=rev, reason="离岗").rev
                said = run.communicate(timeout=60)[1]
            self.assertEqual(run.returncode, NOT_SIGNED_IN, said)
            self.assertIn("run it again to go on behind row", said)
            security.call("Operators/UnsealOperator", id=me, rev=rev)
        self.login("registrar", "school")
        finished = self.counts(path)
        self.assertEqual((finished["created"], finished["refused"]), (4000, 0))

    def test_an_import_that_was_killed_on_either_side_ends_as_if_it_had_not_been(self):
        self.login("registrar", "school")
        path = write_csv(self.home / "a.csv", (child(number) for number in range(self.N)))
        for wait in (random.uniform(0.1, 0.4), random.uniform(0.2, 0.6)):
            run = subprocess.Popen([XUEJI, "import", path], env=self.environment,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                run.wait(wait)
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
                run.wait()
        run = subprocess.Popen([XUEJI, "import", path], env=self.environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            run.wait(0.3)
        except subprocess.TimeoutExpired:
            pass
        address = self.server.address
        self.server.kill()
        type(self).server = type(self.server)(self.directory, listen=(address,))
        run.wait(60)
        finished = self.counts(path)
        self.assertEqual(finished["created"] + finished["unchanged"], self.N)
        self.assertEqual(finished["refused"], 0)
        # Whatever was finished on the way: all are there, and nobody twice.
        again = self.counts(path)
        self.assertEqual((again["created"], again["unchanged"]), (0, self.N))


class RoundTrip(Commands):
    def test_numbers_are_replaced_by_a_list_and_given_back(self):
        officer = self.operator("officer", "county")
        self.sign_in(officer.name)
        school = self.rows("unit", "list", officer.unit)[0]["code"]
        asked = self.rows("export", "ask", school, "numbers", "name", "student_no", "id_number",
                          "id_type", "--in-clear")[0]["export.id"]
        self.sign_in(officer.name.replace("officer-", "officer2-"))
        self.xueji("export", "approve", asked)
        self.sign_in(officer.name)
        self.xueji("export", "fetch", asked, self.home / "numbers.csv")
        lines = (self.home / "numbers.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
        children = [c for c in csv.DictReader(lines)
                    if c["student number"].startswith("L") and len(c["ID number"]) == 18][:5]
        self.assertTrue(children)
        path = self.home / "new.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["old number", "new number", "name"])
            for one in children:
                writer.writerow([one["student number"], "G" + one["ID number"], one["name"]])
            writer.writerow(["L11010120150101001X", "G110101201501010015", "无此人"])
        self.sign_in(self.operator("officer", "province").name)
        province = self.operator("officer", "province").unit
        whole = path.read_bytes()
        path.write_bytes(whole + b'"never closed,1,1\n')
        self.assertEqual(self.xueji("student", "renumber", province, "national numbers", path,
                                    code=FILES), "")
        path.write_bytes(whole)
        n = len(children)
        out = self.xueji("student", "renumber", province, "national numbers", "-", "--dry-run",
                         "--lang", "zh_CN", code=PARTLY, text=whole.decode())
        self.assertTrue(out.startswith(f"第 {n + 2} 行："), out)
        self.assertIn(f"未作任何改动。试运行结果： 替换号码 {n} 人，", self.said)
        for words, said in (([], f"{n} renumbered, 0 had been before, 1 refused"),
                            ([], f"0 renumbered, {n} had been before, 1 refused"),
                            (["--reverse"], f"{n} renumbered, 0 had been before, 1 refused")):
            out = self.xueji("student", "renumber", province, "national numbers", path, *words,
                             code=PARTLY)
            self.assertIn(said, self.said)
            self.assertTrue(out.startswith(f"row {n + 2}: "), out)
        self.give_on(province, children[0], 40, 199)

    def give_on(self, province, child, links, strangers):
        """One child's number again and again, each time in another call."""
        path = self.home / "chain.csv"
        numbers = [child["student number"], *(f"L99000020190101{n:04}" for n in range(links))]
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["old number", "new number", "name"])
            for at, (old, new) in enumerate(zip(numbers, numbers[1:])):
                writer.writerow([old, new, child["name"]])
                writer.writerows([f"X{at:04}{n:08}", f"L99{at:04}20180101{n:04}", "无此人"]
                                 for n in range(strangers))
        out = self.xueji("student", "renumber", province, "one after another", path, code=PARTLY)
        self.assertIn(f"{links} renumbered, 0 had been before, {links * strangers} refused",
                      self.said)
        told = [int(line.split(":")[0].split()[1]) for line in out.splitlines()]
        self.assertEqual(told, sorted(told))

    def sign_in(self, name):
        person = next(o for o in self.operators if o.name == name)
        self.xueji("login", name, "--password-file", self.password_file(person))

    def test_what_was_exported_comes_in_again_as_it_was(self):
        officer = self.operator("officer", "county")
        self.sign_in(officer.name)
        school = self.rows("unit", "list", officer.unit)[0]["code"]
        asked = self.rows(
            "export", "ask", school, "inspection", "all", "--in-clear")[0]["export.id"]
        self.xueji("export", "approve", asked, code=NOT_NOW)
        self.xueji("export", "fetch", asked, self.home / "o.csv", code=NOT_NOW)
        self.assertFalse((self.home / "o.csv").exists())
        self.sign_in(officer.name.replace("officer-", "officer2-"))
        self.assertEqual(len(self.rows("export", "list", "--waiting")), 1)
        self.xueji("export", "approve", asked)
        self.sign_in(officer.name)
        for name in ("o.csv", "o.xlsx"):
            self.xueji("export", "fetch", asked, self.home / name)
        text = (self.home / "o.csv").read_text(encoding="utf-8-sig")
        self.assertIn("for: inspection", text.splitlines()[0])
        self.sign_in(f"registrar-{school}")
        for name in ("o.csv", "o.xlsx"):
            counts = self.json("import", self.home / name)["import"]
            self.assertEqual((counts["created"], counts["updated"], counts["refused"]), (0, 0, 0))
            self.assertGreater(counts["unchanged"], 10)


    def test_totals_of_a_county_leave_rounded_and_add_up(self):
        officer = self.operator("officer", "county")
        self.sign_in(officer.name)
        asked = self.rows("export", "totals", officer.unit, "yearly return", "unit_code", "grade",
                          "pupils", "disabled", "--down-to", "school")[0]["export.id"]
        self.sign_in(officer.name.replace("officer-", "officer2-"))
        self.xueji("export", "approve", asked)
        self.sign_in(officer.name)
        for name in ("t.csv", "t.xlsx"):
            self.xueji("export", "fetch", asked, self.home / name)
        mark, *lines = (self.home / "t.csv").read_text(encoding="utf-8-sig").splitlines()
        self.assertIn("for: yearly return. Totals of", mark)
        rows = list(csv.DictReader(lines))
        sums = {"county": 0, "schools": 0}
        for one in rows:
            self.assertEqual(int(one["pupils"]) % 5 + int(one["disabled"]) % 5, 0)
            sums["county" if one["unit code"] == officer.unit else "schools"] += int(one["pupils"])
        self.assertEqual(sums["county"], sums["schools"])
        truth = self.json("unit", "summary", officer.unit)["totals"]["pupils"]
        self.assertLess(abs(int(truth) - sums["county"]), 2 * 12 * 5)
        self.assertGreater(sums["county"], 100)


class Collection(Commands):
    def sign_in(self, person):
        self.xueji("login", person.name, "--password-file", self.password_file(person))

    def test_a_county_brings_in_its_schools_children_and_each_school_signs(self):
        county = self.operator("officer", "county")
        self.sign_in(county)
        schools = [row["code"] for row in self.rows("unit", "list", county.unit)][:2]
        children = [{"学校标识码": schools[number % 2], **child(number)} for number in range(6)]
        path = self.home / "county.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, children[0].keys())
            writer.writeheader()
            writer.writerows(children)
        self.xueji("import", path, code=INVALID)
        self.assertIn("only while a collection runs", self.said)
        self.sign_in(self.operator("officer", "province"))
        province = self.operator("officer", "province").unit
        self.xueji("campaign", "open", province, "collection", "2026", "primary", "2099-12-31",
                   "--purpose", "initial_load")
        self.sign_in(county)
        campaign = self.rows("campaign", "list")[0]["id"]
        created = self.json("import", path)["import"]
        self.assertEqual((created["created"], created["refused"]), (6, 0))
        progress = self.rows("campaign", "show", campaign)
        self.assertIn(schools[0], [row["unit.code"] for row in progress])
        for school in schools:
            self.sign_in(next(o for o in self.operators
                              if o.unit == school and "approver" in o.roles))
            self.assertIn("3 done", self.xueji("batch", "decide", "approve", "approver",
                                               created["id"]))
        self.sign_in(county)
        self.assertIn("6 done", self.xueji("batch", "decide", "approve", "bureau", created["id"]))


if __name__ == "__main__":
    unittest.main()
