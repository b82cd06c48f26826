"""A rule that the code cites by number (R54, Q1) stands in docs/rules.md."""
import re

from lint import Lint

PAGE = "docs/rules.md"


def main():
    lint = Lint()
    known = set(re.findall(r"^\| ([RQ]\d+) \|", (lint.root / PAGE).read_text(encoding="utf-8"),
                           re.M))
    for path in lint.files(".c", ".h", ".def", ".proto", ".sql", ".md"):
        for line, text in lint.lines(path):
            for rule in re.findall(r"\b[RQ][0-9]{1,2}\b", text):
                if rule not in known:
                    lint.breach(path, line, f"{rule} is not in {PAGE}; say there what it is")
    lint.end()


main()
