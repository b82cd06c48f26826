#!/usr/bin/python3
"""How fast a sheet comes in, beside the store's own bulk load.

    XUEJI_BUILD=build tests/bench/bench_import.py [ROWS [csv|xlsx|calc [dry]]]

One school brings in ROWS first-graders (57,000): first as a dry run, then, unless it says dry, in
earnest, with server and client on one machine. Printed are rows a second; processor and memory of
both sides, memory above what the server had when idle; how long the approver's desk took meanwhile;
and the ratio to `xuejid demo` filling a directory with as many children, in the same run. Before,
what bench_sheet says of reading it alone. The sheet is a CSV; an .xlsx with the texts in its cells;
or, as people send it, one that LibreOffice has written (calc), where that is installed.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

from desk import Desk  # noqa: E402
from sheets import child, write_calc, write_csv, write_xlsx  # noqa: E402
from support import BUILD, Server, xuejid  # noqa: E402

XUEJI = BUILD / "tui" / "xueji"
BENCH_SHEET = BUILD / "tests" / "bench" / "bench_sheet"
WRITERS = {"csv": (write_csv, "csv"), "xlsx": (write_xlsx, "xlsx"), "calc": (write_calc, "xlsx")}
TICKS = os.sysconf("SC_CLK_TCK")


def status(pid, name):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    return 0.0


def processor(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")")[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def bring_in(server, environment, path, *words):
    before, idle = processor(server.process.pid), status(server.process.pid, "VmRSS")
    begun = time.monotonic()
    with subprocess.Popen([XUEJI, "import", path, *words], env=environment,
                          stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as run:
        client, client_mib = 0.0, 0.0
        while os.waitid(os.P_PID, run.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            client, client_mib = processor(run.pid), status(run.pid, "VmHWM") or client_mib
            time.sleep(0.02)
        said = run.stderr.read().decode().strip()
    seconds = time.monotonic() - begun
    return {"seconds": seconds, "said": said, "server": processor(server.process.pid) - before,
            "client": client, "client_mib": client_mib,
            "server_mib": status(server.process.pid, "VmHWM") - idle}


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 57000
    form = sys.argv[2] if len(sys.argv) > 2 else "csv"
    with tempfile.TemporaryDirectory(prefix="xueji-bench-") as place:
        place = pathlib.Path(place)
        begun = time.monotonic()
        xuejid("demo", place / "bulk", "--students", rows, timeout=3600)
        bulk = rows / (time.monotonic() - begun)
        print(f"bulk load, a directory of {rows} children: {bulk:,.0f} children/s")
        xuejid("demo", place / "demo", "--students", 2000)
        people = [line.split(",") for line in
                  (place / "demo" / "operators.csv").read_text(encoding="utf-8").splitlines()]
        registrar = next(p for p in people if p[3] == "school" and "registrar" in p[4])
        approver = next(p for p in people if p[2] == registrar[2] and "approver" in p[4])
        write, ending = WRITERS[form]
        path = write(place / f"a.{ending}", (child(number) for number in range(rows)))
        print(f"sheet: {path.stat().st_size / 1e6:.1f} MB of {form}", flush=True)
        subprocess.run([BENCH_SHEET, path], check=True)
        server = Server(place / "demo")
        environment = {"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(place),
                       "XUEJI_SERVER": server.address, "LANG": "en_GB.UTF-8",
                       "XUEJI_CA": str(place / "demo" / "ca.crt")}
        place.chmod(0o700)
        subprocess.run([XUEJI, "login", registrar[0], "--password-file", "-"], check=True,
                       input=registrar[1], text=True, env=environment)
        desk = Desk(server, approver)
        runs = [("dry run", ["--dry-run"]), ("import", [])]
        for title, words in runs[:1] if sys.argv[3:] == ["dry"] else runs:
            got = bring_in(server, environment, path, *words)
            rate = rows / got["seconds"]
            print(f"{title}: {rate:,.0f} rows/s, {rate / bulk:.2f} of the bulk load; server "
                  f"{got['server'] / rows * 1e6:.0f} us a row, {got['server_mib']:.0f} MiB above "
                  f"idle; client {got['client'] / rows * 1e6:.0f} us a row, "
                  f"{got['client_mib']:.0f} MiB; {got['said']}")
        print(f"desk meanwhile: {desk.end()}")
        server.stop()


if __name__ == "__main__":
    main()
