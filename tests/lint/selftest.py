"""selftest.py EXPECTED COMMAND…: the command must find exactly the breaches written in EXPECTED.

With --update as the first word EXPECTED is written anew, to be read before it is committed.
"""
import difflib
import subprocess
import sys

update = sys.argv[1] == "--update"
expected_file, *command = sys.argv[2 if update else 1:]
run = subprocess.run(command, capture_output=True, text=True, check=False)
if run.returncode == 77:
    sys.exit(77)
if update:
    with open(expected_file, "w", encoding="utf-8") as out:
        out.write(run.stdout)
with open(expected_file, encoding="utf-8") as file:
    expected = file.read()
if run.returncode != 1 or not expected or run.stdout != expected:
    print(f"exit code {run.returncode}, 1 expected; standard error: {run.stderr}")
    sys.stdout.writelines(difflib.unified_diff(
        expected.splitlines(True), run.stdout.splitlines(True), expected_file, "found"))
    sys.exit(1)
