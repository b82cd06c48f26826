"""Two schools, their counties and the city settle in their consoles what the police find, children
who are recorded twice, pupils who are elsewhere, and pupils without a record."""
import unittest

from forms import form, id_number
from nodes import Nodes
from problem_consoles import AMEND, IS_RIGHT, SCHOOL_REVIEW, SCHOOL_TODO, ProblemConsoles
from support import eventually
from test_consoles import LOOK_UP, SUBMIT

(DUP_ID, DUP_PERSON, ID_NOT_FOUND, ID_NAME_MISMATCH, ID_CHANGED, SEPARATED, NO_RECORD,
 NEAR_DUP) = (1, 2, 4, 5, 6, 9, 10, 12)
RECHECK, SETTLED, DELETED = 24, 26, 27
SEPARATED_KEY, NO_RECORD_KEY = "2", "3"
PAPER_OUT, IN_REVIEW = 13, 3
PROVISIONAL = 1  # number kinds: of the school's own


class FindingConsoles(ProblemConsoles, Nodes):
    def found(self, child, kind):
        """The problem record of the child, once it is there."""
        self.assertTrue(eventually(lambda: self.problem_of(child, kind), 20, 0.02), kind)
        return self.problem_of(child, kind)

    def decide(self, problem, state, keys="ay"):
        """The console of the unit whose move it is."""
        now = self.province.call("Problems/GetProblem", problem_id=problem.id).summary
        self.open("officer", now.turn_unit.code).type(f":problem {problem.id}\r{keys}")
        self.stands(problem, state)

    def handed_down(self, child, kind):
        problem = self.found(child, kind)
        if problem.state != SCHOOL_TODO:
            self.decide(problem, SCHOOL_TODO)
        return problem

    def report(self, child, kind, key):
        """The school's registrar reports what he finds himself."""
        registrar = self.open_at("registrar", self.ours)
        registrar.type(f":student {child}\r")
        registrar.wait("Numbers")
        registrar.type(f"P{key}")
        return self.handed_down(child, kind)

    def test_what_the_police_find_is_amended_and_they_look_again(self):
        forms = [form(name) for name in ("阚一诺", "阚二宝", "阚三思")]
        schools = (self.ours, self.theirs, self.ours)
        children = [self.register(school, items) for school, items in zip(schools, forms)]
        other = id_number(forms[2]["birth_date"], forms[2]["sex"])
        results = (("not_found", ""), ("name_differs", ""), ("number_replaced", other))
        self.police_say(1, {items["id_number"]: result
                            for items, result in zip(forms, results)})
        right = "\t\t\t\t" + id_number(forms[0]["birth_date"], forms[0]["sex"])
        typed = (right, "阚二保", "\t\t\t\t" + other)
        problems = []
        for child, kind, school, keys, state in zip(
                children, (ID_NOT_FOUND, ID_NAME_MISMATCH, ID_CHANGED), schools, typed,
                (RECHECK, RECHECK, SETTLED)):
            problem = self.found(child, kind)
            county = self.answer_with(problem, school, AMEND, keys)
            county.type(f":problem {problem.id}\ray")
            self.stands(problem, state)
            problems.append(problem)
        self.police_say(2, {})
        for problem in problems:
            self.stands(problem, SETTLED)
        file = self.theirs["officer"].call("Students/GetStudent", student_id=children[1])
        self.assertEqual(file.student.name, "阚二保")

    def test_two_records_of_one_number_are_two_when_one_of_them_is_amended(self):
        listed = self.province.call("Problems/ListProblems", kind=DUP_ID, page_size=200).problems
        problem = next(p for p in listed
                       if p.state == SCHOOL_TODO and p.student_no_kind == PROVISIONAL)
        rival = next(p for p in listed if p.group_id == problem.group_id and p.id != problem.id)
        if rival.state == SCHOOL_TODO:  # every side answers before anything is decided (R44)
            self.answer_with(rival, self.school(rival.school.code), IS_RIGHT)
        self.answer_with(problem, self.school(problem.school.code), AMEND,
                         f"\t\t\t\t{id_number(problem.birth_date, problem.sex)}")
        self.decide(problem, SETTLED)
        self.stands(rival, SETTLED)

    def test_who_was_recorded_twice_is_one_where_the_guardian_wants(self):
        one = self.register(self.ours, form("逄冉", id_type="A", id_number="E11223344"))
        other = self.register(self.theirs, form("逄冉", id_type="A", id_number="E44332211"))
        self.decide(self.found(one, NEAR_DUP), SETTLED)  # one person
        first, second = (self.handed_down(child, DUP_PERSON) for child in (one, other))
        registrar = self.open_at("registrar", self.theirs)
        registrar.type(f":problem-answer {second.id}\r")
        registrar.wait("Why it goes")
        registrar.type(f"3\t1\t1\t\t随父母迁居{SUBMIT}")  # delete: recorded twice; moves here
        self.stands(second, DELETED)
        self.stands(first, SETTLED)
        kept = self.theirs["officer"].call("Students/GetStudent", student_id=one).student
        self.assertEqual(kept.school.id, self.theirs["unit"].unit.id)

    def case_stands(self, case, state):
        def now():
            return self.province.call("Cases/GetCase", case_id=case).summary.state
        self.assertTrue(eventually(lambda: now() == state, 20, 0.02), now())

    def test_a_pupil_who_is_elsewhere_is_settled_by_its_transfer(self):
        child, number = self.child_of(self.ours)
        problem = self.report(child.id, SEPARATED, SEPARATED_KEY)
        registrar = self.open_at("registrar", self.theirs)
        registrar.type(f":transfer\r{number}\t\t{child.name}{LOOK_UP}")
        registrar.wait("Found.")
        registrar.type(f"1\t随父母迁居{SUBMIT}")
        registrar.wait("Handed to the approver.")
        case = next(c.id for c in self.theirs["registrar"].call(
            "Cases/ListCases", page_size=200).cases if c.student_id == child.id)
        for role, school, keys, state in (
                ("approver", self.theirs, "ay", 3), ("officer", self.theirs, "ay", 10),
                ("registrar", self.ours, f"{SUBMIT}y", 11), ("approver", self.ours, "ay", 12),
                ("officer", self.ours, "ay", PAPER_OUT)):
            self.open_at(role, school).type(f":case {case}\r{keys}")
            self.case_stands(case, state)
        self.stands(problem, SETTLED)

    def test_a_pupil_without_a_record_is_settled_by_its_registration(self):
        case = self.draft(self.ours, form("逄无籍"))
        problem = self.report(case.student_id, NO_RECORD, NO_RECORD_KEY)
        registrar, approver, county = (self.open_at(role, self.ours)
                                       for role in ("registrar", "approver", "officer"))
        registrar.type(f":case {case.id}\r{SUBMIT}y")
        self.case_stands(case.id, SCHOOL_REVIEW)
        approver.type(f":case {case.id}\ray")
        self.case_stands(case.id, IN_REVIEW)
        county.type(f":case {case.id}\ray")
        self.stands(problem, SETTLED)


if __name__ == "__main__":
    unittest.main()
