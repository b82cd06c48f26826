"""What was acknowledged stays: through kill -9, through SIGTERM, through a repeated call."""
import signal
import threading
import time
import unittest
import uuid

import grpc

from client import Refused
from forms import form
from support import ServerTest, xuejid

WRITERS = 8


class Writer(threading.Thread):
    """Renames one operator again and again, and remembers what was acknowledged."""

    def __init__(self, caller, operator):
        super().__init__()
        self.caller, self.operator = caller, operator
        self.acknowledged, self.attempted = operator.full_name, operator.full_name
        self.rev, self.count, self.error = operator.rev, 0, None

    def run(self):
        while True:
            self.attempted = f"王{uuid.uuid4().hex[:12]}"
            try:
                reply = self.caller.call(
                    "Operators/UpdateOperator", id=self.operator.id, rev=self.rev,
                    full_name=self.attempted, idempotency_key=uuid.uuid4().hex)
            except Refused as refused:
                self.error = refused
                return
            self.rev, self.acknowledged = reply.rev, self.attempted
            self.count += 1


class Durability(ServerTest):
    def setUp(self):
        self.security = self.signed_in("security", "county")
        unit = self.security.call("Sessions/WhoAmI").unit_id
        found = self.security.call("Operators/ListOperators", unit_id=unit, whole_subtree=True,
                                   page_size=200).operators
        me = self.security.call("Sessions/WhoAmI").operator_id
        self.targets = [o.id for o in found if o.id != me][:WRITERS]
        self.assertEqual(len(self.targets), WRITERS)

    def load(self):
        writers = [Writer(self.security, self.security.call("Operators/GetOperator", id=target))
                   for target in self.targets]
        for writer in writers:
            writer.start()
        return writers

    def assert_kept(self, writers):
        for writer in writers:
            now = self.security.call("Operators/GetOperator", id=writer.operator.id)
            self.assertIn(now.full_name, (writer.acknowledged, writer.attempted))
            if now.full_name == writer.acknowledged:
                self.assertEqual(now.rev, writer.rev)

    def assert_clean(self):
        check = xuejid("check", self.directory)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)

    def test_kill_loses_nothing_acknowledged(self):
        total = 0
        for number in range(5):
            writers = self.load()
            time.sleep(0.3 + 0.17 * number)
            self.server.kill()
            for writer in writers:
                writer.join()
                self.assertEqual(writer.error.code, "UNAVAILABLE", writer.error)
                total += writer.count
            self.assert_clean()
            self.restart()
            self.security = self.client.with_token(self.security.token)
            self.assert_kept(writers)
        self.assertGreater(total, 100)

    def test_stopping_loses_nothing_acknowledged_and_answers_what_was_begun(self):
        writers = self.load()
        time.sleep(0.5)
        began = time.monotonic()
        self.server.signal(signal.SIGTERM)
        self.assertEqual(self.server.wait(), 0, self.server.logged())
        self.assertLess(time.monotonic() - began, 8)
        for writer in writers:
            writer.join()
            # A call that the stopping server's GOAWAY met on its way is CANCELLED by the client.
            self.assertIn(writer.error.code, ("UNAVAILABLE", "CANCELLED"), writer.error)
        self.assert_clean()
        self.restart()
        self.security = self.client.with_token(self.security.token)
        for writer in writers:
            now = self.security.call("Operators/GetOperator", id=writer.operator.id)
            self.assertEqual((now.full_name, now.rev), (writer.acknowledged, writer.rev))


class Desk(threading.Thread):
    """Registers children one after the other, all three parties in one, and remembers what each
    call was told. `left` is the call that nobody answered."""

    def __init__(self, parties, school, number):
        super().__init__()
        self.registrar, self.approver, self.officer = parties
        self.school, self.number = school, number
        self.acknowledged, self.enrolled = {}, {}
        self.left, self.error = None, None

    def call(self, client, method, **fields):
        self.left = (client, method, {"idempotency_key": uuid.uuid4().hex, **fields})
        reply = client.call(method, **self.left[2])
        self.left = None
        return reply

    def decide(self, client, case):
        reply = self.call(client, "Cases/DecideCases", event=3,
                          cases=[{"case_id": case.id, "rev": case.rev}])
        case = reply.results[0].summary
        self.acknowledged[case.id] = case.state
        return case

    def run(self):
        try:
            while True:
                items = form(f"赵{'甲乙丙丁戊己庚辛'[self.number]}", "1")
                case = self.call(self.registrar, "Cases/SaveRegistration", school_id=self.school,
                                 grade=1, items=items, submit=True).summary
                self.acknowledged[case.id] = case.state
                case = self.decide(self.officer, self.decide(self.approver, case))
                self.enrolled[case.student_id] = items
        except Refused as refused:
            self.error = refused


