"""Who may do what, and where: every method as every kind of operator, against a golden table.

A line is a method and a kind of caller; its letters say what happens when the request is about
the caller's own unit, one below it, one beside it, one above it, one in another province:
    y  allowed: done, or refused for something other than rights
    r  his roles do not include it        s  outside his units        n  it is not there for him
    u  not signed in
The table is tests/golden/rights.txt; XUEJI_UPDATE=1 writes it anew, to be read before a commit.
"""
import os
import unittest

from client import Refused
from support import CONTRACT, SOURCE, ServerTest

GOLDEN = SOURCE / "tests" / "golden" / "rights.txt"
PLACES = ("own", "below", "beside", "above", "elsewhere")
UNIT_FIELDS = ("unit_id", "parent_id", "within_id", "code")
LETTERS = {"NO_RIGHT": "r", "OUTSIDE_SCOPE": "s"}
# Calls that would spoil the others: they end the caller's session or the server's patience.
NOT_CALLED = {"xueji.v1.Sessions/SignIn", "xueji.v1.Sessions/SignOut"}


class Kind:
    """One operator for all with his tier and roles."""

    def __init__(self, test, operator):
        self.test, self.operator = test, operator
        self.title = f"{operator.tier} {' '.join(sorted(operator.roles))}"
        self.caller = None

    def call(self, method, fields):
        for attempt in (1, 2):
            if self.caller is None:
                self.caller = self.test.client.sign_in(self.operator.name, self.operator.password)
            try:
                return "y", self.caller.call(method.name, **fields)
            except Refused as refused:
                if refused.code == "UNAUTHENTICATED" and attempt == 1:
                    self.caller = None  # another caller was allowed to end this session
                    continue
                return letter(refused), None


def letter(refused):
    if refused.code == "UNAUTHENTICATED":
        return "u"
    if refused.code == "PERMISSION_DENIED":
        return LETTERS[refused.reason]
    return "n" if refused.code == "NOT_FOUND" else "y"


class Rights(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds, seen = [], set()
        cls.reader = cls.signed_in("officer", "province")
        for operator in cls.operators:
            kind = Kind(cls, operator)
            if kind.title not in seen and cls.has_units_below(operator):
                seen.add(kind.title)
                cls.kinds.append(kind)
        cls.methods = [m for n, m in sorted(CONTRACT.methods.items())
                       if n.startswith("xueji.v1.") and n not in NOT_CALLED
                       and not m.client_streams and not m.server_streams]
        cls.homes = {}
        for operator in cls.operators:
            cls.homes.setdefault(operator.unit, operator)

    @classmethod
    def has_units_below(cls, operator):
        unit = cls.reader.call("Units/GetUnit", code=operator.unit).unit
        return operator.tier == "school" or unit.child_count > 0

    def unit(self, **fields):
        return self.reader.call("Units/GetUnit", **fields)

    def children(self, unit_id):
        return self.reader.call("Units/ListUnits", parent_id=unit_id, page_size=200).units

    def places_of(self, kind):
        """The unit of each place; None where there is none."""
        own = self.unit(code=kind.operator.unit)
        above = own.path[-1].id if own.path else None
        below = self.children(own.unit.id)
        beside = [u for u in self.children(above) if u.id != own.unit.id] if above else []
        province = own.path[1].code if len(own.path) > 1 else own.unit.code
        elsewhere = "110000" if province != "110000" else "440000"
        return {"own": own.unit, "below": prefer_staffed(below, self.homes),
                "beside": prefer_staffed(beside, self.homes),
                "above": self.unit(unit_id=above).unit if above else None,
                "elsewhere": self.unit(code=elsewhere).unit}

    def fields_for(self, method, unit):
        """The request about that unit: its fields that name units or operators."""
        fields = {}
        for field in method.request.DESCRIPTOR.fields:
            if field.name in UNIT_FIELDS[:3]:
                fields[field.name] = unit.id
            elif field.name == "operator_id" or field.name == "id" and "Operators/" in method.name:
                fields[field.name] = self.operator_at(unit)
        return fields

    def operator_at(self, unit):
        """The id of somebody whose home it is; nobody's if none is."""
        if unit.id not in self.staff:
            found = self.nation.call("Operators/ListOperators", unit_id=unit.id).operators
            self.staff[unit.id] = found[0].id if found else "4611686018427387904"
        return self.staff[unit.id]

    def test_the_table(self):
        self.staff = {}
        self.nation = self.signed_in("security", "nation")
        lines = []
        for method in self.methods:
            lines.append(f"{method.name[len('xueji.v1.'):]:<36} {'stranger':<28} "
                         f"{self.as_stranger(method)}")
            for kind in self.kinds:
                row = self.letters(method, kind)
                lines.append(f"{'':<36} {kind.title:<28} {row}")
        found = "\n".join(lines) + "\n"
        if os.environ.get("XUEJI_UPDATE"):
            GOLDEN.write_text(found, encoding="utf-8")
        self.maxDiff = None
        self.assertEqual(GOLDEN.read_text(encoding="utf-8"), found)

    def as_stranger(self, method):
        try:
            self.client.call(method.name)
        except Refused as refused:
            return letter(refused)
        return "y"

    def letters(self, method, kind):
        if not self.fields_for(method, self.reader_home()):
            return kind.call(method, {})[0]
        row = ""
        for place in PLACES:
            unit = self.places(kind)[place]
            row += kind.call(method, self.fields_for(method, unit))[0] if unit else "-"
        return row

    def places(self, kind):
        if not hasattr(kind, "places"):
            kind.places = self.places_of(kind)
        return kind.places

    def reader_home(self):
        if not hasattr(self, "home"):
            self.home = self.unit(unit_id=self.reader.call("Sessions/WhoAmI").unit_id).unit
        return self.home


def prefer_staffed(units, homes):
    """A unit that somebody of operators.csv calls home, so that there is an operator to ask for."""
    staffed = [u for u in units if u.code in homes]
    return (staffed or list(units) or [None])[0]


if __name__ == "__main__":
    unittest.main()
