"""An officer of the bureau looks up the children of his county, from the totals to one file."""
import unittest

from support import DEMO_CHILDREN, ServerTest


class Children(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.signed_in("officer", "province")
        cls.home = cls.officer.call("Sessions/WhoAmI").unit_id

    def summary(self, unit, client=None):
        return (client or self.officer).call("Units/SummarizeUnit", unit_id=unit,
                                             with_children=True, page_size=200)

    def a_class(self):
        """Children of the first class that has some."""
        unit = self.home
        while not (found := self.summary(unit)).classes:
            unit = next(c.unit.id for c in found.children if c.totals.pupils > 0)
        first = found.classes[0]
        return self.officer.call("Students/ListStudents", unit_id=unit, grade=first.grade,
                                 class_number=first.number).students

    def test_every_child_counts_at_every_tier(self):
        unit, tiers = self.home, []
        totals = self.summary(unit).totals
        self.assertAlmostEqual(totals.pupils + totals.away, DEMO_CHILDREN, delta=40)
        self.assertGreater(totals.pending, 10)
        while True:
            found = self.summary(unit)
            tiers.append(found.unit.tier)
            self.assertEqual(sum(g.totals.pupils for g in found.grades), found.totals.pupils)
            if found.unit.tier == 5:
                break
            self.assertEqual(sum(c.totals.pupils for c in found.children), found.totals.pupils)
            unit = next(c.unit.id for c in found.children if c.totals.pupils > 0)
        self.assertEqual(tiers, [2, 3, 4, 5])
        self.assertEqual(sum(c.on_roll for c in found.classes),
                         found.totals.pupils + found.totals.away)

    def test_a_county_officer_goes_from_his_totals_to_one_childs_life(self):
        officer = self.signed_in("officer", "county")
        county = self.summary(officer.call("Sessions/WhoAmI").unit_id, officer)
        self.assertEqual(sum(c.totals.girls for c in county.children), county.totals.girls)
        school = next(c for c in county.children if c.totals.pupils > 0)
        found = self.summary(school.unit.id, officer)
        self.assertEqual(found.totals, school.totals)
        self.assertEqual([g.totals.pupils for g in found.grades],
                         [n for n in school.pupils_by_grade if n])
        first = next(c for c in found.classes if c.on_roll > 0)
        children = officer.call("Students/ListStudents", unit_id=school.unit.id, page_size=200,
                                grade=first.grade, without_class=first.number == 0,
                                class_number=first.number).students
        self.assertEqual(len(children), first.on_roll)
        file = officer.call("Students/GetStudent", student_id=children[0].id)
        self.assertEqual([unit.id for unit in file.path][-1], county.unit.id)
        given = sum(1 for _ in file.items.ListFields())
        self.assertGreater(given, 30)
        for by, query in ((4, initials(officer, children[0])), (1, children[0].name)):
            found = officer.call("Students/SearchStudents", query=query, by=by, page_size=200,
                                 unit_id=school.unit.id).students
            self.assertIn(children[0].id, [f.student.id for f in found], query)
        life = officer.call("Students/GetHistory", student_id=children[0].id).events
        self.assertEqual({event.kind for event in life} & {1, 2, 5}, {1, 2, 5})
        self.assertEqual(life[0].kind, 5)
        self.assertEqual(life[0].operator_name, officer.call("Sessions/WhoAmI").full_name)

    def test_a_child_is_found_by_name_and_its_file_opened(self):
        child = self.a_class()[0]
        for by, query in ((1, child.name), (2, child.name[:2]), (3, child.name[:2])):
            ids = [f.student.id for f in self.officer.call(
                "Students/SearchStudents", query=query, by=by, page_size=200).students]
            self.assertIn(child.id, ids, (by, query))
        file = self.officer.call("Students/GetStudent", student_id=child.id)
        self.assertEqual(file.student.name, child.name)
        self.assertEqual(file.items.birth_date, child.birth_date)
        self.assertIn("*", file.student.student_no_masked)
        self.assertTrue(file.numbers[0].is_current)
        self.assertEqual(file.enrolment.grade, child.grade)

    def test_everything_is_there_after_a_crash(self):
        before = self.summary(self.home).totals
        self.server.kill()
        self.restart()
        officer = self.signed_in("officer", "province")
        self.assertEqual(self.summary(self.home, officer).totals, before)

    def test_registrations_wait_for_the_bureau(self):
        cases = []
        for operator in self.operators:
            if operator.tier == "county" and operator.name.startswith("officer-"):
                client = self.client.sign_in(operator.name, operator.password)
                cases += client.call("Cases/ListCases", page_size=200).cases
        self.assertGreater(len(cases), 10)


def initials(officer, child):
    """The first letter by which the child's name begins in pinyin."""
    for letter in "abcdefghjklmnopqrstwxyz":
        page = officer.call("Students/SearchStudents", query=letter, by=4, page_size=200,
                            unit_id=child.school.id)
        if child.id in [f.student.id for f in page.students]:
            return letter
    raise LookupError(child.name)


if __name__ == "__main__":
    unittest.main()
