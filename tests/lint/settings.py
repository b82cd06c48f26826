"""Every setting stands in the sample file and in the operators' manual, and no other does."""
import re

from lint import Lint

TABLE, SAMPLE, MANUAL = "server/settings.c", "etc/xuejid.conf", "docs/operations.md"


def main():
    lint = Lint()
    rows = {}
    for line, text in lint.lines(lint.root / TABLE):
        if match := re.search(r"\{SETTING\((\w+),", text):
            rows[match.group(1)] = line
    sample = {}
    for line, text in lint.lines(lint.root / SAMPLE):
        if match := re.match(r"#? ?(\w+) = ", text):
            sample[match.group(1)] = line
    manual = (lint.root / MANUAL).read_text(encoding="utf-8")
    for name, line in rows.items():
        if name not in sample:
            lint.breach(TABLE, line, f"{name} is missing from {SAMPLE}")
        if f"`{name}`" not in manual:
            lint.breach(TABLE, line, f"`{name}` is missing from {MANUAL}")
    for name, line in sample.items():
        if name not in rows:
            lint.breach(SAMPLE, line, f"{name} is no setting of {TABLE}")
    lint.end()


main()
