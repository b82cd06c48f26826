"""A child is registered, placed in a class and looked after: from the form to a number for life."""
import sqlite3
import unittest
import uuid

from client import Refused
from forms import form, id_number, school_year
from support import ServerTest, xuejid

SAVE, DECIDE = "Cases/SaveRegistration", "Cases/DecideCases"
APPROVE = 3


class Registering(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registrar = cls.signed_in("registrar", "school")
        cls.approver = cls.signed_in("approver", "school")
        cls.school = cls.registrar.call("Sessions/WhoAmI").unit_id
        found = cls.registrar.call("Units/GetUnit", unit_id=cls.school)
        cls.county = found.path[-1]
        cls.officer = cls.at(cls.county.code, "officer")
        cls.auditor = cls.at(cls.county.code, "auditor")
        cls.province = cls.signed_in("officer", "province")
        cls.grade = 1 if "21" == found.unit.code[:2] else found.school.grades[0].grade

    @classmethod
    def at(cls, code, role):
        """Someone who has the role in the unit with that code."""
        operator = next(o for o in cls.operators if o.unit == code and role in o.roles)
        return cls.client.sign_in(operator.name, operator.password)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        check = xuejid("check", cls.directory)
        if check.returncode != 0:
            raise AssertionError(check.stdout + check.stderr)

    def enter(self, items, client=None, **fields):
        fields = {"school_id": self.school, "grade": 1, "items": items, "submit": True, **fields}
        return (client or self.registrar).call(SAVE, **fields)

    def decide(self, client, case, event=APPROVE):
        reply = client.call(DECIDE, event=event, cases=[{"case_id": case.id, "rev": case.rev}])
        self.assertTrue(reply.results[0].is_done, reply)
        return reply.results[0].summary

    def register(self, items):
        """The id of a child who went the whole way."""
        case = self.decide(self.approver, self.enter(items).summary)
        return self.decide(self.officer, case).student_id

    def search(self, query, client=None, **fields):
        found = (client or self.officer).call("Students/SearchStudents", query=query,
                                              page_size=200, **fields)
        return [f.student.id for f in found.students]

    def totals(self, unit):
        return self.province.call("Units/SummarizeUnit", unit_id=unit).totals

    # ---- the way of a registration ----

    def test_a_child_is_entered_signed_confirmed_and_has_a_number_for_life(self):
        units = [self.school] + [step.id for step in
                                 self.province.call("Units/GetUnit", unit_id=self.school).path[1:]]
        before = [self.totals(unit).girls for unit in units]
        case = self.enter(form("欧阳小雪")).summary
        self.assertEqual((case.state, case.turn), (2, 2))
        case = self.decide(self.approver, case)
        self.assertEqual((case.state, case.turn), (3, 3))
        case = self.decide(self.officer, case)
        self.assertEqual(case.state, 7)
        file = self.officer.call("Students/GetStudent", student_id=case.student_id)
        self.assertEqual((file.student.status, file.student.student_no_kind), (2, 1))
        self.assertRegex(file.student.student_no_masked, r"^L\*{16}[0-9X]{2}$")
        self.assertEqual([self.totals(unit).girls for unit in units],
                         [count + 1 for count in before])

    def test_a_child_is_found_by_all_that_is_known_of_it(self):
        items = form("慕容秋水", former_name="慕容水", aux_no="BJ20260001", family_1_name="慕容山")
        child = self.register(items)
        number = self.officer.call("Students/RevealIdentity", student_id=child, numbers=2, reason=1,
                                   reason_text="核对学籍号").numbers[0].number
        for query, fields in (("慕容秋水", {}), ("慕容秋水", {"by": 1}), ("慕容", {"by": 2}),
                              ("秋水", {"by": 3}), ("mrqs", {}), ("MRQ", {"by": 4}),
                              (number, {}), (number.lower(), {"by": 5}), ("BJ20260001", {"by": 5}),
                              (items["id_number"], {}), (f" {items['id_number']} ", {"by": 5}),
                              ("慕容山", {"by": 6}),
                              ("慕容", {"by": 2, "birth_date": items["birth_date"]})):
            self.assertIn(child, self.search(query, **fields), (query, fields))
        self.assertEqual(self.search("慕容", by=2, birth_date="2001-01-01"), [])
        self.assertEqual(self.search(number, client=self.elsewhere()), [])

    def elsewhere(self):
        """An officer of another county."""
        other = next(o for o in self.operators if o.tier == "county" and "officer" in o.roles
                     and o.unit != self.county.code)
        return self.client.sign_in(other.name, other.password)

    def test_the_journal_says_who_looked(self):
        child = self.register(form("司马光明", "1"))
        self.officer.call("Students/GetStudent", student_id=child)
        me = self.officer.call("Sessions/WhoAmI").operator_id
        entries = self.auditor.call("Journal/ListEntries", unit_id=self.county.id, entity="student",
                                    entity_id=child).entries
        looked = [e for e in entries if e.action == "student.opened"]
        self.assertEqual([e.actor_id for e in looked], [me])
        events = self.officer.call("Students/GetHistory", student_id=child).events
        titles = [event.title for event in events]
        self.assertIn("File of a child opened", titles)
        self.assertIn("registration: approve", titles)
        self.assertIn("Number given", titles)
        hidden = self.registrar.call("Students/GetHistory", student_id=child).events
        self.assertNotIn("File of a child opened", [event.title for event in hidden])

    def test_double_enter_registers_one_child(self):
        items, key = form("端木双", "1"), uuid.uuid4().hex
        first = self.enter(items, idempotency_key=key)
        self.assertEqual(self.enter(items, idempotency_key=key), first)
        case = self.decide(self.approver, first.summary)
        key, refs = uuid.uuid4().hex, [{"case_id": case.id, "rev": case.rev}]
        calls = [self.officer.start(DECIDE, event=APPROVE, cases=refs, idempotency_key=key)
                 for _ in range(10)]
        replies = [call.wait() for call in calls]
        self.assertTrue(all(reply == replies[0] for reply in replies))
        self.assertTrue(replies[0].results[0].is_done)
        self.assertEqual(len(self.search("端木双", by=1)), 1)

    def test_a_second_record_is_refused_and_the_way_out_is_said(self):
        items = form("宇文静")
        child = self.register(items)
        refusal = self.refused("FAILED_PRECONDITION", "IDENTITY_HELD", self.enter, items)
        self.assertIn("transfer", refusal.sentence)
        elsewhere = self.elsewhere()
        known = {"id_type": "1", "id_number": items["id_number"]}
        reply = elsewhere.call("Students/CheckIdentity", name="宇文静", **known)
        self.assertEqual((reply.match, reply.student_id), (3, ""))
        self.assertEqual([step.tier for step in reply.path], [2, 3])
        self.assertIn("transfer", reply.advice)
        reply = elsewhere.with_token(elsewhere.token, "zh_CN").call("Students/CheckIdentity",
                                                                     **known)
        self.assertEqual((reply.match, len(reply.path)), (3, 0))
        self.assertIn("姓名", reply.advice)
        reply = elsewhere.call("Students/CheckIdentity", name="宇文景", **known)
        self.assertEqual((reply.match, len(reply.path)), (2, 0))
        mine = self.officer.call("Students/CheckIdentity", name="宇文静", **known)
        self.assertEqual(mine.student_id, child)

    def test_an_admission_is_placed_in_classes_in_one_call(self):
        children = [self.register(form(f"东郭{name}", "1")) for name in "甲乙丙"]
        before = [self.registrar.call("Students/GetStudent", student_id=child).student
                  for child in children]
        self.assertEqual({child.class_number for child in before}, {0})
        numbers = [c.number for c in self.registrar.call("Units/ListClasses", unit_id=self.school,
                                                         grade=1).classes]
        wishes = [{"student_id": child.id, "rev": child.rev, "class_number": numbers[0]}
                  for child in before]
        wishes[2]["rev"] += 1
        reply = self.registrar.call("Students/ChangeClass", unit_id=self.school, grade=1,
                                    placements=wishes)
        self.assertEqual([result.is_done for result in reply.results], [True, True, False])
        self.assertEqual(reply.results[2].refusal, "STALE")
        roll = self.registrar.call("Students/ListStudents", unit_id=self.school, grade=1,
                                   class_number=numbers[0], page_size=200).students
        self.assertLessEqual(set(children[:2]), {child.id for child in roll})

    def test_the_registrar_mends_what_is_not_key_data(self):
        child = self.register(form("南宫月", talents="围棋"))
        file = self.registrar.call("Students/GetStudent", student_id=child)
        file.items.phone = "13900139000"
        reply = self.registrar.call("Students/UpdateStudent", student_id=child,
                                    rev=file.student.rev, items=file.items)
        self.assertEqual(list(reply.changed_items), ["phone"])
        stale = self.refused("ABORTED", "STALE_ITEMS", self.registrar.call,
                             "Students/UpdateStudent", student_id=child, rev=file.student.rev,
                             items={"talents": "书法"})
        self.assertIn("phone", stale.sentence)
        reply = self.registrar.call("Students/UpdateStudent", student_id=child,
                                    rev=reply.student.rev, clear_items=["talents"])
        self.assertEqual((reply.items.talents, reply.items.phone), ("", "13900139000"))
        refusal = self.refused("INVALID_ARGUMENT", "CONTROLLED_ITEM", self.registrar.call,
                               "Students/UpdateStudent", student_id=child, rev=reply.student.rev,
                               items={"name": "南宫日"})
        self.assertIn("key-data change", refusal.faults["items.name"][0])

    def test_children_who_were_there_before_are_looked_after_too(self):
        roll = self.registrar.call("Students/ListStudents", unit_id=self.school,
                                   page_size=20).students
        self.assertTrue(roll)
        for child in roll:
            file = self.registrar.call("Students/GetStudent", student_id=child.id)
            self.assertEqual(len(file.items.DESCRIPTOR.fields), 78)
            file.items.talents = "二胡、长跑"
            reply = self.registrar.call("Students/UpdateStudent", student_id=child.id,
                                        rev=child.rev, items=file.items)
            self.assertEqual(list(reply.changed_items), ["talents"])
            newest = self.registrar.call("Students/GetHistory", student_id=child.id).events[0]
            self.assertEqual([change.item for change in newest.changes], ["talents"])

    # ---- bad input ----

    def faults(self, lang="en", **changes):
        client = self.registrar.with_token(self.registrar.token, lang)
        refusal = self.refusal(self.enter, form(**changes), client)
        self.assertEqual(refusal.code, "INVALID_ARGUMENT", refusal)
        return refusal.faults

    def refusal(self, call, *arguments, **fields):
        with self.assertRaises(Refused) as caught:
            call(*arguments, **fields)
        return caught.exception

    def test_all_faults_come_at_once_in_both_languages(self):
        year = school_year()
        wrong = {"name": "刘1琪", "birth_date": f"{year - 6}-02-30", "ethnic_group": "77",
                 "nationality": "XX", "phone": "call me", "postcode": "5", "email": "nobody",
                 "distance_km": "far", "transport": "77", "admission_month": f"{year}-13",
                 "birthplace": "41", "home_page": "no page", "family_1_phone": "1",
                 "id_number": "410581202005120021"}
        english, chinese = self.faults(**wrong), self.faults("zh_CN", **wrong)
        self.assertEqual(english.keys(), chinese.keys())
        for item in wrong:
            self.assertIn(f"items.{item}", english)
        for item, sentences in chinese.items():
            self.assertRegex(sentences[0], "[一-鿿]", item)
            self.assertNotRegex(english[item][0], "[一-鿿]{3}", item)
        refusal = self.refusal(self.enter, {}, self.registrar)
        self.assertGreater(len(refusal.faults), 30)

    def test_the_document_is_held_against_the_form(self):
        born = f"{school_year() - 6}-05-12"
        good = id_number(born, "2")
        faults = self.faults(id_number=good[:17] + ("0" if good[17] != "0" else "1"))
        self.assertEqual(list(faults), ["items.id_number"])
        self.assertIn("items.id_number", self.faults(id_number=id_number(born, "1")))
        self.assertIn("items.id_number", self.faults(id_number=id_number(f"{born[:4]}-05-13", "2")))
        refusal = self.refused("FAILED_PRECONDITION", "WRONG_AGE", self.enter,
                               form(birth_date=f"{school_year() - 13}-05-12"))
        self.assertIn("R15", refusal.sentence)
        self.assertIn("items.birth_date", self.faults(birth_date="2099-01-01"))

    def test_rare_and_foreign_names_survive(self):
        long = "阿卜杜勒·" * 9 + "阿不都克"
        for number, name in enumerate(("𠮷田𡈼", "𪚥", "古丽·阿不都热合曼", "Maria Skłodowska",
                                       long[:50])):
            child = self.register(form(name, family_1_name="𠅤强"))
            file = self.officer.call("Students/GetStudent", student_id=child)
            self.assertEqual((file.student.name, file.items.family_1_name), (name, "𠅤强"), number)
            self.assertIn(child, self.search(name, by=1))
        child = self.register(form("古丽•娜扎", "2"))
        self.assertEqual(self.officer.call("Students/GetStudent", student_id=child).student.name,
                         "古丽·娜扎")
        self.assertIn(child, self.search("古丽・娜扎", by=1))

    def test_what_only_looks_right_is_refused(self):
        good = form()["id_number"]
        for changes in ({"name": "刘\x1b[2J"}, {"name": "刘\u202e佳"}, {"name": "⽟儿"},
                        {"name": "刘\ue000"}, {"name": "Маria"}, {"name": "刘··琪"},
                        {"name": "长" * 51}, {"present_address": "一\n二"},
                        {"present_address": "a\u200bb"}, {"id_number": good.replace("1", "l", 1)},
                        {"id_number": good.replace("0", "О", 1)}):
            with self.subTest(changes):
                faults = self.faults(**changes)
                self.assertEqual([f"items.{item}" for item in changes], list(faults))
        for hostile in (b"\xff", b"a\0b"):
            refusal = self.refusal(self.enter_raw, hostile)
            self.assertEqual(refusal.code, "INVALID_ARGUMENT")

    def enter_raw(self, name):
        """A form whose name is these bytes."""
        import grpc
        items = b"\x0a" + bytes([len(name)]) + name
        try:
            self.registrar.raw("xueji.v1." + SAVE, b"\x32" + bytes([len(items)]) + items)
        except grpc.RpcError as error:
            raise Refused(self.registrar.contract, error) from None

    # ---- secrecy ----

    def test_no_reply_and_no_summary_holds_a_whole_number(self):
        items = form("公孙策", "1", family_1_id_type="1", family_1_id_number="11010519491231002X")
        numbers = [items["id_number"], items["family_1_id_number"]]
        entered = self.enter(items)
        signed = self.decide(self.approver, entered.summary)
        case = self.decide(self.officer, signed)
        child = {"student_id": case.student_id}
        file = self.officer.call("Students/GetStudent", **child)
        replies = [entered, signed, case, file,
                   self.officer.call("Cases/GetCase", case_id=case.id),
                   self.officer.call("Students/GetHistory", **child),
                   self.officer.call("Students/SearchStudents", query=numbers[0]),
                   self.registrar.call("Students/ListStudents", unit_id=self.school),
                   self.registrar.call("Students/UpdateStudent", rev=file.student.rev,
                                       items={"family_1_id_number": "110101200703070034"}, **child),
                   self.officer.call("Students/GetHistory", **child),
                   self.officer.call("Students/CheckIdentity", id_type="1", id_number=numbers[0]),
                   self.auditor.call("Journal/ListEntries", unit_id=self.county.id)]
        for reply in replies:
            for number in numbers:
                self.assertNotIn(number[:14].encode(), reply.SerializeToString())
        log = self.server.logged()
        with sqlite3.connect(f"file:{self.directory}/store.db?mode=ro", uri=True) as store:
            for number in numbers:
                self.assertNotIn(number, log)
                for column in ("summary", "sealed"):
                    found = store.execute(f"SELECT count(*) FROM journal WHERE instr({column}, ?)",
                                          (number,)).fetchone()
                    self.assertEqual(found, (0,), column)
        store.close()

    def test_questions_side_by_side_do_not_outrun_the_limit(self):
        asker = self.signed_in("officer", "city")
        calls = [asker.start("Students/CheckIdentity", id_type="1",
                             id_number=form()["id_number"]) for _ in range(60)]
        answered = 0
        for call in calls:
            try:
                answered += call.wait().match == 1
            except Refused as refused:
                self.assertEqual((refused.code, refused.reason),
                                 ("RESOURCE_EXHAUSTED", "QUOTA_USED"))
                self.assertGreater(refused.retry_seconds, 3000)
        self.assertEqual(answered, 30)


if __name__ == "__main__":
    unittest.main()
