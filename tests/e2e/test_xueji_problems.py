"""Problem records by the subcommands of xueji: a check finds two records of one child."""
import json
import unittest

from forms import form, id_number
from moving import Moving
from support import eventually
from test_xueji import Commands, picture

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
        self.progress_is_of_records(by_province, province)
        self.start_again()
        self.assertTrue(eventually(lambda: ghost()["state"] == "CASE_STATE_SCHOOL_TODO"))
        self.assertEqual(ghost()["due_date"], "2099-12-31")

    def progress_is_of_records(self, by_province, province):
        """How far the campaign is, the count of problem records says, by what it counts."""
        campaign = by_province(self.rows, "campaign", "list")[0]["id"]
        counted = by_province(self.rows, "problem", "summary", province)
        self.assertEqual(list(counted[0]),
                         ["unit.code", "unit.name", "open", "graduating", "settled"])
        self.assertEqual(by_province(self.rows, "campaign", "show", campaign), counted)
        kinds = by_province(self.rows, "problem", "summary", "--by", "kind")
        self.assertEqual(list(kinds[0]), ["kind", "open", "graduating", "settled"])
        self.assertIn("ghost", [row["kind"] for row in kinds])

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

    def province(self):
        return self.as_user("officer", self.operator("officer", "province").unit)

    def now(self, problem):
        return self.json("problem", "show", problem["id"], *self.province())["summary"]

    def decide(self, move, problem, role):
        """By that role of its school, or of the bureau whose turn it is."""
        unit = self.now(problem)["turn_unit" if role == "officer" else "school"]["code"]
        self.json("problem", "decide", move, problem["id"], *self.as_user(role, unit))

    def found_by_check(self, kind, before):
        """One of the kind that was not there before, handed down to its school."""
        rows = self.json("problem", "list", "--kind", kind, *self.province())["problems"]
        new = next(row for row in rows if row["id"] not in before)
        if new["state"] == "CASE_STATE_FOUND":
            self.decide("dispatch", new, "officer")
        return self.now(new)

    def test_a_check_finds_faults_of_a_record_by_itself_and_schools_mend_them(self):
        before = {row["id"]
                  for row in self.json("problem", "list", *self.province())["problems"]}
        done = self.json("problem", "check", "--rule", "record", "--wait",
                         *self.province())["check"]
        self.assertEqual(done["rules"], ["CHECK_RULE_RECORD"])
        wrong = self.found_by_check("id_format", before)
        lacking = self.found_by_check("missing_item", before)
        self.mend_number(wrong)
        self.fill_in(lacking)
        for problem in wrong, lacking:
            self.assertEqual(self.now(problem)["state"], "CASE_STATE_SETTLED")

    def mend_number(self, problem):
        registrar = self.as_user("registrar", problem["school"]["code"])
        papers = []
        for kind in ("household_page", "attendance_certificate"):
            path = self.home / f"{kind}.png"
            path.write_bytes(picture(40, 40))
            papers.append(self.json(
                "attachment", "put", problem["student_id"], kind, path, "--number", "H 7",
                "--issuer", "派出所", "--day", "2026-09-01", *registrar)["id"])
        self.json("problem", "answer", problem["id"], "amend", "--id-number",
                  id_number(problem["birth_date"], problem["sex"]),
                  *(word for paper in papers for word in ("--paper", paper)), *registrar)
        self.decide("approve", problem, "approver")
        self.decide("approve", problem, "officer")

    def fill_in(self, problem):
        registrar = self.as_user("registrar", problem["school"]["code"])
        child = problem["student_id"]
        now = self.json("student", "show", child, *registrar)["student"]
        change = {"student_id": child, "rev": now["rev"],
                  "items": {"mailing_address": "云溪路88号", "postcode": "310012"}}
        self.json("student", "update", "-", *registrar, text=json.dumps(change))


if __name__ == "__main__":
    unittest.main()
