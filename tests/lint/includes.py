"""Includes run downward only; foreign libraries stay in their folder (docs/architecture.md)."""
import posixpath
import re

from lint import Lint

# A layer is the folder that a file lies in (or the file itself, or for tui the folder above).
# Beside itself it may include what stands here: layers, or single headers.
CTX = ["server/app.h", "server/actor.h", "server/ctx.h", "server/settings.h", "server/status.h",
       "server/unpack.h", "server/wire.h"]
BASE = ["domain", "common"]
LAYERS = {
    "common": [],
    "domain": ["common"],
    "server": BASE,
    "server/main.c": ["server/commands", "server"] + BASE,
    "server/registry": BASE,
    "server/finder": BASE,
    "server/pki": BASE,
    "server/store": ["server/registry"] + CTX + BASE,
    "server/auth": ["server/method.h", "server/store", "server/registry"] + CTX + BASE,
    "server/service": ["server/method.h", "server/auth", "server/store", "server/finder",
                       "server/registry"] + CTX + BASE,
    "server/rpc": ["server/method.h", "server/auth", "server/store"] + CTX + BASE,
    "server/jobs": ["server/service", "server/finder", "server/auth", "server/store",
                    "server/registry"]
                   + CTX + BASE,
    "server/node": ["server/jobs/job.h", "server/service", "server/auth", "server/store",
                    "server/registry"] + CTX + BASE,
    "server/demo": ["server/method.h", "server/service", "server/auth", "server/store",
                    "server/registry"] + CTX + BASE,
    "server/commands": ["server/node", "server/demo", "server/jobs", "server/rpc",
                        "server/service", "server/auth", "server/store", "server/registry",
                        "server/pki", "server"] + BASE,
    "sheet": BASE,
    "tui": ["tui/client", "sheet"] + BASE,  # screens and widgets
    "tui/client": BASE,
    "tui/commands": ["tui/client", "tui/start.h", "tui/contact_form.h", "tui/import_file.h",
                     "tui/import_pipe.h", "tui/import_survey.h", "tui/text.h", "sheet"] + BASE,
    "tui/main.c": ["tui", "tui/commands"] + BASE,
}
# Where messages of the contract may be used: everywhere but here.
NO_MESSAGES = ("common",)
# What the build makes, and whose it is.
GENERATED = {"migrations.h": "server/store", "sql/": "server/store",
             "domain/codes.inc": "domain", "domain/surnames.inc": "domain",
             "domain/holidays.inc": "domain", "domain/glyphs.inc": "domain",
             "tui/client/methods.inc": "tui/client", "tui/client/messages.h": "tui/client"}

FOREIGN = [
    # what is included, the folders that may, the folders that may not after all
    (r"grpc/", ["server/rpc", "tui/client", "tests"], []),
    (r"sqlite3\.h", ["server/store", "tests/store", "tests/bench"], []),
    (r"libpq-fe\.h", ["server/store"], []),
    (r"openssl/", ["server/pki", "tests/pki"], []),
    (r"(ncursesw?/|curses|ncurses|panel|term\.h)", ["tui", "tests/tui"],
     ["tui/client", "tui/commands"]),
    (r"liboath/", ["server/auth", "tests"], []),
    (r"sodium", ["server/store", "server/auth", "server/rpc", "server/commands",
                "tui/commands", "tui/screens", "tui/import_survey.c", "tests"], []),
    (r"lz4\.h", ["server/store"], []),
    (r"libconfig", ["common"], []),
    (r"unicode/", ["common", "tui/commands", "sheet"], []),
    (r"(csv\.h|zip\.h|expat\.h|xlsxwriter)", ["sheet", "tests"], []),
    (r"jansson", ["tui/commands"], []),
    (r"check\.h", ["tests"], []),
]


def lies_in(name, place):
    return name == place or name.startswith(place + "/")


def layer_of(name):
    if name in LAYERS:
        return name
    folder = posixpath.dirname(name)
    return folder if folder in LAYERS else "tui" if lies_in(folder, "tui") else None


def may_include(layer, target):
    return layer_of(target) in [layer] + LAYERS[layer] or target in LAYERS[layer]


def check_quoted(lint, path, line, target):
    name = lint.name(path)
    if target.endswith(".c"):
        lint.breach(path, line, f'includes a .c file; include the header of "{target}"')
        return
    if name.startswith("tests/"):
        if "/" not in target and not target.endswith(".pb-c.h"):
            lint.breach(path, line, f'"{target}" is not written from the root of the repository')
        return
    layer = layer_of(name)
    if target.endswith(".pb-c.h"):
        if layer in NO_MESSAGES:
            lint.breach(path, line, f"{layer} knows nothing of the registry's messages")
    elif owner := next((GENERATED[g] for g in GENERATED if target.startswith(g)), None):
        if layer != owner:
            lint.breach(path, line, f"{target} is for {owner} alone; write a function there")
    elif not (lint.root / target).is_file():
        lint.breach(path, line, f'"{target}" is not written from the root of the repository')
    elif layer is None:
        lint.breach(path, line, "lies in no layer; add its folder to tests/lint/includes.py")
    elif not may_include(layer, target):
        lint.breach(path, line, f'{layer} may not include "{target}"; it may include '
                    + (", ".join(LAYERS[layer]) or "nothing but itself"))


def check_foreign(lint, path, line, target):
    name = lint.name(path)
    for pattern, allowed, forbidden in FOREIGN:
        if re.match(pattern, target):
            inside = any(lies_in(name, place) for place in allowed)
            if not inside or any(lies_in(name, place) for place in forbidden):
                lint.breach(path, line, f"<{target}> is for {', '.join(allowed)} alone"
                            + (f", but not {', '.join(forbidden)}" if forbidden else ""))


def check_own_header_first(lint, path, includes):
    own = posixpath.splitext(lint.name(path))[0] + ".h"
    if (lint.root / own).is_file() and includes and includes[0][1] != f'"{own}"':
        lint.breach(path, includes[0][0], f'the first include must be "{own}", '
                    "so that the header is known to stand alone")


def check_header(lint, path, text):
    if "\n#pragma once\n" not in "\n" + text:
        lint.breach(path, 1, "has no #pragma once")
    if not text.startswith("/*"):
        lint.breach(path, 1, "does not begin with a comment that says what the module is for")


def main():
    lint = Lint()
    for path in lint.files(".c", ".h"):
        includes = [(line, match.group(1)) for line, text in lint.lines(path)
                    if (match := re.match(r'\s*#\s*include\s+(<[^>]+>|"[^"]+")', text))]
        for line, target in includes:
            inner = target[1:-1]
            if target[0] == '"' and not any(re.match(row[0], inner) for row in FOREIGN):
                check_quoted(lint, path, line, inner)
            else:
                check_foreign(lint, path, line, inner)
        if path.suffix == ".c":
            check_own_header_first(lint, path, includes)
        else:
            check_header(lint, path, path.read_text(encoding="utf-8"))
    lint.end()


main()
