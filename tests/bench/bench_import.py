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
import subprocess
import sys
import tempfile

from measure import Bench  # first: it knows where the next two are
from desk import Desk
from sheets import child, write_calc, write_csv, write_xlsx
from support import BUILD

BENCH_SHEET = BUILD / "tests" / "bench" / "bench_sheet"
WRITERS = {"csv": (write_csv, "csv"), "xlsx": (write_xlsx, "xlsx"), "calc": (write_calc, "xlsx")}


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 57000
    form = sys.argv[2] if len(sys.argv) > 2 else "csv"
    with tempfile.TemporaryDirectory(prefix="xueji-bench-") as place:
        bench = Bench(place, rows)
        registrar = bench.person("registrar", "school")
        approver = next(p for p in bench.people if p[2] == registrar[2] and "approver" in p[4])
        write, ending = WRITERS[form]
        path = write(bench.place / f"a.{ending}", (child(number) for number in range(rows)))
        print(f"sheet: {path.stat().st_size / 1e6:.1f} MB of {form}", flush=True)
        subprocess.run([BENCH_SHEET, path], check=True)
        bench.serve()
        bench.sign_in(registrar)
        desk = Desk(bench.server, approver)
        bench.measure("dry run", "import", path, "--dry-run")
        if sys.argv[3:] != ["dry"]:
            bench.measure("import", "import", path)
        print(f"desk meanwhile: {desk.end()}")
        bench.server.stop()


if __name__ == "__main__":
    main()
