"""A school, its bureau and a colleague there in their consoles: a sheet with good and bad rows is
brought in and mended, signed and confirmed as one batch; a list of the children is asked for,
approved and fetched."""
import csv
import unittest

from moving import Moving
from sheets import child, write_csv
from support import eventually
from test_consoles import SUBMIT, Console
from test_xueji import Commands

APPROVER, BUREAU = 2, 3  # parties of a case
CLEAR_LINE = "\x15"


def load_tests(loader, standard_tests, pattern):
    """Only what stands here: Commands and Moving bring tests of others along."""
    return loader.loadTestsFromTestCase(SheetConsoles)


class SheetConsoles(Commands, Moving):
    def setUp(self):
        super().setUp()
        self.school, _ = self.two_schools()

    def open(self, operator):
        console = Console(self.server, self.directory, operator, self.home)
        self.addCleanup(console.end)
        console.wait("Desk]")
        return console

    def people(self):
        code = self.school["unit"].unit.code
        bureau = self.code_of(self.school["registrar"], self.school["bureau"])
        officers = [o for o in self.operators if o.unit == bureau and "officer" in o.roles]
        return (self.operator_at("registrar", code), self.operator_at("approver", code), officers)

    def newest(self):
        return self.school["registrar"].call("Imports/ListImports").imports[0]

    def roll(self):
        return self.school["registrar"].call(
            "Students/ListStudents", unit_id=self.school["unit"].unit.id, grade=1,
            page_size=200).students

    def step(self, console, keys, text):
        """Types keys, and waits for what is written from then on."""
        console.mark = len(console.written)
        console.type(keys)
        console.wait(text)

    def batch(self, console, party, n):
        """Opens the batch and approves all of it; the desk has told of it."""
        who = self.school["approver" if party == APPROVER else "officer"]
        key = "batch.sign" if party == APPROVER else "batch.confirm"
        self.assertEqual([row.count.count for row in who.call("Desk/GetDesk").rows
                          if row.key == key], [1])
        self.step(console, ":batches\r", "a.csv")
        self.step(console, "\r", "approve all")
        console.type(f"a{n}\r")
        self.assertTrue(eventually(lambda: not who.call(
            "Imports/ListBatches", waiting_for=party).batches, 20, 0.05), console.written[-800:])
        console.mark = len(console.written)
        console.type("\x1b")  # a later console of the same person begins there
        self.assertTrue(eventually(lambda: len(console.written) > console.mark, 20, 0.05))

    def test_a_sheet_goes_from_the_file_to_the_roll(self):
        registrar, approver, officers = self.people()
        before = len(self.roll())
        children = [child(7000 + number) for number in range(4)]
        children[2]["邮政编码"] = "05000"
        path = write_csv(self.home / "a.csv", children)
        console = self.open(registrar)
        console.type(f":bring\r{path}{SUBMIT}")  # dry
        console.wait("3 new, 0 changed, 0 as before, 1 refused")
        self.assertTrue(self.newest().is_dry_run)
        console.type("\x1b")
        console.wait("bring it in")
        console.type(SUBMIT)
        self.assertTrue(eventually(
            lambda: not self.newest().is_dry_run and self.newest().created == 3, 20, 0.05),
            console.written[-800:])
        console.wait("Fault and cure")
        console.type("\r")
        console.wait("6 digits")
        console.type(f"0{SUBMIT}")  # 050000
        self.assertTrue(eventually(lambda: self.newest().refused == 0, 20, 0.05),
                        console.written[-800:])
        self.assertEqual(self.newest().created, 4)
        self.batch(self.open(approver), APPROVER, 4)
        self.batch(self.open(officers[0]), BUREAU, 4)
        self.assertEqual(len(self.roll()), before + 4)
        self.assertIn(children[2]["姓名"], [one.name for one in self.roll()])

    def test_a_console_that_goes_midway_keeps_what_came_and_the_next_one_goes_on(self):
        registrar = next(o for o in self.operators if o.tier == "school" and
                         "registrar" in o.roles and o.unit != self.school["unit"].unit.code)
        imports = self.client.sign_in(registrar.name, registrar.password)
        n = 3000
        path = write_csv(self.home / "b.csv", (child(40000 + number) for number in range(n)))

        def is_so(what):
            return any(map(what, imports.call("Imports/ListImports").imports))
        console = Console(self.server, self.directory, registrar, self.home)
        console.wait("Desk]")
        console.type(f":bring\r{path}\t2{SUBMIT}")
        self.assertTrue(eventually(lambda: is_so(lambda one: one.last_row > 0), 20, 0.01),
                        console.written[-800:])
        console.end()
        left = imports.call("Imports/ListImports").imports[0]
        self.assertEqual((left.state, left.created), (1, left.last_row - 1))
        console = self.open(registrar)
        console.wait("File of this machine")  # where he was
        console.type(f"{path}\t2{SUBMIT}")
        self.assertTrue(eventually(lambda: is_so(lambda one: one.state == 2), 20, 0.05),
                        console.written[-800:])
        done = imports.call("Imports/ListImports").imports
        self.assertEqual([(one.id, one.created, one.unchanged) for one in done],
                         [(left.id, n, 0)])

    def test_in_a_campaign_a_bureau_brings_in_a_sheet_and_mends_what_the_school_left_out(self):
        _, approver, officers = self.people()
        before = len(self.roll())
        province = self.open(self.operator("officer", "province"))
        province.type(":campaigns\rc")
        province.wait("Primary until")
        province.type(f"Autumn\t\t\t\t2099-12-31{SUBMIT}")
        province.wait("Open it for all")
        province.type("y")
        province.wait("Opened.")
        code = self.school["unit"].unit.code
        children = [child(7100 + number) for number in range(3)]
        children[1]["联系电话"] = ""
        path = self.home / "a.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["学校标识码", *children[0]])
            writer.writeheader()
            writer.writerows({"学校标识码": code, **one} for one in children)
        console = self.open(officers[0])
        console.type(f":bring\r{path}\t2{SUBMIT}")
        console.wait("Fault and cure")
        console.type("\r")
        console.wait("is required")
        console.type(f"13812345678{SUBMIT}")
        console.wait("is taken; 0 are left")
        self.batch(self.open(approver), APPROVER, 3)
        self.batch(console, BUREAU, 3)
        self.assertEqual(len(self.roll()), before + 3)
        campaign = self.school["approver"].call("Campaigns/ListCampaigns").campaigns[0]
        console.type(f":campaign {campaign.id}\r")
        console.wait("days are left")

    def test_a_list_is_asked_for_approved_by_another_and_fetched(self):
        _, _, officers = self.people()
        if len(officers) < 2:
            self.skipTest("one officer only")
        asking, deciding = self.open(officers[0]), self.open(officers[1])
        target = self.home / "list.csv"
        asking.type(":exports\rc")
        asking.wait("Named columns")
        asking.type(f"vaccination check\t\t\t1{SUBMIT}")
        asking.wait("Asked for;")
        deciding.type(":exports\r\t")
        deciding.wait("vaccination")
        deciding.type("a")
        deciding.wait("Let this leave")
        deciding.type("y")
        def is_ready():
            return any(one.may_fetch for one in
                       self.school["officer"].call("Exports/ListExports").exports)
        self.assertTrue(eventually(is_ready, 20, 0.05))
        deciding.wait("There are none")
        asking.type("R")
        asking.wait("to fetch")
        asking.type("x")
        asking.wait("new file")
        asking.type(f"{CLEAR_LINE}{target}\r")
        asking.wait("Written:")
        with open(target, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        self.assertIn("vaccination check", rows[0][0])
        self.assertEqual(rows[1][:2], ["school name", "grade"])
        self.assertGreater(len(rows), 2)


if __name__ == "__main__":
    unittest.main()
