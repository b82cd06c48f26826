"""Changes of a child's standing by the subcommands of xueji, as scripts carry them."""
import unittest

from moving import Moving
from test_xueji import Commands

NOT_NOW = 10


class StatusByWord(Commands, Moving):
    def setUp(self):
        super().setUp()
        self.school_of, _ = self.two_schools()
        self.child, _ = self.child_of(self.school_of)

    def as_user(self, role):
        """The options by which somebody of the school, or of its bureau, is signed in."""
        code = self.school_of["unit"].unit.code if role != "officer" else \
            self.code_of(self.school_of["registrar"], self.school_of["bureau"])
        operator = self.operator_at(role, code)
        return "--user", operator.name, "--password-file", self.password_file(operator)

    def apply(self, change, *words, **options):
        return self.json("status", "apply", self.child.id, change, "因病", *words,
                         *self.as_user("registrar"), **options)

    def sign(self, role, case):
        return self.json("case", "decide", "approve", case,
                         *self.as_user(role))["results"][0]["summary"]

    def standing(self):
        return self.json("student", "show", self.child.id,
                         *self.as_user("registrar"))["student"]["status"]

    def test_a_child_drops_out_and_comes_back(self):
        case = self.apply("drop_out", "--submit")["summary"]
        self.assertIn(case["title"], ("dropout", "辍学"))
        self.assertEqual(self.sign("approver", case["id"])["state"], "CASE_STATE_DONE")
        self.assertEqual(self.standing(), "STUDENT_STATUS_DROPPED_OUT")
        case = self.apply("come_back", "--grade", 2, "--submit")["summary"]
        self.sign("approver", case["id"])
        self.assertEqual(self.sign("officer", case["id"])["state"], "CASE_STATE_DONE")
        self.assertEqual(self.standing(), "STUDENT_STATUS_ENROLLED")

    def test_what_a_change_asks_for_is_said(self):
        self.xueji("status", "apply", self.child.id, "die", "病故", "--submit",
                   *self.as_user("registrar"), "--lang", "en", code=NOT_NOW)
        self.assertIn("certificate of death", self.said)
        self.assertEqual(self.standing(), "STUDENT_STATUS_ENROLLED")


if __name__ == "__main__":
    unittest.main()
