"""Two schools, their counties, the city and the province in their consoles: problem records are
reported, handed down, answered and settled; what became of them is then looked at from beside."""
import unittest

from forms import form, id_number
from moving import Moving
from support import eventually
from test_consoles import SUBMIT, Console
from test_xueji import Commands, picture

APPROVE = 3
ID_FORMAT, NO_ID, GHOST, MISSING_ITEM, NEAR_DUP = 3, 7, 8, 11, 12
DONE = 5  # of a check
(SCHOOL_REVIEW, BUREAU_REVIEW, FOUND, SCHOOL_TODO, SETTLED, DELETED) = (2, 3, 22, 23, 26, 27)


class ProblemConsoles(Commands, Moving):
    def setUp(self):
        super().setUp()
        self.ours, self.theirs = self.two_schools()
        self.province = self.signed_in("officer", "province")

    def code_at(self, role, school):
        return school["unit"].unit.code if role != "officer" else \
            self.code_of(school["registrar"], school["bureau"])

    def as_user(self, role, school):
        """The options by which somebody of the school, or of its bureau, is signed in."""
        operator = self.operator_at(role, self.code_at(role, school))
        return "--user", operator.name, "--password-file", self.password_file(operator)

    def open(self, role, code):
        """The console of whoever has that role there."""
        console = Console(self.server, self.directory, self.operator_at(role, code), self.home)
        self.addCleanup(console.end)
        console.wait("Desk]")
        return console

    def open_at(self, role, school):
        return self.open(role, self.code_at(role, school))

    def register(self, school, items):
        """The id of a child who went the whole way."""
        case = school["registrar"].call(
            "Cases/SaveRegistration", school_id=school["unit"].unit.id, grade=1, items=items,
            submit=True).summary
        for role in ("approver", "officer"):
            case = school[role].call(
                "Cases/DecideCases", event=APPROVE,
                cases=[{"case_id": case.id, "rev": case.rev}]).results[0].summary
        return case.student_id

    def problem_of(self, child, kind):
        """Its open problem of that kind, as the province sees it."""
        found = self.province.call("Problems/ListProblems", kind=kind, page_size=200).problems
        return next((problem for problem in found if problem.student_id == child), None)

    def stands(self, problem, state):
        """It comes to stand there."""
        def now():
            return self.province.call("Problems/GetProblem",
                                      problem_id=problem.id).summary.state
        self.assertTrue(eventually(lambda: now() == state, 20, 0.02), now())

    def scan(self, child, kind, school):
        path = self.home / f"{kind}.png"
        path.write_bytes(picture(40, 40))
        self.json("attachment", "put", child, kind, path, "--number", "H 7", "--issuer", "派出所",
                  "--day", "2026-09-01", *self.as_user("registrar", school))

    def test_two_children_of_one_name_are_told_apart_by_who_stands_above_both(self):
        one = self.register(self.ours, form("鄢冉", id_type="A", id_number="E12345678"))
        other = self.register(self.theirs, form("鄢冉", id_type="A", id_number="E87654321"))
        # written records are compared behind those who wait
        self.assertTrue(eventually(lambda: self.problem_of(one, NEAR_DUP), 20, 0.02))
        problem = self.problem_of(one, NEAR_DUP)
        self.assertEqual(problem.state, FOUND)
        city = self.open("officer", problem.turn_unit.code)
        city.type(f":problem {problem.id}\r")
        city.wait("Side by side")
        city.type("r1\r")  # two persons
        self.stands(problem, SETTLED)
        self.assertIsNone(self.problem_of(other, NEAR_DUP))
        done = self.json("problem", "check", "--wait", *self.as_user("officer", self.ours))
        self.assertEqual(done["check"]["state"], "CHECK_STATE_DONE")
        self.assertIsNone(self.problem_of(one, NEAR_DUP))  # it is remembered

    def test_a_record_without_a_pupil_is_reported_and_deleted(self):
        child = self.register(self.ours, form("鄢小宝"))
        registrar, county = self.open_at("registrar", self.ours), self.open_at("officer", self.ours)
        registrar.type(f":student {child}\r")
        registrar.wait("Numbers")
        registrar.type("P1")
        self.assertTrue(eventually(lambda: self.problem_of(child, GHOST), 20, 0.02))
        problem = self.problem_of(child, GHOST)
        county.type(f":problem {problem.id}\ray")
        self.stands(problem, SCHOOL_TODO)
        registrar.type(f":problem-answer {problem.id}\r")
        registrar.wait("Why it goes")
        registrar.type(f"3\t2{SUBMIT}")  # delete: never came
        self.stands(problem, BUREAU_REVIEW)
        county.type(f":problem {problem.id}\ray")
        self.stands(problem, DELETED)
        file = self.ours["officer"].call("Students/GetStudent", student_id=child)
        self.assertNotEqual(file.student.status, 2)

    def hand_down(self, county, problem):
        """The campaign may have done it since."""
        if problem.state == FOUND:
            county.type(f":problem {problem.id}\ray")
        self.stands(problem, SCHOOL_TODO)

    def amend(self, problem, school, items):
        """The three of its school and bureau give the child what is typed behind the note, with
        papers of both kinds; the console of the bureau, before it decides."""
        registrar, approver, county = (self.open_at(role, school)
                                       for role in ("registrar", "approver", "officer"))
        self.hand_down(county, problem)
        for kind in ("household_page", "attendance_certificate"):
            self.scan(problem.student_id, kind, school)
        registrar.type(f":problem-answer {problem.id}\r")
        registrar.wait("attendance")
        registrar.type(f"2\t\t\t1 2\t户口已办\t{items}{SUBMIT}")
        self.stands(problem, SCHOOL_REVIEW)
        approver.type(f":problem {problem.id}\ray")
        self.stands(problem, BUREAU_REVIEW)
        return county

    def test_a_child_without_an_id_number_gets_one_with_papers_of_both_kinds(self):
        problem = self.province.call("Problems/ListProblems", kind=NO_ID).problems[0]
        child, self.theirs = problem.student_id, self.school(problem.school.code)
        number = id_number(problem.birth_date, problem.sex)
        county = self.amend(problem, self.theirs, f"\t\t\t1\t{number}")
        county.type(f":problem {problem.id}\rc户口页已核对\r")
        county.wait("户口页已核对")
        county.type("ay")
        self.stands(problem, SETTLED)
        file = self.theirs["officer"].call("Students/GetStudent", student_id=child)
        self.assertTrue(file.student.id_number_masked.endswith(number[-2:]))
        whole = self.province.call("Problems/GetProblem", problem_id=problem.id)
        self.assertEqual([message.text for message in whole.messages], ["户口页已核对"])
        self.assertEqual(len({step.operator_name for step in whole.steps[2:]}), 3)

    def faulty(self, kind):
        """Those of the kind that wait for a bureau or a school, by id."""
        found = self.province.call("Problems/ListProblems", kind=kind, page_size=200).problems
        return {one.id: one for one in found if one.state in (FOUND, SCHOOL_TODO)}

    def test_the_province_checks_and_what_was_loaded_whole_is_mended(self):
        kinds = (ID_FORMAT, MISSING_ITEM)
        before = {kind: self.faulty(kind) for kind in kinds}
        province = self.open("officer", self.operator("officer", "province").unit)
        province.type(":checks\r")
        province.wait("run one")
        province.type("c4y")  # what is wrong with a record by itself
        self.assertTrue(eventually(lambda: [
            one.state for one in self.province.call("Checks/ListChecks").checks][:1] == [DONE]))
        new = {kind: next(one for name, one in self.faulty(kind).items()
                          if name not in before[kind]) for kind in kinds}

        wrong = new[ID_FORMAT]
        number = id_number(wrong.birth_date, wrong.sex)
        county = self.amend(wrong, self.school(wrong.school.code), f"\t\t\t\t{number}")
        county.type(f":problem {wrong.id}\ray")
        self.stands(wrong, SETTLED)

        lacking = new[MISSING_ITEM]
        school = self.school(lacking.school.code)
        self.hand_down(self.open_at("officer", school), lacking)
        registrar = self.open_at("registrar", school)
        registrar.type(f":student {lacking.student_id}\r")
        registrar.wait("Numbers")
        registrar.type("e")
        registrar.wait("admission month")
        registrar.type("\t" * 20 + "云溪路88号" + "\t\t\t" + "310012" + SUBMIT)
        self.stands(lacking, SETTLED)

        province.type(":progress\r")
        province.wait("Week until")
        province.type("m")  # by kind
        province.wait("incomplete")


if __name__ == "__main__":
    unittest.main()
