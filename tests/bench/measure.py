"""A demo's server and a command that is run against it, with what both cost."""
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

from support import BUILD, Server, xuejid  # noqa: E402

XUEJI = BUILD / "tui" / "xueji"
TICKS = os.sysconf("SC_CLK_TCK")


def status(pid, name):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    return 0.0


def processor(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")")[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Bench:
    """In a place of its own: a demo, its operators as rows of name, password, unit, tier and
    roles, its server once it is started, and how fast the store fills a directory with children."""

    def __init__(self, place, rows, students=2000):
        self.place, self.rows = pathlib.Path(place), rows
        self.place.chmod(0o700)
        begun = time.monotonic()
        self.demo("bulk", rows)
        self.bulk = rows / (time.monotonic() - begun)
        print(f"bulk load, a directory of {rows} children: {self.bulk:,.0f} children/s")
        self.directory = self.place / "bulk"
        if students != rows:
            self.directory = self.demo("demo", students)
        self.people = [line.split(",") for line in (self.directory / "operators.csv").read_text(
            encoding="utf-8").splitlines()]

    def demo(self, name, students):
        xuejid("demo", self.place / name, "--students", students,
               timeout=3600).check_returncode()
        return self.place / name

    def serve(self):
        self.server = Server(self.directory)
        self.idle = None  # until the first measuring: MiB with who has signed in
        self.environment = {"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(self.place),
                            "XUEJI_SERVER": self.server.address, "LANG": "en_GB.UTF-8",
                            "XUEJI_CA": str(self.directory / "ca.crt")}

    def person(self, role, tier):
        return next(p for p in self.people if p[3] == tier and role in p[4])

    def sign_in(self, person):
        subprocess.run([XUEJI, "login", person[0], "--password-file", "-"], check=True,
                       input=person[1], text=True, env=self.environment)

    def xueji(self, *words):
        subprocess.run([XUEJI, *map(str, words)], check=True, env=self.environment,
                       stdout=subprocess.DEVNULL)

    def measure(self, title, *words):
        """Runs a command on the rows and prints how fast, against the bulk load, and the cost;
        memory above what the server had before the first, since it keeps some of each."""
        server = self.server.process.pid
        before = processor(server)
        self.idle = self.idle or status(server, "VmRSS")
        pathlib.Path(f"/proc/{server}/clear_refs").write_text("5", encoding="ascii")
        begun = time.monotonic()
        with subprocess.Popen([XUEJI, *map(str, words)], env=self.environment,
                              stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as run:
            client, client_mib = 0.0, 0.0
            while os.waitid(os.P_PID, run.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                client, client_mib = processor(run.pid), status(run.pid, "VmHWM") or client_mib
                time.sleep(0.02)
            said = run.stderr.read().decode().strip()
        rate = self.rows / (time.monotonic() - begun)
        print(f"{title}: {rate:,.0f} rows/s, {rate / self.bulk:.2f} of the bulk load; server "
              f"{(processor(server) - before) / self.rows * 1e6:.0f} us a row, "
              f"{status(server, 'VmHWM') - self.idle:.0f} MiB above idle; client "
              f"{client / self.rows * 1e6:.0f} us a row, {client_mib:.0f} MiB; {said}", flush=True)
