"""Every refusal comes in the caller's language, with a stable word and all faults at once."""
import unittest

from client import Refused
from sentences import parse, says
from support import SOURCE, ServerTest

REASONS = parse(SOURCE / "domain" / "reasons.def")
CODES = {
    "ERR_INVALID": "INVALID_ARGUMENT", "ERR_NOT_FOUND": "NOT_FOUND", "ERR_EXISTS": "ALREADY_EXISTS",
    "ERR_STALE": "ABORTED", "ERR_DENIED": "PERMISSION_DENIED",
    "ERR_UNAUTHENTICATED": "UNAUTHENTICATED", "ERR_PRECONDITION": "FAILED_PRECONDITION",
    "ERR_LIMITED": "RESOURCE_EXHAUSTED", "ERR_CANCELLED": "CANCELLED",
    "ERR_UNIMPLEMENTED": "UNIMPLEMENTED",
    "ERR_UNAVAILABLE": "UNAVAILABLE", "ERR_INTERNAL": "INTERNAL",
}
# What each kind of caller gets refused: method and fields.
WRONG = [
    ("Sessions/SignIn", {}),
    ("Sessions/ChangePassword", {"old_password": "x", "new_password": "y"}),
    ("Sessions/ConfirmSecondFactor", {"code": "12345x"}),
    ("Sessions/EndSession", {"session_id": "x"}),
    ("Units/GetUnit", {}),
    ("Units/GetUnit", {"code": "999999"}),
    ("Units/ListUnits", {"page_size": -1, "page_token": "x", "tier": 99}),
    ("Units/SearchUnits", {"query": "\x1b" + "x" * 100, "within_id": "?"}),
    ("Units/CreateUnit", {}),
    ("Units/ChangeUnits", {"effective_day": "yesterday"}),
    ("Operators/CreateOperator", {"name": "A B", "full_name": "", "phone": "x" * 30}),
    ("Operators/GetOperator", {"id": "1"}),
    ("Operators/SealOperator", {"id": "x", "rev": -1}),
    ("Operators/AddPosting", {"roles": [0, 99], "first_day": "2026-02-30"}),
    ("Policies/ListPolicies", {"unit_id": "x"}),
    ("Journal/ListEntries", {"unit_id": "x", "page_token": "x"}),
]


class Sentences(ServerTest):
    def callers(self):
        yield self.client
        for role, tier in (("officer", "county"), ("security", "county"), ("system", "province"),
                           ("auditor", "county"), ("registrar", "school")):
            yield self.signed_in(role, tier)

    def refusal(self, caller, lang, method, fields):
        try:
            caller.with_token(caller.token, lang).call(method, **fields)
        except KeyError:
            self.skipTest(f"{method} is not there")
        except Refused as refused:
            return refused
        return None

    def test_every_refusal_is_a_row_of_the_table_in_the_callers_language(self):
        seen = set()
        for caller in self.callers():
            for method, fields in WRONG:
                english = self.refusal(caller, "en", method, fields)
                chinese = self.refusal(caller, "zh_CN", method, fields)
                default = self.refusal(caller, "tlh", method, fields)
                if english is None:
                    continue
                self.check(english, 1)
                self.check(chinese, 2)
                self.assertEqual(list(english.faults), list(chinese.faults))
                if english.code != "RESOURCE_EXHAUSTED":  # its seconds go on counting
                    self.assertEqual(chinese.sentence, default.sentence)
                seen.add(english.reason)
        self.assertGreater(len(seen), 8, seen)

    def check(self, refusal, column):
        self.assertIn(refusal.reason, REASONS)
        row = REASONS[refusal.reason]
        self.assertEqual(refusal.code, CODES[row[0]], refusal)
        self.assertEqual(refusal.status.code, self.number(refusal.code))
        self.assertEqual(refusal.status.message, refusal.sentence)
        self.assertEqual(refusal.domain, "xueji")
        for field, texts in refusal.faults.items():
            for text in texts:
                self.assertTrue(any(says(r[column], text) for r in REASONS.values()), (field, text))
        if not refusal.faults:
            self.assertTrue(says(row[column], refusal.sentence), refusal)

    @staticmethod
    def number(code):
        import grpc
        return grpc.StatusCode[code].value[0]

    def test_all_faults_are_said_at_once(self):
        security = self.signed_in("security", "county")
        with self.assertRaises(Refused) as caught:
            security.call("Operators/CreateOperator", name="A B", full_name="x" * 51,
                          phone="call me", unit_id=security.call("Sessions/WhoAmI").unit_id)
        self.assertEqual(sorted(caught.exception.faults), ["full_name", "name", "phone"])


if __name__ == "__main__":
    unittest.main()
