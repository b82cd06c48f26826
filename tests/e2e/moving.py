"""Two schools with everyone who signs there, and children who come to them and leave."""
from support import Operator, ServerTest

STUDENT_NUMBERS, FOR_A_CASE, ENROLLED = 2, 5, 2
REGISTRAR, APPROVER = 1, 2
APPROVE = 3
PRIMARY = 1
PASSWORD = "Mountain-River-7"


class Moving(ServerTest):
    def operator_at(self, role, unit_code):
        return next(o for o in self.operators if o.unit == unit_code and role in o.roles)

    def sign_in(self, role, unit_code):
        operator = self.operator_at(role, unit_code)
        return self.client.sign_in(operator.name, operator.password)

    def school(self, code):
        """A school with its registrar, its approver and the officer of its bureau."""
        registrar = self.sign_in("registrar", code)
        unit = registrar.call("Units/GetUnit",
                              unit_id=registrar.call("Sessions/WhoAmI").unit_id)
        return {"unit": unit, "registrar": registrar, "approver": self.sign_in("approver", code),
                "officer": self.sign_in("officer", self.code_of(registrar, unit.bureau.id)),
                "bureau": unit.bureau.id}

    @staticmethod
    def code_of(client, unit_id):
        return client.call("Units/GetUnit", unit_id=unit_id).unit.code

    def two_schools(self):
        """Primary schools of two bureaus."""
        codes = [o.unit for o in self.operators
                 if o.unit.startswith("21") and len(o.unit) == 10 and "registrar" in o.roles]
        first = self.school(codes[0])
        for code in reversed(codes[1:]):
            other = self.school(code)
            if other["bureau"] != first["bureau"]:
                return first, other
        self.fail("all primary schools have one bureau")

    def school_in_another_city(self, school):
        """A primary school that is founded there, with people of its own: the demo's schools all
        lie in one city."""
        county = next(o for o in self.operators if o.tier == "county" and "officer" in o.roles
                      and o.unit[:4] != self.code_of(school["officer"], school["bureau"])[:4])
        founder = self.signed_in("system", "province")
        above = founder.call("Units/GetUnit", code=county.unit).unit.id
        unit = founder.call("Units/CreateUnit", effective_day="2026-09-01", reason="新建学校", unit={
            "code": f"21{county.unit[:2]}990001", "name": "滨海新区实验小学", "parent_id": above,
            "stages": [{"stage": PRIMARY, "years": 6}], "classes": [{"grade": 2, "number": 1}]})
        for role in (REGISTRAR, APPROVER):
            self.operators.append(self.appoint(county.unit, unit, role))
        return self.school(unit.code)

    def appoint(self, county, unit, role):
        """An operator with a certificate, who has set a password of his own."""
        security = self.sign_in("security", county)
        name = f"new-{unit.code}-{role}"
        made = security.call("Operators/CreateOperator", name=name, unit_id=unit.id,
                             full_name={REGISTRAR: "新登记", APPROVER: "新核办"}[role],
                             phone="13800138000")
        one = security.call("Operators/CertifyOperator", id=made.operator.id, rev=made.operator.rev,
                            certificate_no=f"X-{role}", certificate_until="2099-12-31")
        security.call("Operators/AddPosting", operator_id=one.id, rev=one.rev, unit_id=unit.id,
                      roles=[role])
        self.client.sign_in(name, made.one_time_password).call(
            "Sessions/ChangePassword", old_password=made.one_time_password,
            new_password=PASSWORD)
        return Operator({"name": name, "password": PASSWORD, "unit": unit.code, "tier": "school",
                         "roles": {REGISTRAR: "registrar", APPROVER: "approver"}[role]})

    def child_of(self, school):
        """A second-grader without a case, and the student number that its guardian shows."""
        unit = school["unit"].unit.id
        busy = {case.student_id for case in
                school["registrar"].call("Cases/ListCases", page_size=200).cases}
        roll = school["registrar"].call("Students/ListStudents", unit_id=unit, grade=2).students
        child = next(s for s in roll if s.status == ENROLLED and s.id not in busy)
        shown = school["registrar"].call(
            "Students/RevealIdentity", student_id=child.id, numbers=STUDENT_NUMBERS,
            reason=FOR_A_CASE, reason_text="转学")
        return child, shown.numbers[0].number

    def register(self, school, items):
        """The id of a child who went the whole way."""
        case = self.draft(school, items, submit=True)
        return self.decided(case, APPROVE, school["approver"], school["officer"]).student_id

    @staticmethod
    def draft(school, items, **fields):
        return school["registrar"].call("Cases/SaveRegistration", grade=1, items=items,
                                        school_id=school["unit"].unit.id, **fields).summary

    def decided(self, case, event, *people):
        """The case after each of them has made the move."""
        for one in people:
            made = one.call("Cases/DecideCases", event=event,
                            cases=[{"case_id": case.id, "rev": case.rev}]).results[0]
            self.assertTrue(made.is_done, made.refusal_text)
            case = made.summary
        return case

    def problem_of(self, child, kind):
        """Its open problem of that kind, as the province sees it."""
        found = self.province.call("Problems/ListProblems", kind=kind, page_size=200).problems
        return next((problem for problem in found if problem.student_id == child), None)
