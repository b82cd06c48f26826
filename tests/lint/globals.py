"""globals.py ROOT ARCHIVE…: no mutable state outside main.c, judged on the object files.

Constant tables lie in .rodata and .data.rel.ro; what lies in .data, .bss and their thread-local
kin can change behind the back of a test or of another server in the same process.
"""
import re
import subprocess
import sys

MUTABLE = re.compile(r"^\.(data|bss|tdata|tbss)(\.(?!rel\.ro).*)?$")
ROW = re.compile(r"^[0-9a-f]+ (.{7}) (\S+)\s+[0-9a-f]+ (?:\.hidden )?(\S+)$")

# (object, symbol): what cannot be otherwise.
ALLOWED = {
    ("core_log.c", "state"),  # gRPC's log function takes no argument
}


def main():
    found = []
    for archive in sys.argv[2:]:
        dump = subprocess.run(
            ["objdump", "-t", archive], check=True, capture_output=True, text=True)
        member = archive
        for line in dump.stdout.split("\n"):
            if match := re.match(r"^(\S+):\s+file format", line):
                member = re.sub(r"\.o$", "", match.group(1).rsplit("/", 1)[-1])
            match = ROW.match(line)
            if match and (member, match.group(3)) in ALLOWED:
                continue
            if match and "d" not in match.group(1) and MUTABLE.match(match.group(2)):
                found.append(f"{member}:1: {match.group(3)} can change; pass it to whoever needs "
                             "it, or make it const")
    print("\n".join(sorted(found)), end="\n" if found else "")
    sys.exit(1 if found else 0)


main()