class Registrations(ServerTest):
    """A server that dies in the middle of registrations has lost nothing that it said was done, and
    has nothing half done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registrar = cls.signed_in("registrar", "school")
        cls.approver = cls.signed_in("approver", "school")
        cls.school = cls.registrar.call("Sessions/WhoAmI").unit_id
        bureau = cls.registrar.call("Units/GetUnit", unit_id=cls.school).path[-1].code
        officer = next(o for o in cls.operators if o.unit == bureau and "officer" in o.roles)
        cls.officer = cls.client.sign_in(officer.name, officer.password)

    def parties(self):
        return [self.client.with_token(party.token)
                for party in (self.registrar, self.approver, self.officer)]

    def assert_kept(self, desk, registrar, officer):
        for case, state in desk.acknowledged.items():
            now = registrar.call("Cases/GetCase", case_id=case).summary.state
            self.assertGreaterEqual(now, state)
        for child, items in desk.enrolled.items():
            file = officer.call("Students/GetStudent", student_id=child)
            self.assertEqual((file.student.status, file.items.phone), (2, items["phone"]))
            self.assertEqual(file.student.student_no_kind, 1)
            found = officer.call("Students/SearchStudents", query=items["id_number"]).students
            self.assertEqual([f.student.id for f in found], [child])

    def assert_asked_again_is_done_once(self, desk, parties):
        """The call whose answer was lost, sent again under its own key."""
        client, method, fields = desk.left
        old = (desk.registrar, desk.approver, desk.officer)
        client = parties[old.index(client)]
        first = client.call(method, **fields)
        self.assertEqual(client.call(method, **fields), first)

    def test_kill_leaves_every_registration_whole(self):
        total = 0
        for number in range(2):
            desks = [Desk(self.parties(), self.school, n) for n in range(WRITERS)]
            for desk in desks:
                desk.start()
            time.sleep(0.4 + 0.23 * number)
            self.server.kill()
            for desk in desks:
                desk.join()
                self.assertEqual(desk.error.code, "UNAVAILABLE", desk.error)
                total += len(desk.enrolled)
            check = xuejid("check", self.directory)
            self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
            self.restart()
            parties = self.parties()
            for desk in desks:
                self.assert_kept(desk, parties[0], parties[2])
                self.assert_asked_again_is_done_once(desk, parties)
        self.assertGreater(total, 10)
        self.server.stop()
        check = xuejid("check", self.directory)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)


class Repetition(ServerTest):
    def setUp(self):
        self.security = self.signed_in("security", "county")
        self.auditor = self.signed_in("auditor", "county")
        who = self.security.call("Sessions/WhoAmI")
        found = self.security.call("Operators/ListOperators", unit_id=who.unit_id,
                                   whole_subtree=True).operators
        self.target = next(o for o in found if o.id != who.operator_id)

    def entries(self):
        """What the journal tells of the one who is changed."""
        unit = self.auditor.call("Sessions/WhoAmI").unit_id
        found = self.auditor.call("Journal/ListEntries", unit_id=unit, page_size=200).entries
        return [entry for entry in found if entry.entity_id == self.target.id]

    def update(self, key, full_name="重复"):
        return self.security.call("Operators/UpdateOperator", id=self.target.id,
                                  rev=self.target.rev, full_name=full_name, idempotency_key=key)

    def test_the_same_key_gives_the_same_reply_and_one_entry(self):
        key = uuid.uuid4().hex
        before = len(self.entries())
        first = self.update(key)
        self.assertEqual(self.update(key), first)
        self.server.kill()
        self.restart()
        self.security = self.client.with_token(self.security.token)
        self.auditor = self.client.with_token(self.auditor.token)
        self.assertEqual(self.update(key), first)
        self.assertEqual(len(self.entries()), before + 1)
        self.refused("ABORTED", "STALE", self.update, uuid.uuid4().hex)

    def test_twins_sent_at_once_are_one(self):
        key = uuid.uuid4().hex
        before = len(self.entries())
        fields = {"id": self.target.id, "rev": self.target.rev, "full_name": "同时"}
        calls = [self.security.start("Operators/UpdateOperator", idempotency_key=key, **fields)
                 for _ in range(20)]
        replies = [call.wait() for call in calls]
        self.assertTrue(all(reply == replies[0] for reply in replies))
        self.assertEqual(len(self.entries()), before + 1)

    def test_a_key_does_not_serve_two_requests(self):
        key = uuid.uuid4().hex
        self.update(key)
        self.refused("INVALID_ARGUMENT", "KEY_REUSED", self.update, key, full_name="另一个")

    def test_a_bad_key_is_refused(self):
        for key in ("short", "x" * 65, "sp ace sp ace", "sp;ecial;;"):
            refusal = self.refused("INVALID_ARGUMENT", "BAD_KEY", self.update, key)
            self.assertIn("idempotency-key", refusal.faults)

    def test_a_refusal_is_not_kept(self):
        key = uuid.uuid4().hex
        fields = {"id": self.target.id, "rev": self.target.rev}
        self.refused("INVALID_ARGUMENT", "REQUIRED", self.security.call,
                     "Operators/UpdateOperator", full_name="", idempotency_key=key, **fields)
        self.security.call("Operators/UpdateOperator", full_name="后来", idempotency_key=key,
                           **fields)

    def test_another_operators_key_is_another_key(self):
        key = uuid.uuid4().hex
        first = self.update(key)
        other = self.signed_in("security", "city")
        with self.assertRaises((Refused, grpc.RpcError)):
            other.call("Operators/UpdateOperator", id=self.target.id, rev=self.target.rev,
                       full_name="重复", idempotency_key=key)
        self.assertEqual(self.update(key), first)


if __name__ == "__main__":
    unittest.main()
