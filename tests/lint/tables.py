"""Every row of the shared tables (reasons, actions) is used by some code."""
import re

from lint import Lint

TABLES = {"domain/reasons.def": "REASON", "domain/actions.def": "ACTION"}


def main():
    lint = Lint()
    code = "\n".join(path.read_text(encoding="utf-8") for path in lint.files(".c", ".h")
                     if not lint.name(path).startswith("tests/"))
    for table, macro in TABLES.items():
        path = lint.root / table
        for line, text in lint.lines(path):
            match = re.match(rf"{macro}\((\w+),", text)
            use = rf"\b{macro}_{match.group(1)}\b|\bREFUSES\({match.group(1)}\)" if match else ""
            if match and not re.search(use, code):
                lint.breach(path, line, f"{macro}_{match.group(1)} is used nowhere; remove the row")
    lint.end()


main()
