"""What is too long to be read in one go: functions, files, headers, lines."""
from lint import Lint

FUNCTION, SOURCE, HEADER, COLUMNS = 60, 500, 120, 100


def columns(text):
    return len(text) + 3 * text.count("\t")


def check_functions(lint, path):
    """The formatter puts a function's braces, and no others, alone into the first column."""
    start = None
    for line, text in lint.lines(path):
        if text == "{":
            start = line
        elif text == "}" and start is not None:
            size = line - start + 1
            if size > FUNCTION:
                lint.breach(path, start, f"a function of {size} lines, {FUNCTION} are allowed; "
                            "give its parts names of their own")
            start = None


def main():
    lint = Lint()
    for path in lint.files(".c", ".h", ".py", ".sh", ".awk", ".sql", ".proto"):
        lines = lint.lines(path)
        budget = HEADER if path.suffix == ".h" else SOURCE
        if len(lines) - 1 > budget and path.suffix != ".proto":
            lint.breach(path, budget + 1, f"a file of {len(lines) - 1} lines, {budget} are "
                        "allowed; split it by what it is about")
        if path.suffix in (".c", ".h"):
            check_functions(lint, path)
            continue  # its lines are the formatter's
        for line, text in lines:
            if columns(text) > COLUMNS:
                lint.breach(path, line, f"a line of {columns(text)} columns, {COLUMNS} are "
                            "allowed; break it")
    lint.end()


main()
