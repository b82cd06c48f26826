"""Every row of the shared tables (reasons, actions) is used by some code."""
import re

from lint import Lint

TABLES = {"domain/reasons.def": "REASON", "domain/actions.def": "ACTION"}


def main():
    lint = Lint()
    code = "\n".join(path.read_text(encoding="utf-8") for path in lint.files(".c", ".h")
                     if not lint.name(path).startswith("tests/"))
    used = set(re.findall(r"\b(?:REASON|ACTION)_\w+", code))
    used |= {"REASON_" + name for name in re.findall(r"\bREFUSES\((\w+)\)", code)}
    for table, macro in TABLES.items():
        path = lint.root / table
        for line, text in lint.lines(path):
            match = re.match(rf"{macro}\((\w+),", text)
            if match and f"{macro}_{match.group(1)}" not in used:
                lint.breach(path, line, f"{macro}_{match.group(1)} is used nowhere; remove the row")
    lint.end()


main()
