"""The table of reasons (domain/reasons.def), to hold what the server says against it."""
import re


def parse(path):
    """{name: (error, English, Chinese)}"""
    text = path.read_text(encoding="utf-8")
    row = re.compile(r'REASON\(\s*(\w+),\s*(\w+),\s*((?:"(?:\\.|[^"\\])*"\s*)+),\s*'
                     r'((?:"(?:\\.|[^"\\])*"\s*)+)\)')
    return {name: (error, unquote(english), unquote(chinese))
            for name, error, english, chinese in row.findall(text)}


def unquote(literals):
    return "".join(re.findall(r'"((?:\\.|[^"\\])*)"', literals)).replace('\\"', '"')


def says(template, sentence):
    """Is the sentence the template with its {0}, {1} filled in?"""
    pattern = re.sub(r"\\\{\d\\\}", ".*", re.escape(template))
    return re.fullmatch(pattern, sentence, re.S) is not None
