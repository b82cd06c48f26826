"""permissions.py XUEJID [--update]: who may call what, as a table that no change passes unseen.

Compares what `xuejid methods` prints with permissions.txt, and docs/permissions.md with the page
made of it. --update writes both anew, to be read before they are committed.
"""
import difflib
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = SOURCE / "tests" / "golden" / "permissions.txt"
PAGE = SOURCE / "docs" / "permissions.md"

HEAD = """\
# Permissions

Who may call which method, made from the methods' own rows by
`tests/golden/permissions.py build/server/xuejid --update`. The server refuses to start with a
method that has no row. Roles count where a posting of today holds them; what a deputy may do, he
may by the posting of the colleague for whom he stands in.

- **Where**: *anywhere*, for public facts and for lists that narrow themselves; *himself*; *below*,
  one of the caller's units or any unit under it; *unit*, one of his units itself; *managed*, one of
  his units or the tier directly below; *each*, every element of the request is judged.
- **How**: *reads*; *reads, recorded*, where the answer waits until the journal has the entry;
  *changes*. A registrar whose certificate has expired reads only.
- *Not recorded*: what changes is the caller's alone, and nothing of it is in the journal.
- *Also before*: allowed before a one-time password is changed or a second factor is set up.
"""
WHERE = {"registry": "anywhere", "self": "himself", "subtree": "below", "unit": "unit",
         "managed": "managed", "each": "each"}
HOW = {"read": "reads", "audited": "reads, recorded", "write": "changes"}


def rows(text):
    for line in text.splitlines()[1:]:
        path, kind, mode, scope, who, flags, purpose = re.split(r" {2,}", line)
        service, method = path.split("/")
        yield service, method, kind, mode, scope, who, flags.split(","), purpose


def page(text):
    out, last = [HEAD], None
    for service, method, kind, mode, scope, who, flags, purpose in rows(text):
        if service != last:
            out.append(f"\n## {service}\n\n| Method | For | Who | Where | How |\n"
                       "|---|---|---|---|---|\n")
            last = service
        notes = [HOW[mode]] + ([kind] if kind != "unary" else [])
        notes += ["also before"] if "while-limited" in flags else []
        notes += ["not recorded"] if "unrecorded" in flags else []
        who = who if who in ("anyone", "signed-in") else who.replace(" ", ", ")
        out.append(f"| {method} | {purpose} | {who} | {WHERE[scope]} | {', '.join(notes)} |\n")
    return "".join(out)


def differs(path, wanted):
    found = path.read_text(encoding="utf-8") if path.exists() else ""
    name = path.relative_to(SOURCE).as_posix()
    sys.stdout.writelines(difflib.unified_diff(
        found.splitlines(True), wanted.splitlines(True), name, "what the program says"))
    return found != wanted


def main():
    printed = subprocess.run([sys.argv[1], "methods"], check=True, capture_output=True, text=True)
    wanted = {GOLDEN: printed.stdout, PAGE: page(printed.stdout)}
    if "--update" in sys.argv:
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8")
    if any([differs(path, text) for path, text in wanted.items()]):
        sys.exit("The rights have changed; if that is meant, run "
                 "tests/golden/permissions.py build/server/xuejid --update")


main()
