"""Problem records by the subcommands of xueji: a check finds two records of one child."""
import unittest

from forms import form
from moving import Moving
from support import eventually
from test_xueji import Commands

APPROVE = 3


class ProblemsByWord(Commands, Moving):
    def setUp(self):
        super().setUp()
        self.ours, _ = self.two_schools()

    def as_user(self, role, code):
        """The options by which somebody of the unit is signed in."""
        operator = self.operator_at(role, code)
        return "--user", operator.name, "--password-file", self.password_file(operator)

    def register(self, items):
        """The id of a child who went the whole way."""
        case = self.ours["registrar"].call(
            "Cases/SaveRegistration", school_id=self.ours["unit"].unit.id, grade=1, items=items,
            submit=True).summary
        for role in ("approver", "officer"):
            case = self.ours[role].call(
                "Cases/DecideCases", event=APPROVE,
                cases=[{"case_id": case.id, "rev": case.rev}]).results[0].summary
        return case.student_id

    def test_a_campaign_hands_problems_down_with_its_day_and_none_when_it_is_closed(self):
        province = self.operator("officer", "province").unit
        child = self.register(form("鄢小宝"))
        school = self.ours["unit"].unit.code

        def by_province(run, *words):
            return run(*words, *self.as_user("officer", province))

        def ghost():
            return by_province(self.json, "problem", "list", "--kind", "ghost", "--text",
                               "鄢小宝")["problems"][0]
        for campaign in by_province(self.rows, "campaign", "list"):
            closed = by_province(self.json, "campaign", "close", campaign["id"])["campaign"]
            self.assertFalse(closed["is_running"])
        self.json("problem", "report", child, "ghost", *self.as_user("registrar", school))
        self.start_again()
        self.assertEqual(ghost()["state"], "CASE_STATE_FOUND")
        by_province(self.xueji, "campaign", "open", province, "problems", "年末清理", "primary",
                    "2099-12-31", "junior", "2099-11-30")
        self.assertEqual(by_province(self.rows, "campaign", "list")[0]["kind"], "problems")
        self.start_again()
        self.assertTrue(eventually(lambda: ghost()["state"] == "CASE_STATE_SCHOOL_TODO"))
        self.assertEqual(ghost()["due_date"], "2099-12-31")

    def start_again(self):
        """A server hands down what waits when it starts, and once a minute."""
        self.server.stop()
        self.restart()
        self.environment["XUEJI_SERVER"] = self.server.address

    def test_a_check_finds_two_records_that_a_slip_parts(self):
        county = self.code_of(self.ours["registrar"], self.ours["bureau"])
        children = {self.register(form("鄢佳琪")),
                    self.register(form("鄢家琪", id_type="A", id_number="E12345678"))}
        province = self.as_user("officer",
                                next(o.unit for o in self.operators if o.tier == "province"))
        done = self.json("problem", "check", "--wait", *province)["check"]
        self.assertEqual(done["state"], "CHECK_STATE_DONE")
        self.assertGreater(int(done["records"]), 100)
        self.assertGreater(int(done["likely"]) + int(done["possible"]), 0)
        self.assertIn(done["id"], [row["id"] for row in self.rows("problem", "checks", *province)])
        officer = self.as_user("officer", county)
        rows = self.rows("problem", "list", county, "--kind", "near_dup", *officer)
        self.assertIn("is_graduating", rows[0])
        found = self.json("problem", "list", "--text", "琪", *officer)["problems"]
        pair = [row for row in found if row["student_id"] in children]
        self.assertEqual({row["student_id"] for row in pair}, children)
        self.assertEqual(pair[0]["kind"], "PROBLEM_KIND_NEAR_DUP")
        shown = self.json("problem", "show", pair[0]["id"], *officer)
        self.assertEqual({side["problem"]["student_id"] for side in shown["parties"]}, children)
        why = self.rows("problem", "compare", *children, *officer)
        self.assertIn("homophone", [row["cause"] for row in why])


if __name__ == "__main__":
    unittest.main()
