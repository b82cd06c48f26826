"""Words that have no place in the project, and the plain shape of text files."""
import re

from lint import Lint

WORDS = [
    (r"\b(TODO|FIXME|XXX|HACK)\b", "do it now, or leave it out"),
    (r"(?i)\bfor now\b|\bnot (yet )?implemented\b", "what is not done is absent, not promised"),
    (r"(?<![\w.])/(home|root|Users|work|mnt|media)/", "names a path of one machine"),
    (r"(?i)\b(sub-?agents?|language model|LLM|chatbot|co-?pilot|prompt engineering)\b",
     "how work is organised is no part of the project"),
    (r"(?i)\b(issue|ticket|milestone|sprint) #?[0-9]+\b",
     "say the reason itself, not the number of a note elsewhere"),
    (r"\b(design|domain|style|storage|console|peers|grpc-c-core)\.md\b",
     "no such file here; rules are in docs/rules.md, layers in docs/architecture.md"),
    (r"(?i)\bhttps?://(localhost|127\.|10\.|192\.168\.)", "an address of one machine"),
    (r"<<<<<<< |>>>>>>> ", "a conflict that was not resolved"),
]
TEXT = (".c", ".h", ".def", ".proto", ".sql", ".py", ".sh", ".awk", ".cmake", ".md", ".txt",
        ".conf", ".service", ".yml", ".clang-format", ".editorconfig", ".gitignore",
        "CMakeLists.txt", "etc/demo", "tests/run", ".ci/run")
SELF = {"tests/lint/words.py"}


def check_shape(lint, path, text):
    if "\r" in text:
        lint.breach(path, 1, "has carriage returns; lines end with LF")
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        lint.breach(path, text.count("\n") + 1, "must end with one line break")
    for line, content in enumerate(text.split("\n"), 1):
        if content != content.rstrip():
            lint.breach(path, line, "white space at the end of the line")


def main():
    lint = Lint()
    for path in lint.files():
        name = lint.name(path)
        if not name.endswith(TEXT):
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        if "\ufffd" in text:
            lint.breach(path, 1, "is not UTF-8")
        check_shape(lint, path, text)
        for line, content in enumerate(text.split("\n"), 1):
            for pattern, cure in WORDS:
                if name not in SELF and (match := re.search(pattern, content)):
                    lint.breach(path, line, f"{match.group(0)!r}: {cure}")
    lint.end()


main()
