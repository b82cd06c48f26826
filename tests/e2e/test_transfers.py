"""Six people of two counties carry a child over, though the server dies on the way."""
import unittest
import uuid

from client import Refused
from moving import Moving
from support import Server, xuejid

SUBMIT, APPROVE, HAND_OVER, RECEIVE = 2, 3, 9, 10
OUT_SCHOOL, OUT_BUREAU, PAPER_OUT, CLOSED = 10, 12, 13, 15


class Transfers(Moving):
    def decide(self, client, case, event, **fields):
        key = uuid.uuid4().hex
        refs = [{"case_id": case.id, "rev": case.rev}]
        first = client.call("Cases/DecideCases", event=event, cases=refs, idempotency_key=key,
                            **fields)
        again = client.call("Cases/DecideCases", event=event, cases=refs, idempotency_key=key,
                            **fields)
        self.assertEqual(first, again)  # Enter struck twice on a bad line
        self.assertTrue(first.results[0].is_done, first.results[0].refusal_text)
        return first.results[0].summary

    def die(self, *schools):
        """The server is killed and comes back; sessions live in the store."""
        self.client.close()
        self.server.kill()
        type(self).server = Server(self.directory)
        type(self).client = self.server.client()
        for school in schools:
            for who in ("registrar", "approver", "officer"):
                school[who] = self.client.with_token(school[who].token)

    def test_a_child_goes_from_county_to_county(self):
        old, new = self.two_schools()
        child, number = self.child_of(old)
        place = new["unit"].unit.id
        with self.assertRaises(Refused):
            new["registrar"].call("Students/GetStudent", student_id=child.id)
        found = new["registrar"].call("Transfers/FindChild", school_id=place, student_no=number,
                                      name=child.name)
        self.assertEqual(found.school.id, old["unit"].unit.id)
        self.assertNotIn(number, str(found))
        case = new["registrar"].call(
            "Transfers/ApplyTransfer", school_id=place, student_no=number, name=child.name,
            grade=2, cause="随父母迁居", idempotency_key=uuid.uuid4().hex).summary
        with self.assertRaises(Refused) as caught:
            new["registrar"].call("Transfers/ApplyTransfer", school_id=place, student_no=number,
                                  name=child.name, grade=2, cause="随父母迁居")
        self.assertEqual(caught.exception.reason, "CASE_OPEN")  # 2002
        case = self.decide(new["approver"], case, APPROVE)
        case = self.decide(new["officer"], case, APPROVE)
        self.assertEqual(case.state, OUT_SCHOOL)
        waiting = old["registrar"].call("Cases/ListCases", waiting_for=case.turn)
        self.assertIn(case.id, [c.id for c in waiting.cases])
        self.assertGreaterEqual(waiting.load.waiting, 1)
        case = self.decide(old["registrar"], case, SUBMIT)
        self.die(old, new)
        case = self.decide(old["approver"], case, APPROVE)
        self.assertEqual(case.state, OUT_BUREAU)
        case = self.decide(old["officer"], case, APPROVE)
        self.assertEqual(case.state, PAPER_OUT)
        self.die(old, new)
        moved = new["registrar"].call("Students/GetStudent", student_id=child.id)
        self.assertEqual(moved.student.school.id, place)
        self.assertEqual(moved.student.id, child.id)
        with self.assertRaises(Refused):
            old["registrar"].call("Students/GetStudent", student_id=child.id)
        case = self.decide(old["registrar"], case, HAND_OVER)
        case = self.decide(new["registrar"], case, RECEIVE)
        self.assertEqual(case.state, CLOSED)
        for side in (old, new):
            whole = side["officer"].call("Cases/GetCase", case_id=case.id)
            self.assertEqual(len(whole.steps), 9)
            self.assertTrue(all(step.operator_name for step in whole.steps))
        self.server.stop()
        check = xuejid("check", self.directory)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)


if __name__ == "__main__":
    unittest.main()
