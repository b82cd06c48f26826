#!/usr/bin/python3
"""What it costs to sign and to confirm imported registrations by batch, and to look at what waits.

    XUEJI_BUILD=build tests/bench/bench_batches.py [CASES [BATCHES OF]]

One school brings in CASES first-graders (57,000) as one sheet; its approver signs them, then their
bureau confirms them, in calls of 50, and in the middle of that the server is killed once. Printed
are the calls, how long one takes, and how long the registrar's desk takes meanwhile. Then the
school brings in BATCHES sheets (200) OF children each (500), and its approver looks at what waits.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

from client import Refused  # noqa: E402
from desk import Desk, percentiles  # noqa: E402
from sheets import stranger, write_csv  # noqa: E402
from support import BUILD, Server, xuejid  # noqa: E402

XUEJI = BUILD / "tui" / "xueji"
APPROVER, BUREAU, APPROVE, PAGE = 2, 3, 3, 50


class School:
    """A demo, served, with a school's registrar signed in for xueji."""

    def __init__(self, place):
        self.place, self.directory = place, place / "demo"
        xuejid("demo", self.directory, "--students", 2000)
        people = [line.split(",") for line in
                  (self.directory / "operators.csv").read_text(encoding="utf-8").splitlines()]
        at = next(i for i, p in enumerate(people) if p[3] == "school" and "registrar" in p[4])
        self.registrar = people[at]
        self.approver = next(p for p in people if p[2] == people[at][2] and "approver" in p[4])
        self.officer = next(p for p in reversed(people[:at])
                            if p[3] == "county" and "officer" in p[4])
        self.server = Server(self.directory)
        self.environment = {"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(place),
                            "XUEJI_SERVER": self.server.address, "LANG": "en_GB.UTF-8",
                            "XUEJI_CA": str(self.directory / "ca.crt")}
        place.chmod(0o700)
        subprocess.run([XUEJI, "login", self.registrar[0], "--password-file", "-"], check=True,
                       input=self.registrar[1], text=True, env=self.environment)

    def bring_in(self, name, numbers):
        path = write_csv(self.place / name, map(stranger, numbers))
        subprocess.run([XUEJI, "import", path], env=self.environment, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        path.unlink()

    def sign_in(self, person):
        return self.server.client().sign_in(person[0], person[1])

    def killed(self):
        self.server.kill()
        self.server = Server(self.directory, listen=(self.server.address,))


def decide(person, batch, party, most=None):
    """How long each call took, until nothing waits or `most` calls were made."""
    times, token, done = [], "", 0
    while token is not None and len(times) != most:
        begun = time.monotonic()
        reply = person.call("Imports/DecideBatch", import_id=batch, waiting_for=party,
                            event=APPROVE, page_size=PAGE, page_token=token, timeout=60)
        times.append(time.monotonic() - begun)
        done += reply.done
        token = reply.next_page_token or None
        if reply.refused:
            raise RuntimeError(reply.refused[0].refusal_text)
    return times, done


def waiting(person, batch, party):
    return person.call("Imports/ListBatchCases", import_id=batch, waiting_for=party,
                       page_size=1).waiting


def batch_of(school, cases):
    school.bring_in("a.csv", range(cases))
    approver, officer = school.sign_in(school.approver), school.sign_in(school.officer)
    batch = approver.call("Imports/ListBatches", waiting_for=APPROVER).batches[0].import_id
    for title, person, party in (("signed", approver, APPROVER), ("confirmed", officer, BUREAU)):
        desk = Desk(school.server, school.registrar)
        begun = time.monotonic()
        times, done = decide(person, batch, party, None if party == APPROVER
                             else cases // PAGE // 2)
        seconds = time.monotonic() - begun
        print(f"{title}: {done:,} in {len(times)} calls, {done / seconds:,.0f} a second; a call "
              f"{percentiles(times)}; desk meanwhile {desk.end()}", flush=True)
    kill(school, batch, cases - done)


def kill(school, batch, left):
    """In the middle of a call: what it had begun is there as a whole or not at all."""
    officer = school.sign_in(school.officer)
    killer = threading.Timer(0.4, school.killed)
    killer.start()
    try:
        decide(officer, batch, BUREAU)
    except Refused as refused:
        print(f"killed: {refused.code}")
    killer.join()
    officer = school.server.client().with_token(officer.token)
    still = waiting(officer, batch, BUREAU)
    print(f"of {left:,} there wait {still:,} after it, {(left - still) % PAGE} of a call begun")
    times, done = decide(officer, batch, BUREAU)
    print(f"gone on: {done:,} in {len(times)} calls; there wait {waiting(officer, batch, BUREAU)}; "
          f"a call {percentiles(times)}")


def many(school, batches, cases):
    for number in range(batches):
        begins = 1000000 + number * cases
        school.bring_in(f"{number}.csv", range(begins, begins + cases))
    approver = school.sign_in(school.approver)
    times, desks = [], []
    for _ in range(20):
        begun = time.monotonic()
        page = approver.call("Imports/ListBatches", waiting_for=APPROVER, page_size=50)
        times.append(time.monotonic() - begun)
        begun = time.monotonic()
        approver.call("Desk/GetDesk")
        desks.append(time.monotonic() - begun)
    print(f"{batches} batches of {cases}: a page of {len(page.batches)} takes "
          f"{percentiles(times)}; the approver's desk {percentiles(desks)}")


def main():
    numbers = [int(word) for word in sys.argv[1:]] + [57000, 200, 500][len(sys.argv) - 1:]
    with tempfile.TemporaryDirectory(prefix="xueji-bench-") as place:
        school = School(pathlib.Path(place))
        if numbers[0] > 0:
            batch_of(school, numbers[0])
        if numbers[1] > 0:
            many(school, *numbers[1:])
        school.server.stop()


if __name__ == "__main__":
    main()
