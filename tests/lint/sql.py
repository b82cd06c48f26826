"""SQL that SQLite and PostgreSQL both take, in one place, all of it used."""
import re

from lint import Lint

SQL = "server/store/sql"
MIGRATIONS = "server/store/migrations"
FORBIDDEN = [
    # pattern, how to mend; applied without comments and the insides of 'texts'
    (r"::", "write CAST(x AS type): SQLite reads $1::int as one parameter of that name"),
    (r"\b(now|strftime|datetime|julianday|unixepoch|random|randomblob)\s*\(|\bCURRENT_(TIME|DATE)",
     "bind times and random bytes; they come from the call's world"),
    (r"\bAUTOINCREMENT\b|\bSERIAL\b|\bIDENTITY\b|\blast_insert_rowid\b|\browid\b",
     "ids are made by the application (server/store/ids.h)"),
    (r"\bOFFSET\b", "page by key: the cost of OFFSET grows with the depth"),
    (r"\bILIKE\b|\bGLOB\b|\bREGEXP\b|\bSIMILAR\s+TO\b", "only LIKE … ESCAPE is in both engines"),
    (r"\bstring_agg\b|\bgroup_concat\b|\bjson_?\w*\s*\(|\bifnull\s*\(|\biif\s*\(|\btypeof\s*\(|"
     r"\bprintf\s*\(|\bhex\s*\(|\binstr\s*\(", "not in both engines; coalesce and CASE are"),
    (r"\b(max|min)\s*\([^()]*,", "max and min of two values differ; use CASE"),
    (r"=\s*(ANY|ALL)\b|\bFOR\s+(UPDATE|SHARE)\b|\bFETCH\s+FIRST\b|\bDISTINCT\s+ON\b|\bLATERAL\b",
     "PostgreSQL alone takes it"),
    (r"\bINSERT\s+OR\b|\bREPLACE\s+INTO\b|\bINDEXED\s+BY\b|\bPRAGMA\b|\bBEGIN\s+IMMEDIATE\b",
     "SQLite alone takes it; use ON CONFLICT"),
    (r"\?|\$[A-Za-z_]|[^\w]:[A-Za-z]|@[a-z]", "parameters are $1, $2 …"),
    (r"=\s*(TRUE|FALSE)\b|\bBOOLEAN\b|\bIS\s+(TRUE|FALSE)\b",
     "a yes or no is SMALLINT 0 or 1 with a CHECK"),
    (r"\b[xX]'", "bind bytes; x'..' is a bit string in PostgreSQL"),
    (r"\bWITHOUT\s+ROWID\b|\bSTRICT\b|\bINTEGER\s+PRIMARY\s+KEY\b", "write @KV@ or @ID@"),
    (r"\b(REAL|DOUBLE|FLOAT|NUMERIC|DECIMAL|VARCHAR|CHAR|DATE|TIMESTAMP|DATETIME|BLOB|INT)\b",
     "the types are BIGINT, SMALLINT, TEXT and BYTEA"),
    (r"\bALTER\s+COLUMN\b|\bINCLUDE\b|\bCREATE\s+TRIGGER\b", "not in both engines"),
    (r"==", "equality is ="),
    (r'"', "no quoted names: they fold differently"),
    (r"\bSELECT\s+\*|,\s*\*\s*FROM", "name the columns: a migration may add one"),
]


def bare(text):
    """Without comments and the insides of 'texts', lines kept."""
    text = re.sub(r"--[^\n]*", "", text)
    return re.sub(r"'[^'\n]*'", "''", text)


def check_syntax(lint, path):
    text = bare(path.read_text(encoding="utf-8"))
    for pattern, cure in FORBIDDEN:
        for match in re.finditer(pattern, text):
            line = text.count("\n", 0, match.start()) + 1
            lint.breach(path, line, f"{match.group(0).strip()!r}: {cure}")


def blocks_of(lint, path):
    """(line, name, text) of each named block."""
    blocks = []
    for line, text in lint.lines(path):
        if match := re.match(r"-- name: (\S+)$", text):
            blocks.append([line, match.group(1), ""])
        elif blocks:
            blocks[-1][2] += bare(text) + "\n"
        elif bare(text).strip():
            lint.breach(path, line, "stands before the first '-- name:' and is never embedded")
    return blocks


def check_block(lint, path, line, name, text):
    numbers = sorted({int(n) for n in re.findall(r"\$(\d+)", text)})
    if numbers != list(range(1, len(numbers) + 1)):
        lint.breach(path, line, f"{name}: parameters must be $1 … $n without a gap")
    if re.search(r"\bLIMIT\b", text) and not re.search(r"\bORDER\s+BY\b", text):
        lint.breach(path, line, f"{name}: LIMIT without ORDER BY gives any rows")
    if ";" in text.strip().rstrip(";"):
        lint.breach(path, line, f"{name}: one statement a block; only the first would run")


def check_blocks(lint):
    seen = {}
    code = "\n".join(p.read_text(encoding="utf-8") for p in lint.files(".c", under="server/store"))
    for path in lint.files(".sql", under=SQL):
        for line, name, text in blocks_of(lint, path):
            if name in seen:
                lint.breach(path, line, f"{name} stands in {seen[name]} too")
            seen[name] = lint.name(path)
            if not re.search(rf"\bsql_{name}\b", code):
                lint.breach(path, line, f"{name} is used nowhere; remove it")
            check_block(lint, path, line, name, text)


def check_migrations(lint):
    numbers = {}
    for path in lint.files(under=MIGRATIONS):
        match = re.match(r"(\d{4})_[a-z0-9_]+\.sql$", path.name)
        if not match:
            lint.breach(path, 1, "a migration is called NNNN_name.sql")
        elif match.group(1) in numbers:
            lint.breach(path, 1, f"has the number of {numbers[match.group(1)]}")
        else:
            numbers[match.group(1)] = path.name


def check_place(lint):
    """SQL outside server/store/sql."""
    statement = re.compile(r'"\s*(SELECT\s|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|'
                           r'CREATE\s+(TABLE|INDEX)|WITH\s+\w+\s+AS)')
    for path in lint.files(".c", ".h"):
        if lint.name(path).startswith("tests/"):
            continue
        for line, text in lint.lines(path):
            if statement.search(text):
                lint.breach(path, line, f"SQL stands in {SQL}/<entity>.sql, as a named block")


def main():
    lint = Lint()
    for path in lint.files(".sql"):
        check_syntax(lint, path)
    check_blocks(lint)
    check_migrations(lint)
    check_place(lint)
    lint.end()


main()
