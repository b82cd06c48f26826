"""Who is not signed in gets nothing: forged, expired, ended sessions; one-time passwords."""
import secrets
import sqlite3
import unittest

from client import Refused
from support import ServerTest

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class Sessions(ServerTest):
    def assert_out(self, caller, reason):
        for method in ("Sessions/WhoAmI", "Units/ListUnits", "Operators/GetOperator"):
            self.refused("UNAUTHENTICATED", reason, caller.call, method)

    def test_a_stranger_may_only_sign_in(self):
        self.assert_out(self.client, "NOT_SIGNED_IN")

    def test_a_forged_token_is_no_session(self):
        caller = self.signed_in("officer", "county")
        swapped = ALPHABET[(ALPHABET.index(caller.token[0]) + 1) % 64] + caller.token[1:]
        for token in ("", "x", "a" * 22, "a" * 21, "a" * 23, "a" * 5000, swapped,
                      caller.token[:-1], caller.token + "A", caller.token.swapcase(),
                      "../../../etc/pass", "' OR 1=1 --          ", secrets.token_urlsafe(16)):
            self.assert_out(self.client.with_token(token), "SESSION_ENDED")
        caller.call("Sessions/WhoAmI")

    def test_other_schemes_are_no_session(self):
        import grpc
        caller = self.signed_in("officer", "county")
        method = caller.contract.method("Sessions/WhoAmI")
        for value in (caller.token, f"Basic {caller.token}", "Bearer", "Bearer ",
                      f"Bearer {caller.token} {caller.token}"):
            with self.assertRaises(grpc.RpcError) as caught:
                caller.raw(method.name, b"", metadata=[("authorization", value)])
            self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAUTHENTICATED, value)

    def test_a_signed_out_session_is_over(self):
        caller = self.signed_in("officer", "county")
        other = self.signed_in("officer", "county")
        caller.call("Sessions/SignOut")
        self.assert_out(caller, "SESSION_ENDED")
        other.call("Sessions/WhoAmI")

    def test_a_session_ended_from_another_console_is_over(self):
        caller = self.signed_in("officer", "county")
        other = self.signed_in("officer", "county")
        current = [s.id for s in caller.call("Sessions/ListSessions").sessions if s.is_current]
        other.call("Sessions/EndSession", session_id=current[0])
        self.assert_out(caller, "SESSION_ENDED")
        other.call("Sessions/WhoAmI")

    def test_a_sealed_operators_session_is_over_at_once(self):
        security = self.signed_in("security", "county")
        target = self.operator("officer", "county")
        caller = self.client.sign_in(target.name, target.password)
        me = caller.call("Sessions/WhoAmI").operator_id
        before = security.call("Operators/GetOperator", id=me)
        sealed = security.call("Operators/SealOperator", id=me, rev=before.rev, reason="离岗")
        self.assert_out(caller, "SESSION_ENDED")
        with self.assertRaises(Refused) as caught:
            self.client.sign_in(target.name, target.password)
        self.assertEqual(caught.exception.code, "PERMISSION_DENIED")
        security.call("Operators/UnsealOperator", id=me, rev=sealed.rev)
        self.client.sign_in(target.name, target.password).call("Sessions/WhoAmI")

    def test_an_expired_session_is_over(self):
        caller = self.signed_in("officer", "city")
        caller.call("Sessions/WhoAmI")
        self.server.stop()
        with sqlite3.connect(self.directory / "store.db") as store:
            store.execute("UPDATE session SET started_us = 0, expires_us = 1")
        store.close()
        self.restart()
        self.assert_out(self.client.with_token(caller.token), "SESSION_ENDED")

    def test_a_new_operator_changes_his_password_before_anything_else(self):
        security = self.signed_in("security", "county")
        home = security.call("Sessions/WhoAmI").unit_id
        made = security.call("Operators/CreateOperator", name="new.officer", full_name="李新",
                             unit_id=home)
        posted = security.call("Operators/AddPosting", operator_id=made.operator.id,
                               rev=made.operator.rev, unit_id=home, roles=[3])
        self.assertEqual(len(posted.postings), 1)
        caller = self.client.sign_in("new.officer", made.one_time_password)
        self.assertTrue(caller.call("Sessions/WhoAmI").must_change_password)
        self.refused("FAILED_PRECONDITION", "MUST_CHANGE_PASSWORD", caller.call, "Units/ListUnits")
        with self.assertRaises(Refused) as caught:
            caller.call("Sessions/ChangePassword", old_password=made.one_time_password,
                        new_password="12345678")
        self.assertEqual((caught.exception.code, list(caught.exception.faults)),
                         ("INVALID_ARGUMENT", ["new_password"]))
        caller.call("Sessions/ChangePassword", old_password=made.one_time_password,
                    new_password="松下问童子-2026-Nov")
        caller.call("Units/ListUnits")
        with self.assertRaises(Refused):
            self.client.sign_in("new.officer", made.one_time_password)
        self.client.sign_in("NEW.Officer", "松下问童子-2026-Nov")

    def test_guessing_is_slowed_down_and_tells_nothing(self):
        target = self.operator("registrar", "school")
        known, unknown = [], []
        for found, name in ((known, target.name), (unknown, "nobody.here")):
            for number in range(12):
                with self.assertRaises(Refused) as caught:
                    self.client.sign_in(name, f"wrong-{number}")
                found.append((caught.exception.code, caught.exception.reason,
                              caught.exception.sentence))
        self.assertEqual([k[:2] for k in known], [u[:2] for u in unknown])
        self.assertEqual(known[0], unknown[0])
        self.assertEqual(known[-1][0], "RESOURCE_EXHAUSTED")


if __name__ == "__main__":
    unittest.main()
