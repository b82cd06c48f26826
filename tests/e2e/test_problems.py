"""Schools of two counties, their bureaus, the city, the province, the police and the nation settle
problem records, a kind at a time, beside those that consoles settle (test_consoles_problems,
test_consoles_findings)."""
import hashlib
import os
import unittest

from forms import form, id_number
from nodes import PROBLEMS, Nodes
from support import eventually

(DUP_ID, DUP_PERSON, ID_FORMAT, ID_NOT_FOUND, ID_NAME_MISMATCH, ID_CHANGED, SEPARATED, NO_RECORD,
 MISSING_ITEM, NEAR_DUP) = (1, 2, 3, 4, 5, 6, 9, 10, 11, 12)
SUBMIT, APPROVE, DISPATCH, SAME = 2, 3, 14, 18
PROVINCE_REVIEW, WAIT_NATIONAL, PAPER_OUT = 5, 6, 13
FOUND, SCHOOL_TODO, RECHECK, SETTLED, DELETED = 22, 23, 24, 26, 27
AMEND, DELETE = 2, 3
RECORDED_TWICE, NEVER_CAME = 1, 2
GUARDIAN_MOVES = 1
HOUSEHOLD_PAGE, ATTENDANCE_CERTIFICATE = 1, 4
ON_ROLL = 2


