"""Six people in six consoles carry a child from one city to another; what they did is then looked
at from beside, by a client that was written by others."""
import os
import pathlib
import pty
import select
import struct
import subprocess
import tempfile
import termios
import threading
import time
import unittest
from fcntl import ioctl

from moving import Moving
from support import BUILD, eventually

XUEJI = BUILD / "tui" / "xueji"
SUBMIT = "\x13"
LOOK_UP = "\x06"
SCHOOL_REVIEW, BUREAU_REVIEW, OUT_SCHOOL, OUT_SIGN, OUT_BUREAU, PAPER_OUT, PAPER_IN, CLOSED = (
    2, 3, 10, 11, 12, 13, 14, 15)
STAY, NUMBER = 1, 2  # kinds of events in a child's life


class Console:
    """The console in a terminal of 80x24 that answers what it is asked, and remembers all that was
    written to it. What stands where on the screen the tests of tests/tui look at."""

    def __init__(self, server, directory, operator, place):
        password = pathlib.Path(place) / operator.name
        password.write_text(operator.password + "\n", encoding="utf-8")
        password.chmod(0o600)
        self.master, terminal = pty.openpty()
        ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [XUEJI, "--server", server.address, "--ca", directory / "ca.crt", "--lang", "en",
             "--user", operator.name, "--password-file", password],
            stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
                 "XDG_RUNTIME_DIR": str(place)})
        os.close(terminal)
        self.written, self.mark, self.asked = b"", 0, 0
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        while True:
            ready, _, _ = select.select([self.master], [], [], 30)
            try:
                piece = os.read(self.master, 65536) if ready else b""
            except OSError:  # the program has ended
                return
            if not piece:
                return
            self.answer(piece)
            self.written += piece

    def answer(self, piece):
        """Where the cursor is (a narrow dot, after a character of two cells), and "still here"."""
        for _ in range(piece.count(b"\x1b[6n")):
            self.asked += 1
            os.write(self.master, b"\x1b[1;3R" if self.asked == 1 else b"\x1b[1;4R")
        for _ in range(piece.count(b"\x1b[5n")):
            os.write(self.master, b"\x1b[0n")

    def wait(self, text):
        """Until this is written, after what was waited for before."""
        def is_there():
            at = self.written.find(text.encode(), self.mark)
            self.mark = at if at >= 0 else self.mark
            return at >= 0
        if not eventually(is_there, 20, 0.02):
            raise AssertionError(f"{text!r} was not written: {self.written[-800:]!r}")

    def type(self, keys):
        os.write(self.master, keys.encode())

    def end(self):
        self.process.terminate()
        self.process.wait(20)
        self.reader.join(20)
        os.close(self.master)


class Consoles(Moving):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="xueji-consoles-")
        self.addCleanup(place.cleanup)
        self.place = place.name

    def open(self, school):
        """The consoles of a school's registrar and approver, and of its bureau's officer."""
        code = school["unit"].unit.code
        bureau = self.code_of(school["registrar"], school["bureau"])
        who = {"registrar": self.operator_at("registrar", code),
               "approver": self.operator_at("approver", code),
               "officer": self.operator_at("officer", bureau)}
        consoles = {}
        for role, operator in who.items():
            consoles[role] = Console(self.server, self.directory, operator, self.place)
            self.addCleanup(consoles[role].end)
        return consoles

    def state(self, case):
        return self.new["officer"].call("Cases/GetCase", case_id=case).summary.state

    def move(self, console, case, keys, state):
        """Opens the case, presses the keys, and says yes."""
        console.type(f":case {case}\r{keys}y")
        self.assertTrue(eventually(lambda: self.state(case) == state, 20, 0.02),
                        (self.state(case), console.written[-800:]))

    def apply(self, console, child, number, class_number):
        console.wait("Desk]")
        console.type(f":transfer\r{number}\t\t{child.name}{LOOK_UP}")
        console.wait("Found.")
        console.type(f"{class_number}\t随父母迁居{SUBMIT}")
        console.wait("Handed to the approver.")

    def test_six_people_carry_a_child_to_another_city(self):
        old, _ = self.two_schools()
        self.new = new = self.school_in_another_city(old)
        child, number = self.child_of(old)
        before = old["registrar"].call("Students/GetHistory", student_id=child.id).events
        room = 1
        ours, theirs = self.open(new), self.open(old)
        self.apply(ours["registrar"], child, number, room)
        for console in (*ours.values(), *theirs.values()):
            console.mark = 0
            console.wait("Desk]")
        case = next(c.id for c in new["registrar"].call("Cases/ListCases", page_size=200).cases
                    if c.student_id == child.id)
        self.assertEqual(self.state(case), SCHOOL_REVIEW)
        self.move(ours["approver"], case, "a", BUREAU_REVIEW)
        self.move(ours["officer"], case, "a", OUT_SCHOOL)
        self.move(theirs["registrar"], case, SUBMIT, OUT_SIGN)
        self.move(theirs["approver"], case, "a", OUT_BUREAU)
        self.move(theirs["officer"], case, "a", PAPER_OUT)
        self.look(old, new, child, room, before)
        self.move(theirs["registrar"], case, "O", PAPER_IN)
        self.move(ours["registrar"], case, "I", CLOSED)
        steps = new["officer"].call("Cases/GetCase", case_id=case).steps
        self.assertEqual(len({step.operator_name for step in steps}), 6)

    def look(self, old, new, child, room, before):
        """The one record stands in the new class, with all that it was before."""
        from client import Refused
        file = new["registrar"].call("Students/GetStudent", student_id=child.id).student
        self.assertEqual((file.school.id, file.grade, file.class_number),
                         (new["unit"].unit.id, 2, room))
        self.assertEqual(file.name, child.name)
        roll = new["registrar"].call("Students/ListStudents", unit_id=new["unit"].unit.id,
                                     grade=2, class_number=room).students
        self.assertIn(child.id, [s.id for s in roll])
        after = new["registrar"].call("Students/GetHistory", student_id=child.id).events
        stays = [event.enrolment.school.id for event in after if event.kind == STAY]
        self.assertEqual(stays[0], new["unit"].unit.id)
        self.assertEqual(stays[1:], [e.enrolment.school.id for e in before if e.kind == STAY])
        self.assertEqual({e.number.masked for e in after if e.kind == NUMBER},
                         {e.number.masked for e in before if e.kind == NUMBER})
        with self.assertRaises(Refused):
            old["registrar"].call("Students/GetStudent", student_id=child.id)


if __name__ == "__main__":
    unittest.main()
