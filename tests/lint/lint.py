"""What the lints share: which files they look at, and how a breach is said.

Every lint is called with the root of a tree, prints `file:line: what is wrong and how to mend`
lines, and exits 1 if there was one. tests/fixtures/lint/<name>/ is a small tree of breaches that
the lint of that name must find (selftest.py).
"""
import pathlib
import re
import sys

NOT_OURS = re.compile(r"^(build.*|demo[-0-9].*|\.(?!ci).*|__pycache__|third_party)$")


class Lint:
    def __init__(self):
        self.root = pathlib.Path(sys.argv[1]).resolve()
        self.breaches = []

    def files(self, *suffixes, under="."):
        """Our own files with one of these endings, sorted; all of them without endings."""
        found = []
        for path in sorted((self.root / under).rglob("*")):
            *folders, _ = parts = path.relative_to(self.root).parts
            if any(NOT_OURS.match(folder) for folder in folders):
                continue
            if parts[:3] == ("tests", "fixtures", "lint"):
                continue
            if path.is_file() and (not suffixes or path.name.endswith(suffixes)):
                found.append(path)
        return found

    def name(self, path):
        return path.relative_to(self.root).as_posix()

    def lines(self, path):
        """(number, text) of each line."""
        return list(enumerate(path.read_text(encoding="utf-8").split("\n"), 1))

    def breach(self, path, line, text):
        name = path if isinstance(path, str) else self.name(path)
        self.breaches.append((name, line, text))

    def end(self):
        for name, line, text in sorted(set(self.breaches)):
            print(f"{name}:{line}: {text}")
        sys.exit(1 if self.breaches else 0)


def without_comments(text):
    """C text with comments and the insides of strings blanked, lines kept."""
    def blank(match):
        kept = match.group(0)
        if kept.startswith('"'):
            return '"' + " " * (len(kept) - 2) + '"'
        if kept.startswith("'"):
            return kept
        return re.sub(r"[^\n]", " ", kept)
    return re.sub(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*', blank, text,
                  flags=re.S)
