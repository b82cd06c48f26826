"""A real server for the end-to-end tests: `xuejid demo` once a run, `xuejid serve` for each test.

The build passes XUEJI_BUILD; run by hand: XUEJI_BUILD=build /usr/bin/python3 tests/e2e/test_….py
"""
import csv
import fcntl
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from client import Client
from contract import Contract

BUILD = pathlib.Path(os.environ.get("XUEJI_BUILD", "build")).resolve()
SOURCE = pathlib.Path(__file__).resolve().parents[2]
XUEJID = BUILD / "server" / "xuejid"
DEMO_CHILDREN = 2000
CONTRACT = Contract.read(BUILD / "generated" / "xueji.protoset")


def xuejid(*arguments, timeout=120, **options):
    """Runs a command to its end; a CompletedProcess with text in stdout and stderr."""
    return subprocess.run([XUEJID, *map(str, arguments)], capture_output=True, text=True,
                          timeout=timeout, check=False, **options)


def demo_directory():
    """The demo that all tests copy, with 2,000 children; made anew when the program is newer."""
    place = BUILD / "e2e"
    place.mkdir(exist_ok=True)
    with open(place / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        demo = place / "demo"
        mark = place / "made"
        if not mark.exists() or mark.stat().st_mtime < XUEJID.stat().st_mtime:
            shutil.rmtree(demo, ignore_errors=True)
            made = xuejid("demo", demo, "--students", DEMO_CHILDREN)
            if made.returncode != 0:
                raise RuntimeError(f"xuejid demo: {made.stderr}")
            mark.touch()
        return demo


class Server:
    """`xuejid serve` on a copy of the demo, on a free port."""

    def __init__(self, directory, *arguments, listen=("127.0.0.1:0",), limits=None):
        self.directory = pathlib.Path(directory)
        self.log = open(self.directory.parent / "server.log", "ab+")
        listens = [word for address in listen for word in ("--listen", address)]
        self.process = subprocess.Popen(
            [XUEJID, "serve", self.directory, *listens, *arguments], stdout=subprocess.PIPE,
            stderr=self.log, preexec_fn=limits)
        self.addresses = []
        for _ in listen:
            line = self.process.stdout.readline().decode()
            if not line.startswith("ready "):
                self.wait()
                raise RuntimeError(f"no ready line but {line!r}: {self.logged()}")
            self.addresses.append(line.split()[1])
        self.ca = (self.directory / "ca.crt").read_bytes()

    @property
    def address(self):
        return self.addresses[0]

    def client(self, **options):
        address = options.pop("address", self.address)
        return Client(CONTRACT, address, self.ca, **options)

    def logged(self):
        if not self.log.closed:
            self.log.flush()
        return pathlib.Path(self.log.name).read_text(encoding="utf-8", errors="replace")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def memory_mib(self):
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        raise RuntimeError("no VmRSS")

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, timeout=30):
        """The exit code; negative for a signal."""
        try:
            return self.process.wait(timeout)
        finally:
            if self.process.poll() is not None:
                self.process.stdout.close()
                self.log.close()

    def stop(self):
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        return self.wait()

    def kill(self):
        self.signal(signal.SIGKILL)
        return self.wait()

    def is_alive(self):
        return self.process.poll() is None


def eventually(what, seconds=10, step=0.05):
    """Waits until `what()` is true and says whether it became so."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True


class Operator:
    """A line of operators.csv."""

    def __init__(self, row):
        self.name, self.password = row["name"], row["password"]
        self.unit, self.tier = row["unit"], row["tier"]
        self.roles = set(row["roles"].split())


class ServerTest(unittest.TestCase):
    """Tests on one server and one copy of the demo for the whole class."""

    serve_arguments = ()
    listen = ("127.0.0.1:0",)

    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix="xueji-e2e-")
        cls.addClassCleanup(cls.place.cleanup)
        cls.directory = pathlib.Path(cls.place.name) / "demo"
        shutil.copytree(demo_directory(), cls.directory, symlinks=True)
        with open(cls.directory / "operators.csv", encoding="utf-8", newline="") as file:
            cls.operators = [Operator(row) for row in csv.DictReader(file)]
        cls.prepare()
        cls.server = Server(cls.directory, *cls.serve_arguments, listen=cls.listen)
        cls.addClassCleanup(lambda: cls.server.stop() if cls.server.is_alive() else None)
        cls.client = cls.server.client()
        cls.addClassCleanup(lambda: cls.client.close())

    @classmethod
    def prepare(cls):
        """For what must be changed in the directory before the server starts."""

    @classmethod
    def operator(cls, role, tier):
        """Someone who has the role at that tier; of the counties, in one that has schools."""
        for at, operator in enumerate(cls.operators):
            if role in operator.roles and operator.tier == tier and \
                    (tier != "county" or cls.next_tier(at) == "school"):
                return operator
        raise LookupError(f"no {role} of tier {tier} in operators.csv")

    @classmethod
    def next_tier(cls, at):
        """The tier of the next unit: the lines are in the order of the tree."""
        return next((o.tier for o in cls.operators[at:] if o.unit != cls.operators[at].unit), "")

    @classmethod
    def signed_in(cls, role, tier):
        operator = cls.operator(role, tier)
        return cls.client.sign_in(operator.name, operator.password)

    def refused(self, code, reason, call, *arguments, **fields):
        """Asserts that the call is refused so; gives the refusal."""
        from client import Refused
        with self.assertRaises(Refused) as caught:
            call(*arguments, **fields)
        self.assertEqual((caught.exception.code, caught.exception.reason), (code, reason),
                         caught.exception)
        return caught.exception

    @classmethod
    def restart(cls, *arguments):
        cls.server = Server(cls.directory, *arguments, listen=cls.listen)
        cls.client.close()
        cls.client = cls.server.client()
