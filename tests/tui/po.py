"""po.py ROOT: the console speaks Chinese without a gap.

Takes the sentences out of the code with xgettext and compares them with tui/po/zh_CN/*.po: one
that is missing is printed in the form in which it can be put into a file there; one that the code
no longer has, or that two files translate differently, is a fault; so is English outside ASCII.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1])
# Of the subcommands, help and what is said of files, which people fetch and send by hand.
SPEAKING = ("usage.c", "aside.c", "ticket.c", "attachment.c", "export.c", "import.c",
            "import_tell.c", "renumber.c")
SOURCES = sorted(p for p in (ROOT / "tui").rglob("*")
                 if (p.suffix == ".c" or p.name == "verbs.def")
                 and p.parent.name not in ("client", "commands")
                 or p.name in SPEAKING)
SOURCES += sorted((ROOT / "sheet").glob("*.c"))
# What tables of subcommands explain, without a mark at each.
PURPOSE = re.compile(r'\.purpose\s*=\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
MEANING = re.compile(r'\{"--[a-z-]+",\s*(?:NULL|"[^"]*"),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def entries(text):
    """(msgid, msgstr, is_format) of the text of a .po file."""
    for block in re.split(r"\n\s*\n", text):
        parts = re.split(r"^msgstr ", re.sub(r"^#~.*$", "", block, flags=re.M), flags=re.M)
        if len(parts) == 2 and "msgid " in parts[0]:
            head = parts[0].split("msgid ", 1)
            yield ("".join(STRING.findall(head[1])), "".join(STRING.findall(parts[1])),
                   "c-format" in head[0])


def in_code():
    done = subprocess.run(
        ["xgettext", "--from-code=UTF-8", "--language=C", "--keyword=_", "--keyword=N_",
         "--no-location", "--output=-", *map(str, SOURCES)],
        check=True, capture_output=True, text=True)
    return {key: is_format for key, _, is_format in entries(done.stdout) if key}


def in_commands():
    """The purposes and options of the subcommands."""
    text = "".join(p.read_text(encoding="utf-8")
                   for p in sorted((ROOT / "tui/commands").glob("*.c")))
    return {"".join(STRING.findall(found)): False
            for pattern in (PURPOSE, MEANING) for found in pattern.findall(text)}


def main():
    screens, known, faults = in_code(), {}, []
    code = {**in_commands(), **screens}
    for path in sorted((ROOT / "tui/po/zh_CN").glob("*.po")):
        for key, value, _ in entries(path.read_text(encoding="utf-8")):
            if key in known and known[key][0] != value:
                faults.append(f"{path.name}: {key!r} is {known[key][0]!r} in {known[key][1]}")
            if key and key not in code:
                faults.append(f"{path.name}: {key!r} is nowhere in the code; take it out")
            known[key] = (value, path.name)
    faults += [f"{key!r}: English is written in ASCII" for key in screens if not key.isascii()]
    missing = [key for key in code if not known.get(key, ("",))[0]]
    if missing:
        faults.append("put these, translated, into a file of tui/po/zh_CN:")
    for key in missing:
        flag = "#, c-format\n" if code[key] else ""
        faults.append(f'\n{flag}msgid "{key}"\nmsgstr ""')
    print("\n".join(faults), end="\n" if faults else "")
    sys.exit(1 if faults else 0)


main()
