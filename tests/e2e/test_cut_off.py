"""What was cut off at random places and gone on with leaves the store as if it had not been.

    XUEJI_BUILD=build XUEJI_CUTS=400 XUEJI_SEED=7 /usr/bin/python3 tests/e2e/test_cut_off.py

makes at least so many cuts, over sheets that are five times as long."""
import csv
import os
import pathlib
import random
import tempfile
import unittest
import zipfile

from cutting import KILLED, World
from sheets import stranger, write_csv, write_xlsx
from support import ServerTest

CUTS = int(os.environ.get("XUEJI_CUTS", "0"))
SEED = int(os.environ.get("XUEJI_SEED", "1"))
AT_ONCE = 4 if CUTS else 1  # in each command
ROWS = 2000 if CUTS else 400
KNOWN = 60
APPROVER, RETURN = 2, 4
DONE, PARTLY = 0, 15


def mixed(begin, n):
    """Rows of which some are refused for what they say and some because they came before."""
    children = [stranger(begin + number) for number in range(n)]
    for number in range(7, n, 31):
        children[number]["出生日期"] = "2019-02-30"
    for number in range(11, n, 43):
        children[number]["联系电话"] = ""
    for number in range(40, n, 29):
        children[number] = dict(children[number - 37])
    return children


class CutOff(ServerTest):
    """A school brings in two sheets, signs them with its bureau, and the province takes a list of
    all children away and gives them other numbers: in a world in which nothing is cut off, and in
    others in which each command is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = pathlib.Path(cls.place.name)
        cls.registrar = cls.operator("registrar", "school")
        at = cls.operators.index(cls.registrar)
        cls.approver = next(o for o in cls.operators
                            if o.unit == cls.registrar.unit and "approver" in o.roles)
        cls.officer = next(o for o in reversed(cls.operators[:at])
                           if o.tier == "county" and "officer" in o.roles)
        cls.province, cls.second = [o for o in cls.operators
                                    if o.tier == "province" and "officer" in o.roles][:2]
        cls.sheets = {name: mixed(begin, ROWS) for name, begin in (("a.csv", 0), ("b.xlsx", ROWS))}
        write_csv(cls.files / "a.csv", cls.sheets["a.csv"])
        write_xlsx(cls.files / "b.xlsx", cls.sheets["b.xlsx"])
        world = World(cls.directory, cls.files / "before")
        cls.know_some(world)
        cls.ask_for_list(world)
        world.close()
        cls.before = world.directory

    @classmethod
    def know_some(cls, world):
        """Some came before, with another telephone, and half of these were returned."""
        children = [stranger(number) for number in range(KNOWN)]
        for one in children[::3]:
            one["联系电话"] = "13900000000"
        world.sign_in(cls.registrar)
        world.run("import", write_csv(cls.files / "before.csv", children))
        with world.server.client() as client:
            approver = client.sign_in(cls.approver.name, cls.approver.password)
            batch = approver.call("Imports/ListBatches", waiting_for=APPROVER).batches[0]
            approver.call("Imports/DecideBatch", import_id=batch.import_id, waiting_for=APPROVER,
                          event=RETURN, reason="电话有误", page_size=KNOWN // 2)

    @classmethod
    def ask_for_list(cls, world):
        world.sign_in(cls.province)
        world.run("export", "ask", cls.province.unit, "renumbering", "name", "student_no",
                  "--in-clear")
        cls.asked = world.asked("SELECT max(id) FROM export_request")[0][0]
        world.sign_in(cls.second)
        world.run("export", "approve", cls.asked)
        world.sign_in(cls.province)
        world.run("export", "fetch", cls.asked, cls.files / "list.csv")
        with open(cls.files / "list.csv", encoding="utf-8-sig", newline="") as file:
            next(file)
            cls.children = [row for row in csv.DictReader(file)
                            if row["student number"]][:None if CUTS else 700]

    # ---- what is done

    def bring_in(self, world, name):
        world.sign_in(self.registrar)
        code = world.run("import", self.files / name, is_over=lambda: world.asked(
            "SELECT count(*) FROM import WHERE title = ? AND state = 2", name) == [(1,)])
        self.assertIn(code, (PARTLY, KILLED), world.said)

    def sign(self, world):
        batches = [row[0] for row in world.asked(
            "SELECT id FROM import WHERE title <> 'before.csv' ORDER BY id")]
        for person, party in ((self.approver, "approver"), (self.officer, "bureau")):
            world.sign_in(person)
            for batch in batches:
                code = world.run("batch", "decide", "approve", party, batch)
                self.assertEqual(code, DONE, world.said)

    def fetch(self, world, name):
        path = world.place / name
        code = world.run("export", "fetch", self.asked, path, is_over=path.exists)
        self.assertIn(code, (DONE, KILLED), world.said)

    def renumber(self, world, step, *more):
        """Every fiftieth row is of nobody."""
        path = world.place / f"numbers{step}{''.join(more)}.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["old number", "new number", "name"])
            writer.writerows(
                (child["student number"], f"L99{at // 10000:04}20190101{at % 10000:04}",
                 child["name"] if at % 50 else "无此人")
                for at, child in list(enumerate(self.children))[::step])
        code = world.run("student", "renumber", self.province.unit, "one number", path, *more)
        self.assertEqual(code, PARTLY, world.said)

    def play(self, world):
        self.bring_in(world, "a.csv")
        self.bring_in(world, "b.xlsx")
        world.sign_in(self.province)
        self.fetch(world, "list.csv")
        self.fetch(world, "list.xlsx")
        self.sign(world)
        world.sign_in(self.province)
        self.renumber(world, 1)
        self.renumber(world, 2, "--reverse")

    # ---- what has become of it

    def told(self, world):
        """All but the numbers that those are given who are enrolled: they are drawn. How often
        pages of a list left is another thing: each time is told."""
        self.assertTrue(world.settle())
        drawn = {row["姓名"] for rows in self.sheets.values() for row in rows}
        lines, fetched = [], {}
        for line in world.dump():
            columns = line.split("\t")
            if columns[0] == "export.fetched":
                fetched[columns[3]] = int(columns[5])
            elif columns[0] == "number" and columns[2] in drawn:
                lines.append("\t".join(columns[:-1]))
            else:
                lines.append(line)
        world.close()
        return lines, fetched, self.lists(world)

    @staticmethod
    def lists(world):
        with zipfile.ZipFile(world.place / "list.xlsx") as archive:
            return ((world.place / "list.csv").read_bytes(),
                    archive.read("xl/worksheets/sheet1.xml"))

    def assert_same(self, expected, found, cut):
        (lines, pages, lists), (now, pages_now, lists_now) = expected, found
        more, less = set(now) - set(lines), set(lines) - set(now)
        self.assertFalse(more | less, f"seed {SEED}, cut {cut}: {len(more)} lines more, "
                         f"{len(less)} less: {sorted(more)[:20]} {sorted(less)[:20]}")
        self.assertEqual(lines, now)
        self.assertEqual(lists, lists_now)
        self.assertEqual(set(pages), set(pages_now))
        for page, times in pages.items():
            self.assertGreaterEqual(pages_now[page], times)

    def world(self, name, **cuts):
        place = pathlib.Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.place.name)) / "world"
        world = World(self.before, place, **cuts)
        self.addCleanup(world.close)
        return world

    def test_what_is_cut_off_ends_as_if_it_had_not_been(self):
        whole = self.world("whole")
        self.play(whole)
        expected = self.told(whole)
        self.assertGreater(len(expected[0]), 20000)
        chance, made = random.Random(SEED), []
        while len(made) < max(CUTS, 1):
            world = self.world("cut", random=chance, cuts=AT_ONCE, lengths=whole.lengths)
            self.play(world)
            self.assert_same(expected, self.told(world), world.cut)
            made += world.cut
            if CUTS:
                print(f"{len(made)} cuts, {len(expected[0])} lines alike:",
                      {kind: made.count(kind) for kind in sorted(set(made))}, flush=True)

    def test_numbers_that_are_given_back_are_those_before(self):
        """But the others stay known (R77)."""
        world = self.world("back")
        before = set(world.dump())
        world.sign_in(self.province)
        self.renumber(world, 1)
        self.renumber(world, 1, "--reverse")
        after = set(world.dump())
        self.assertEqual(before - after, set())
        for line in after - before:
            columns = line.split("\t")
            self.assertIn(columns[0], ("number", "student.renumbered"))
            if columns[0] == "number":
                self.assertEqual(columns[5], "0", line)  # not the one in force


if __name__ == "__main__":
    unittest.main()
