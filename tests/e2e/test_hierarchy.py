"""With nothing but the server's CA, a name and a password, the whole country can be walked."""
import unittest
from collections import Counter

from support import ServerTest


def pages(call, method, field, **fields):
    """All elements of a list, page by page."""
    token = ""
    while True:
        page = call(method, page_token=token, page_size=200, **fields)
        yield from getattr(page, field)
        token = page.next_page_token
        if not token:
            return


class Hierarchy(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.signed_in("officer", "province")

    def children(self, parent_id="", **fields):
        return list(pages(self.officer.call, "Units/ListUnits", "units", parent_id=parent_id,
                          **fields))

    def divisions(self, unit):
        """All divisions under a unit, depth first."""
        for child in self.children(unit.id):
            if child.tier != 5:
                yield child
                yield from self.divisions(child)

    def test_the_whole_country_is_there(self):
        provinces = self.children()
        self.assertEqual(len(provinces), 32)
        corps = [p for p in provinces if "兵团" in p.name]
        self.assertEqual(len(corps), 1)
        count, ragged, childless = Counter(), 0, 0
        for province in provinces:
            self.assertEqual(province.tier, 2, province)
            for unit in self.divisions(province):
                count[unit.tier] += 1
                ragged += unit.tier == 4 and unit.parent_id == province.id
                if unit.tier == 3:
                    counties = self.children(unit.id, tier=4)
                    childless += not counties
        self.assertEqual((count[3], count[4]), (333, 2975))
        self.assertEqual(ragged, 118)
        self.assertEqual(childless, 3)

    def test_a_path_leads_from_the_nation_to_the_classes_of_a_school(self):
        home = self.officer.call("Sessions/WhoAmI").unit_id
        found = list(pages(self.officer.call, "Units/SearchUnits", "units", query="小学",
                           within_id=home, tier=5))
        self.assertGreater(len(found), 5)
        school = self.officer.call("Units/GetUnit", unit_id=found[0].unit.id)
        tiers = [step.tier for step in school.path]
        self.assertEqual(tiers, sorted(tiers))
        self.assertEqual((tiers[0], tiers[1]), (1, 2))
        self.assertIn(home, [step.id for step in school.path])
        self.assertRegex(school.unit.code, r"^21[0-9]{8}$")
        self.assertTrue(school.bureau.name)
        above = ""
        for step in school.path[1:]:
            children = {unit.id: unit for unit in self.children(above)}
            self.assertEqual(children[step.id].name, step.name)
            above = step.id
        classes = list(pages(self.officer.call, "Units/ListClasses", "classes",
                             unit_id=school.unit.id))
        wanted = [(g.grade, n) for g in school.school.grades for n in range(1, g.class_count + 1)]
        self.assertEqual([(c.grade, c.number) for c in classes], wanted)
        self.assertTrue(classes)

    def test_a_unit_is_found_by_name_code_and_initials(self):
        for query in ("广东省", "440000", "gds"):
            found = self.officer.call("Units/SearchUnits", query=query, tier=2)
            self.assertIn("440000", [f.unit.code for f in found.units], query)

    def test_pages_are_the_same_at_every_size(self):
        whole = [u.id for u in self.children()]
        for size in (1, 7, 31, 32, 33):
            token, found = "", []
            while True:
                page = self.officer.call("Units/ListUnits", page_size=size, page_token=token)
                self.assertLessEqual(len(page.units), size)
                found += [u.id for u in page.units]
                token = page.next_page_token
                if not token:
                    break
            self.assertEqual(found, whole)


if __name__ == "__main__":
    unittest.main()
