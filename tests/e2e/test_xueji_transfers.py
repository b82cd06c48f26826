"""Transfers by the subcommands of xueji, as scripts carry them."""
import unittest

from moving import Moving
from test_xueji import Commands

PARTLY = 15


class TransfersByWord(Commands, Moving):
    def setUp(self):
        super().setUp()
        self.old, self.new = self.two_schools()
        self.child, self.number = self.child_of(self.old)

    def as_user(self, role, school):
        """The options by which somebody of a school, or of its bureau, is signed in."""
        code = school["unit"].unit.code if role != "officer" else \
            self.code_of(school["registrar"], school["bureau"])
        operator = self.operator_at(role, code)
        return "--user", operator.name, "--password-file", self.password_file(operator)

    def apply(self, *words):
        place = self.new["unit"].unit.code
        return self.json("transfer", "apply", place, self.child.name, 2, *words,
                         *self.as_user("registrar", self.new))["summary"]["id"]

    def decide(self, role, school, move, case, *words, **options):
        return self.json("case", "decide", move, case, *words, *self.as_user(role, school),
                         **options)["results"][0]

    def test_a_child_is_found_applied_for_and_given_back(self):
        me = self.as_user("registrar", self.new)
        place = self.new["unit"].unit.code
        found = self.json("transfer", "find", place, self.child.name, "--student-no", self.number,
                          *me)
        self.assertEqual(found["school"]["id"], self.old["unit"].unit.id)
        self.assertNotIn(self.number, str(found))
        case = self.apply("--student-no", self.number, "--cause", "随父母迁居")
        form = self.xueji("transfer", "form", case, *me)
        for word in ("TRANSFER CONTACT FORM", self.child.name, "随父母迁居", "(stamp)",
                     self.old["unit"].unit.name, self.new["unit"].unit.name):
            self.assertIn(word, form)
        self.assertNotIn(self.number, form)
        revoked = self.json("case", "revoke", case, *me)["results"][0]
        self.assertEqual(revoked["summary"]["state"], "CASE_STATE_WITHDRAWN")

    def test_the_side_that_is_left_refuses_by_a_ground_and_the_application_is_copied(self):
        case = self.apply("--student-no", self.number, "--cause", "随父母迁居")
        self.decide("approver", self.new, "approve", case)
        self.decide("officer", self.new, "approve", case)
        self.decide("registrar", self.old, "submit", case)
        no = self.decide("approver", self.old, "refuse", case, "--reason", "欠费", code=PARTLY)
        self.assertEqual(no["refusal"], "GROUND_MISSING")  # Q16: never for fees
        no = self.decide("approver", self.old, "refuse", case, "--ground", "guardian_denies")
        self.assertEqual(no["summary"]["state"], "CASE_STATE_REFUSED")
        again = self.apply("--copy-of", case)
        self.assertNotEqual(again, case)
        shown = self.json("case", "show", again, *self.as_user("registrar", self.new))
        self.assertEqual(shown["transfer"]["cause"], "随父母迁居")
        self.json("case", "revoke", again, *self.as_user("registrar", self.new))


if __name__ == "__main__":
    unittest.main()
