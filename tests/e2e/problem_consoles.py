"""The consoles of two schools, their counties, the city and the province, for problem records."""
from moving import Moving
from support import eventually
from test_consoles import SUBMIT, Console
from test_xueji import Commands, picture

FOUND, SCHOOL_TODO, SCHOOL_REVIEW, BUREAU_REVIEW = 22, 23, 2, 3
IS_RIGHT, AMEND = 1, 2  # replies


class ProblemConsoles(Commands, Moving):
    def setUp(self):
        super().setUp()
        self.ours, self.theirs = self.two_schools()
        self.province = self.signed_in("officer", "province")

    def code_at(self, role, school):
        return school["unit"].unit.code if role != "officer" else \
            self.code_of(school["registrar"], school["bureau"])

    def as_user(self, role, school):
        """The options by which somebody of the school, or of its bureau, is signed in."""
        operator = self.operator_at(role, self.code_at(role, school))
        return "--user", operator.name, "--password-file", self.password_file(operator)

    def open(self, role, code):
        """The console of whoever has that role there."""
        console = Console(self.server, self.directory, self.operator_at(role, code), self.home)
        self.addCleanup(console.end)
        console.wait("Desk]")
        return console

    def open_at(self, role, school):
        return self.open(role, self.code_at(role, school))

    def stands(self, problem, state):
        """It comes to stand there."""
        def now():
            return self.province.call("Problems/GetProblem",
                                      problem_id=problem.id).summary.state
        self.assertTrue(eventually(lambda: now() == state, 20, 0.02), now())

    def scan(self, child, kind, school):
        path = self.home / f"{kind}.png"
        path.write_bytes(picture(40, 40))
        self.json("attachment", "put", child, kind, path, "--number", "H 7", "--issuer", "派出所",
                  "--day", "2026-09-01", *self.as_user("registrar", school))

    def hand_down(self, county, problem):
        """The campaign may have done it since."""
        if problem.state == FOUND:
            county.type(f":problem {problem.id}\ray")
        self.stands(problem, SCHOOL_TODO)

    def answer_with(self, problem, school, reply, items=""):
        """The three of its school and bureau carry the reply, and what is typed behind its note,
        with papers of both kinds; the console of the bureau, before anyone decides."""
        registrar, approver, county = (self.open_at(role, school)
                                       for role in ("registrar", "approver", "officer"))
        self.hand_down(county, problem)
        for kind in ("household_page", "attendance_certificate"):
            self.scan(problem.student_id, kind, school)
        registrar.type(f":problem-answer {problem.id}\r")
        registrar.wait("attendance")
        registrar.type(f"{reply}\t\t\t1 2\t户口已办\t{items}{SUBMIT}")
        self.stands(problem, SCHOOL_REVIEW)
        approver.type(f":problem {problem.id}\ray")
        self.stands(problem, BUREAU_REVIEW)
        return county
