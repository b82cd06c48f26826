"""Two schools, their counties, the city and the province in their consoles: problem records are
reported, handed down, answered and settled; what became of them is then looked at from beside."""
import unittest

from forms import form, id_number
from problem_consoles import AMEND, BUREAU_REVIEW, FOUND, SCHOOL_TODO, ProblemConsoles
from support import eventually
from test_consoles import SUBMIT

ID_FORMAT, NO_ID, GHOST, MISSING_ITEM, NEAR_DUP = 3, 7, 8, 11, 12
DONE = 5  # of a check
SETTLED, DELETED = 26, 27


class SettlingAtConsoles(ProblemConsoles):
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

    def test_a_child_without_an_id_number_gets_one_with_papers_of_both_kinds(self):
        problem = self.province.call("Problems/ListProblems", kind=NO_ID).problems[0]
        child, self.theirs = problem.student_id, self.school(problem.school.code)
        number = id_number(problem.birth_date, problem.sex)
        county = self.answer_with(problem, self.theirs, AMEND, f"\t\t\t1\t{number}")
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
        county = self.answer_with(wrong, self.school(wrong.school.code), AMEND, f"\t\t\t\t{number}")
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
