"""What a page points to is there: files, and the headings within pages."""
import re

from lint import Lint


def anchors(text):
    """The anchors of a page's headings, as code hosts make them."""
    found = set()
    for heading in re.findall(r"^#+ (.+)$", text, re.M):
        plain = re.sub(r"[^\w\- ]", "", heading.lower())
        found.add(plain.replace(" ", "-"))
    return found


def main():
    lint = Lint()
    for path in lint.files(".md"):
        for line, text in lint.lines(path):
            for target in re.findall(r"\]\(([^)\s]+)\)", text):
                if re.match(r"[a-z]+:", target):
                    continue
                file, _, anchor = target.partition("#")
                place = (path.parent / file).resolve() if file else path
                if not place.exists():
                    lint.breach(path, line, f"{target} is not there")
                elif anchor and anchor not in anchors(place.read_text(encoding="utf-8")):
                    lint.breach(path, line, f"{target}: no such heading")
    lint.end()


main()
