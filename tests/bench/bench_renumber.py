#!/usr/bin/python3
"""How fast a province replaces its children's numbers, beside the store's own bulk load.

    XUEJI_BUILD=build tests/bench/bench_renumber.py [ROWS]

A directory of ROWS children (100,000), of whom the province takes a list away and gives everyone
who has a number another: as a dry run, in earnest, once more, which changes nothing, and the other
way round. Printed as in bench_import.py, with the desk of a county.
"""
import csv
import sys
import tempfile

from measure import Bench  # first: it knows where the next is
from desk import Desk


def take_list(bench, first, second, path):
    """Asked by one officer and approved by another."""
    bench.sign_in(first)
    bench.xueji("export", "ask", first[2], "renumbering", "name", "student_no", "--in-clear")
    with bench.server.client() as client:
        caller = client.sign_in(first[0], first[1])
        asked = caller.call("Exports/ListExports").exports[0].id
    bench.sign_in(second)
    bench.xueji("export", "approve", asked)
    bench.sign_in(first)
    bench.xueji("export", "fetch", asked, path)


def write_numbers(source, path):
    with open(source, encoding="utf-8-sig", newline="") as file, \
            open(path, "w", encoding="utf-8", newline="") as out:
        next(file)
        writer = csv.writer(out)
        writer.writerow(["old number", "new number", "name"])
        at = 0
        for row in csv.DictReader(file):
            if row["student number"]:
                writer.writerow([row["student number"],
                                 f"L99{at // 10000:04}20190101{at % 10000:04}", row["name"]])
                at += 1
    return at


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100000
    with tempfile.TemporaryDirectory(prefix="xueji-bench-") as place:
        bench = Bench(place, rows, rows)
        bench.serve()
        first, second = [p for p in bench.people if p[3] == "province" and "officer" in p[4]][:2]
        take_list(bench, first, second, bench.place / "list.csv")
        path = bench.place / "numbers.csv"
        bench.rows = write_numbers(bench.place / "list.csv", path)
        desk = Desk(bench.server, bench.person("officer", "county"))
        words = ("student", "renumber", first[2], "one number", path)
        bench.measure("dry run", *words, "--dry-run")
        bench.measure("renumbered", *words)
        bench.measure("once more", *words)
        bench.measure("the other way round", *words, "--reverse")
        print(f"desk meanwhile: {desk.end()}")
        bench.server.stop()


if __name__ == "__main__":
    main()
