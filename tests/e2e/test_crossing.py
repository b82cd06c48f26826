"""Six people in six consoles carry a child from one province to another: two servers, and a folder
that is carried between them."""
import contextlib
import csv
import datetime
import pathlib
import tempfile
import unittest

from moving import ENROLLED, FOR_A_CASE, PRIMARY, STUDENT_NUMBERS, Moving
from support import Operator, Server, eventually, xuejid
from test_consoles import CLOSED, NUMBER, OUT_BUREAU, OUT_SCHOOL, OUT_SIGN, PAPER_IN, PAPER_OUT, \
    BUREAU_REVIEW, SCHOOL_REVIEW, STAY, SUBMIT, Console

ROUTING, AWAIT_PULL, PULLING = 17, 19, 20
MOVED_OUT = 13
APPROVE, PULL = 3, 12
DONE, ENROLMENT, JUNIOR = 7, 6, 2
FETCH = "F"


class Neighbour(Moving):
    """The other province, which children come to."""


class Crossing(Moving):
    @classmethod
    def prepare(cls):
        cls.folder = pathlib.Path(cls.place.name) / "folder"
        cls.folder.mkdir()
        cls.there = pathlib.Path(cls.place.name) / "there" / "demo"
        cls.there.parent.mkdir()
        cls.done("demo", cls.there, "--province", "440000", "--students", 600, "--node", 2)
        for one, name, other in ((cls.directory, "guangdong", cls.there),
                                 (cls.there, "zhejiang", cls.directory)):
            key = pathlib.Path(cls.place.name) / f"{name}.peer"
            key.write_text(cls.done("exchange", "key", other), encoding="utf-8")
            cls.done("exchange", "trust", one, name, key)
        cls.neighbour = Server(cls.there)
        cls.addClassCleanup(
            lambda: cls.neighbour.stop() if cls.neighbour.is_alive() else None)

    @classmethod
    def done(cls, *words):
        made = xuejid(*words)
        if made.returncode != 0:
            raise RuntimeError(f"{words}: {made.stderr}")
        return made.stdout

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.far = Neighbour()
        with open(cls.there / "operators.csv", encoding="utf-8", newline="") as file:
            cls.far.operators = [Operator(row) for row in csv.DictReader(file)]
        cls.far.client = cls.neighbour.client()
        cls.addClassCleanup(lambda: cls.far.client.close())

    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="xueji-crossing-")
        self.addCleanup(place.cleanup)
        self.consoles_at = place.name
        self.consoles = contextlib.ExitStack()
        self.addCleanup(self.consoles.close)

    def open(self, side, server, directory, school):
        code = school["unit"].unit.code
        bureau = side.code_of(school["registrar"], school["bureau"])
        consoles = {}
        for role, unit in (("registrar", code), ("approver", code), ("officer", bureau)):
            place = pathlib.Path(self.consoles_at) / directory.parent.name
            place.mkdir(exist_ok=True)
            consoles[role] = Console(server, directory, side.operator_at(role, unit), place)
            self.consoles.callback(consoles[role].end)
        return consoles

    def carry(self):
        """The folder goes back and forth once."""
        for one in (self.directory, self.there):
            self.done("exchange", "out", one, self.folder)
        for one in (self.directory, self.there):
            self.done("exchange", "in", one, self.folder)

    def carried_until(self, who, case, state):
        def is_there():
            self.carry()
            return self.state(who, case) == state
        self.assertTrue(eventually(is_there, 20, 0.1), (self.state(who, case), state))

    @staticmethod
    def state(who, case):
        return who.call("Cases/GetCase", case_id=case).summary.state

    def move(self, console, who, case, keys, state):
        console.type(f":case {case}\r{keys}y")
        self.assertTrue(eventually(lambda: self.state(who, case) == state, 20, 0.02),
                        (self.state(who, case), console.written[-800:]))

    def school_with_second_grade(self):
        for operator in self.far.operators:
            if operator.unit.startswith("21") and len(operator.unit) == 10 and \
                    "registrar" in operator.roles:
                school = self.far.school(operator.unit)
                if school["registrar"].call("Students/ListStudents", grade=2, class_number=1,
                                            unit_id=school["unit"].unit.id).students:
                    return school
        return self.fail("no primary school has a second grade")

    def apply(self, console, child, number):
        console.wait("Desk]")
        console.type(f":transfer\r{number}\t\t{child.name}\t2\t1\t随父母迁居\t\t330000{SUBMIT}")
        console.wait("Handed to the approver.")

    @staticmethod
    def case_of(who, name):
        return next(c.id for c in who.call("Cases/ListCases", page_size=200).cases
                    if c.student_name == name and c.type == 3)

    # ---- a graduate, without consoles

    def decide(self, who, case, event, state, **fields):
        at = who.call("Cases/GetCase", case_id=case).summary
        result = who.call("Cases/DecideCases", event=event,
                          cases=[{"case_id": case, "rev": at.rev}], **fields).results[0]
        self.assertTrue(result.is_done, result.refusal_text)
        self.assertEqual(result.summary.state, state)

    def open_windows(self):
        """So that this test passes on any day of the year (R36)."""
        first, second = (self.far.client.sign_in(o.name, o.password) for o in self.far.operators
                         if o.tier == "province" and "officer" in o.roles)
        unit = first.call("Sessions/WhoAmI").unit_id
        today = (datetime.datetime.now(datetime.timezone.utc)
                 + datetime.timedelta(hours=8)).date().isoformat()
        for key, value in (("enrolment.abroad_from", 101), ("enrolment.abroad_until", 1231)):
            proposal = first.call("Policies/ProposePolicy", unit_id=unit, key=key, value=value,
                                  from_day=today, reason="全年受理")
            second.call("Policies/DecidePolicy", value_id=proposal.id, rev=proposal.rev,
                        decision=1)

    def graduate_of(self, school):
        """One child of a last grade finishes, and the others stay."""
        unit = school["unit"]
        last = next(s.years for s in unit.school.stages if s.stage == PRIMARY)
        busy = {case.student_id for case in
                school["registrar"].call("Cases/ListCases", page_size=200).cases}
        roll = school["registrar"].call("Students/ListStudents", unit_id=unit.unit.id, grade=last,
                                        class_number=1, page_size=200).students
        child = next(s for s in roll if s.status == ENROLLED and s.id not in busy)
        number = school["registrar"].call(
            "Students/RevealIdentity", student_id=child.id, numbers=STUDENT_NUMBERS,
            reason=FOR_A_CASE, reason_text="升学").numbers[0].number
        entered = school["registrar"].call(
            "Cases/ApplyGraduation", school_id=unit.unit.id, grade=last, class_number=1,
            stays=[s.id for s in roll if s.status == ENROLLED and s.id != child.id])
        self.assertEqual(entered.graduation.graduate_count, 1)
        self.decide(school["approver"], entered.summary.id, APPROVE, DONE)
        return child, number

    def junior_school(self):
        for operator in self.far.operators:
            if operator.unit.startswith("31") and "registrar" in operator.roles:
                return self.far.school(operator.unit)
        return self.fail("no junior school")

    def test_a_graduate_is_enrolled_in_another_province(self):
        old, _ = self.two_schools()
        new = self.junior_school()
        child, number = self.graduate_of(old)
        self.open_windows()
        first = next(10 - s.years for s in new["unit"].school.stages if s.stage == JUNIOR)
        applied = new["registrar"].call(
            "Transfers/ApplyTransfer", school_id=new["unit"].unit.id, student_no=number,
            name=child.name, grade=first, class_number=1, cause="毕业后随父母迁居",
            province_code="330000", type=ENROLMENT)
        case = applied.summary.id
        self.decide(new["approver"], case, APPROVE, BUREAU_REVIEW)
        self.decide(new["officer"], case, APPROVE, ROUTING)
        self.carried_until(new["officer"], case, OUT_BUREAU)
        half = next(c.id for c in old["officer"].call("Cases/ListCases", type=ENROLMENT).cases
                    if c.student_name == child.name)
        self.decide(old["officer"], half, APPROVE, AWAIT_PULL)
        self.carried_until(new["officer"], case, AWAIT_PULL)
        self.decide(new["registrar"], case, PULL, PULLING)
        self.carried_until(new["officer"], case, PAPER_OUT)
        file = new["registrar"].call("Students/GetStudent", student_id=child.id).student
        self.assertEqual((file.school.id, file.grade), (new["unit"].unit.id, first))
        self.assertEqual(file.status, ENROLLED)
        kept = old["registrar"].call("Students/GetStudent", student_id=child.id).student
        self.assertEqual(kept.status, MOVED_OUT)

    def test_six_people_carry_a_child_to_another_province(self):
        old, _ = self.two_schools()
        new = self.school_with_second_grade()
        child, number = self.child_of(old)
        before = old["registrar"].call("Students/GetHistory", student_id=child.id).events
        ours = self.open(self.far, self.neighbour, self.there, new)
        theirs = self.open(self, self.server, self.directory, old)
        self.apply(ours["registrar"], child, number)
        for console in (*ours.values(), *theirs.values()):
            console.mark = 0
            console.wait("Desk]")
        case = self.case_of(new["registrar"], child.name)
        self.assertEqual(self.state(new["officer"], case), SCHOOL_REVIEW)
        self.move(ours["approver"], new["officer"], case, "a", BUREAU_REVIEW)
        self.move(ours["officer"], new["officer"], case, "a", ROUTING)
        self.carried_until(new["officer"], case, OUT_SCHOOL)
        half = self.case_of(old["officer"], child.name)
        self.move(theirs["registrar"], old["officer"], half, SUBMIT, OUT_SIGN)
        self.move(theirs["approver"], old["officer"], half, "a", OUT_BUREAU)
        self.move(theirs["officer"], old["officer"], half, "a", AWAIT_PULL)
        self.carried_until(new["officer"], case, AWAIT_PULL)
        self.move(ours["registrar"], new["officer"], case, FETCH, PULLING)
        self.carried_until(new["officer"], case, PAPER_OUT)
        self.look(old, new, child, before)
        self.carried_until(old["officer"], half, PAPER_OUT)
        self.move(theirs["registrar"], old["officer"], half, "O", PAPER_IN)
        self.carried_until(new["officer"], case, PAPER_IN)
        self.move(ours["registrar"], new["officer"], case, "I", CLOSED)
        self.carried_until(old["officer"], half, CLOSED)
        self.consoles.close()  # without its server a console goes on for seconds, to reach it again
        for server, directory in ((self.server, self.directory), (self.neighbour, self.there)):
            server.stop()
            self.done("check", directory)

    def look(self, old, new, child, before):
        """The one record stands in the new school, with all that it was before."""
        file = new["registrar"].call("Students/GetStudent", student_id=child.id).student
        self.assertEqual((file.school.id, file.grade), (new["unit"].unit.id, 2))
        self.assertEqual(file.name, child.name)
        after = new["registrar"].call("Students/GetHistory", student_id=child.id).events
        self.assertEqual(len([e for e in after if e.kind == STAY]),
                         1 + len([e for e in before if e.kind == STAY]))
        self.assertEqual({e.number.masked for e in after if e.kind == NUMBER},
                         {e.number.masked for e in before if e.kind == NUMBER})
        kept = old["registrar"].call("Students/GetStudent", student_id=child.id).student
        self.assertEqual(kept.status, MOVED_OUT)


if __name__ == "__main__":
    unittest.main()