class Problems(Nodes):
    def setUp(self):
        self.ours, self.theirs = self.two_schools()
        self.province = self.signed_in("officer", "province")

    def paper(self, registrar, child, kind):
        """A scan of the child; its id."""
        content = b"\xff\xd8\xff\xe0" + os.urandom(200) + b"\xff\xd9"
        facts = self.client.contract.message("xueji.v1.AttachmentFacts")(
            document_no="330102000123", issuer="城关派出所", issue_date="2024-09-01",
            size=len(content), sha256=hashlib.sha256(content).digest())
        made = registrar.call("Attachments/BeginAttachment", student_id=child, kind=kind,
                              facts=facts).id
        registrar.call("Attachments/SendChunk", attachment_id=made, data=content)
        registrar.call("Attachments/FinishAttachment", attachment_id=made)
        return made

    def now(self, problem):
        return self.province.call("Problems/GetProblem", problem_id=problem.id).summary

    def move(self, who, event, problem, **fields):
        made = who.call("Problems/DecideProblems", event=event, **fields,
                        problems=[{"case_id": problem.id, "rev": problem.rev}]).results[0]
        self.assertTrue(made.is_done, made.refusal_text)
        return made.summary

    def handed_down(self, child, kind):
        """It waits for its school, to which the deciding bureau or the campaign gave it."""
        self.assertTrue(eventually(lambda: self.problem_of(child, kind), 20, 0.02), kind)
        problem = self.problem_of(child, kind)
        if problem.state == FOUND:
            decider = self.sign_in("officer", problem.turn_unit.code)
            problem = self.move(decider, DISPATCH, problem)
        self.assertEqual(problem.state, SCHOOL_TODO)
        return problem

    def amended(self, problem, school, **items):
        """The school says what is right, with both papers, and the bureau that decides agrees."""
        registrar = school["registrar"]
        papers = [self.paper(registrar, problem.student_id, kind)
                  for kind in (ATTENDANCE_CERTIFICATE, HOUSEHOLD_PAGE)]
        problem = registrar.call("Problems/AnswerProblem", problem_id=problem.id, rev=problem.rev,
                                 answer=AMEND, items=items, attachment_ids=papers).summary
        problem = self.move(school["approver"], APPROVE, problem)
        return self.move(self.sign_in("officer", problem.turn_unit.code), APPROVE, problem)

    def test_what_the_police_find_is_amended_and_they_look_again(self):
        forms = [form(name) for name in ("阚一诺", "阚二宝", "阚三思")]
        children = [self.register(school, items) for school, items in
                    zip((self.ours, self.theirs, self.ours), forms)]
        other = id_number(forms[2]["birth_date"], forms[2]["sex"])
        results = (("not_found", ""), ("name_differs", ""), ("number_replaced", other))
        self.police_say(1, {items["id_number"]: result
                            for items, result in zip(forms, results)})
        kinds = (ID_NOT_FOUND, ID_NAME_MISMATCH, ID_CHANGED)
        right = ({"id_number": id_number(forms[0]["birth_date"], forms[0]["sex"])},
                 {"name": "阚二保"}, {"id_number": other})
        amended = [self.amended(self.handed_down(child, kind), school, **items)
                   for child, kind, school, items in
                   zip(children, kinds, (self.ours, self.theirs, self.ours), right)]
        # The number that they named themselves is right; the others they look at again (R50).
        self.assertEqual([problem.state for problem in amended], [RECHECK, RECHECK, SETTLED])
        self.police_say(2, {})
        for problem in amended:
            self.assertTrue(eventually(lambda: self.now(problem).state == SETTLED, 20), problem)
        file = self.theirs["officer"].call("Students/GetStudent", student_id=children[1])
        self.assertEqual(file.student.name, "阚二保")

    def test_a_record_with_a_formal_number_is_deleted_by_the_nation(self):
        found = self.province.call("Problems/ListProblems", kind=DUP_ID, page_size=200).problems
        problem = next(p for p in found if p.state == SCHOOL_TODO and p.student_no_kind == 2)
        registrar = self.school(problem.school.code)["registrar"]
        problem = registrar.call(
            "Problems/AnswerProblem", problem_id=problem.id, rev=problem.rev, answer=DELETE,
            delete_ground=NEVER_CAME, note="经核实，该生未到校就读。").summary
        self.assertEqual(problem.state, PROVINCE_REVIEW)
        problem = self.move(self.province, APPROVE, problem)
        self.assertEqual(problem.state, WAIT_NATIONAL)
        rows = self.listed(self.nation, PROBLEMS, 1)
        self.assertEqual({row["asked"] for row in rows}, {"delete"})
        self.answer(self.nation, 1, "--all", "passed")
        self.assertTrue(eventually(lambda: self.now(problem).state == DELETED, 20),
                        self.server.logged())

    def test_two_records_of_one_number_are_two_when_one_of_them_is_amended(self):
        found = self.province.call("Problems/ListProblems", kind=DUP_ID, page_size=200).problems
        problem = next(p for p in found if p.state == SCHOOL_TODO and p.student_no_kind == 1)
        rivals = [p for p in found if p.group_id == problem.group_id and p.id != problem.id]
        school = self.school(problem.school.code)
        for side in self.province.call("Problems/GetProblem", problem_id=problem.id).parties:
            self.assertEqual(side.problem.group_size, 2)
        problem = self.amended(problem, school,
                               id_number=id_number(problem.birth_date, problem.sex))
        self.assertEqual(problem.state, SETTLED)
        self.assertEqual([self.now(rival).state for rival in rivals], [SETTLED])

    def test_who_was_recorded_twice_is_one_and_the_province_makes_two_of_them_again(self):
        one = self.register(self.ours, form("逄冉", id_type="A", id_number="E11223344"))
        other = self.register(self.theirs, form("逄冉", id_type="A", id_number="E44332211"))
        self.assertTrue(eventually(lambda: self.problem_of(one, NEAR_DUP), 20, 0.02))
        suspicion = self.problem_of(one, NEAR_DUP)
        self.move(self.sign_in("officer", suspicion.turn_unit.code), SAME, suspicion)
        self.assertIsNone(self.problem_of(other, NEAR_DUP))
        first, second = self.handed_down(one, DUP_PERSON), self.handed_down(other, DUP_PERSON)
        second = self.theirs["registrar"].call(
            "Problems/AnswerProblem", problem_id=second.id, rev=second.rev, answer=DELETE,
            delete_ground=RECORDED_TWICE, guardian_choice=GUARDIAN_MOVES,
            note="随父母迁居，此前已建籍。").summary
        self.assertEqual((second.state, self.now(first).state), (DELETED, SETTLED))
        kept = self.theirs["officer"].call("Students/GetStudent", student_id=one).student
        self.assertEqual(kept.school.id, self.theirs["unit"].unit.id)
        back = self.province.call("Students/UndoMerge", student_id=other, reason="两名学生")
        self.assertEqual((back.student.id, back.survivor.id), (other, one))
        self.assertEqual({back.student.status, back.survivor.status}, {ON_ROLL})
        self.assertEqual(back.survivor.school.id, self.ours["unit"].unit.id)
        # Whether they are one is open again.
        self.assertTrue(eventually(lambda: self.problem_of(other, NEAR_DUP), 20, 0.02))

    def planted(self, kind):
        """One that the demo has, which waits for its school; and that school."""
        found = self.province.call("Problems/ListProblems", kind=kind, page_size=200).problems
        problem = next(one for one in found if one.state == SCHOOL_TODO)
        return problem, self.school(problem.school.code)

    def test_a_number_that_is_none_is_amended(self):
        problem, school = self.planted(ID_FORMAT)
        answers = school["registrar"].call("Problems/GetProblem", problem_id=problem.id).answers
        self.assertEqual([one.answer for one in answers], [AMEND, DELETE])
        problem = self.amended(problem, school,
                               id_number=id_number(problem.birth_date, problem.sex))
        self.assertEqual(problem.state, SETTLED)

    def test_items_that_were_missing_settle_it_once_they_are_there(self):
        problem, school = self.planted(MISSING_ITEM)
        registrar = school["registrar"]
        file = registrar.call("Students/GetStudent", student_id=problem.student_id)
        registrar.call("Students/UpdateStudent", student_id=problem.student_id,
                       rev=file.student.rev, items={"mailing_address": "云溪路88号"})
        self.assertEqual(self.now(problem).state, SCHOOL_TODO)  # the postcode is missing still
        file = registrar.call("Students/GetStudent", student_id=problem.student_id)
        registrar.call("Students/UpdateStudent", student_id=problem.student_id,
                       rev=file.student.rev, items={"postcode": "310012"})
        self.assertEqual(self.now(problem).state, SETTLED)

    def test_a_pupil_who_is_elsewhere_is_settled_by_its_transfer(self):
        child, number = self.child_of(self.ours)
        self.ours["registrar"].call("Problems/ReportProblem", student_id=child.id, kind=SEPARATED)
        problem = self.handed_down(child.id, SEPARATED)
        case = self.theirs["registrar"].call(
            "Transfers/ApplyTransfer", school_id=self.theirs["unit"].unit.id, student_no=number,
            name=child.name, grade=2, cause="随父母迁居").summary
        case = self.decided(case, APPROVE, self.theirs["approver"], self.theirs["officer"])
        case = self.decided(case, SUBMIT, self.ours["registrar"])
        case = self.decided(case, APPROVE, self.ours["approver"], self.ours["officer"])
        self.assertEqual(case.state, PAPER_OUT)
        self.assertEqual(self.now(problem).state, SETTLED)

    def test_a_pupil_without_a_record_is_settled_by_its_registration(self):
        items = form("逄无籍")
        case = self.draft(self.ours, items)
        self.ours["registrar"].call("Problems/ReportProblem", student_id=case.student_id,
                                    kind=NO_RECORD)
        problem = self.handed_down(case.student_id, NO_RECORD)
        case = self.draft(self.ours, items, case_id=case.id, rev=case.rev, submit=True)
        self.decided(case, APPROVE, self.ours["approver"], self.ours["officer"])
        self.assertEqual(self.now(problem).state, SETTLED)


if __name__ == "__main__":
    unittest.main()
