"""What one operator does stands on another's desk within a second."""
import time
import unittest
from datetime import date

import grpc

from support import ServerTest

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def child():
    """The items of a girl who enters grade 1 this school year."""
    year = date.today().year - (date.today().month < 8)
    birth = f"{year - 6}-05-06"
    digits = f"410581{birth.replace('-', '')}402"
    check = "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, digits)) % 11]
    return {
        "name": "刘佳琪", "sex": "2", "birth_date": birth, "birthplace": "410581000000",
        "ethnic_group": "01", "nationality": "CHN", "id_type": "1", "id_number": digits + check,
        "overseas_status": "00", "health": "10", "registered_residence": "410581000000",
        "residence_kind": "1", "admission_month": f"{year}-09", "admission_way": "11",
        "attendance": "1", "present_address": "开元街道2号", "mailing_address": "开元街道2号",
        "family_address": "开元街道2号", "phone": "13812345678", "postcode": "050000",
        "is_only_child": "1", "had_preschool": "1", "left_behind": "0", "is_migrant_child": "1",
        "is_orphan": "0", "is_martyr_child": "0", "disability": "0", "has_bought_place": "0",
        "needs_aid": "0", "receives_subsidy": "0", "distance_km": "2", "transport": "1",
        "needs_school_bus": "0", "family_1_name": "刘强", "family_1_relation": "51",
        "family_1_present_address": "开元街道2号", "family_1_phone": "13812345678",
        "family_1_registered_residence": "410581000000", "family_1_is_guardian": "1"}


class Desk(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        primary = [o for o in cls.operators if o.unit.startswith("21")]
        school = next(o for o in primary if "registrar" in o.roles)
        signer = next(o for o in primary if o.unit == school.unit and "approver" in o.roles)
        cls.registrar = cls.client.sign_in(school.name, school.password)
        cls.approver = cls.client.sign_in(signer.name, signer.password)
        cls.school = cls.registrar.call("Sessions/WhoAmI").unit_id

    def draft(self):
        first = self.registrar.call("Units/ListClasses", unit_id=self.school, grade=1).classes[0]
        return self.registrar.call("Cases/SaveRegistration", school_id=self.school, grade=1,
                                   class_number=first.number, items=child()).summary

    def row(self, caller, key):
        return next(r for r in caller.call("Desk/GetDesk").rows if r.key == key)

    def test_a_submitted_registration_is_a_delta_for_the_approver_within_a_second(self):
        row = self.row(self.approver, "registration.sign")
        layout = self.approver.call("Desk/GetDesk").layout
        items = self.approver.stream("Desk/WatchDesk", layout=layout, timeout=30)
        first = next(items)
        self.assertIn(row.number, [change.row for change in first.changes])
        draft = self.draft()
        begun = time.monotonic()
        moved = self.registrar.call("Cases/DecideCases", event=2,
                                    cases=[{"case_id": draft.id, "rev": draft.rev}])
        self.assertTrue(moved.results[0].is_done, moved.results[0].refusal_text)
        delta = next(items)
        self.assertLess(time.monotonic() - begun, 1.5)
        self.assertEqual([(c.row, c.count) for c in delta.changes],
                         [(row.number, row.count.count + 1)])
        self.assertLess(delta.ByteSize(), 40)
        items.cancel()

    def test_signing_out_ends_the_watch(self):
        operator = self.operator("officer", "county")
        caller = self.client.sign_in(operator.name, operator.password)
        items = caller.stream("Desk/WatchDesk", timeout=30)
        self.assertNotEqual(next(items).layout, 0)
        caller.call("Sessions/SignOut")
        with self.assertRaises(grpc.RpcError) as caught:
            next(items)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAUTHENTICATED)

    def test_a_stopping_server_says_so_to_who_watches(self):
        items = self.registrar.stream("Desk/WatchDesk", timeout=30)
        next(items)
        self.server.stop()
        with self.assertRaises(grpc.RpcError) as caught:
            next(items)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.UNAVAILABLE)
        self.restart()
        type(self).registrar = self.client.with_token(self.registrar.token)
        type(self).approver = self.client.with_token(self.approver.token)


if __name__ == "__main__":
    unittest.main()
