"""Broken sheets and those of other programs, through `xueji import`: what is said of each."""
import csv
import io
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SHEETS = HERE.parent / "fixtures" / "sheets"
sys.path.insert(0, str(SHEETS))

from forms import school_year  # noqa: E402
from make import Maker  # noqa: E402
from sheets import AS_TEXTS, child, convert, write_csv  # noqa: E402
from test_xueji import DONE, FILES, PARTLY, Commands  # noqa: E402


def load_tests(loader, standard_tests, pattern):
    """Only what stands here: Commands brings no test of its own, but its module does."""
    return unittest.TestSuite(loader.loadTestsFromTestCase(case) for case in (Corpus, Office))


UNREADABLE = "is damaged, or was cut off"
NO_TEXT = "it is no text, or in UTF-16 without its mark"
FOREIGN = "is no spreadsheet, whatever its name"
PICTURE = "is a picture, and no sheet"
NO_BOOK = "is a zip, but no .xlsx workbook"
CONTAINER = "is protected by a password, or of Excel 97"
BOMB = "unpacks to far more than any sheet holds"
DOCTYPE = "declares a document type"
DOUBLE = "is there already; remove one of the two"
BEHIND = "row 2 has a cell that does not belong behind the one before it"
STRAY = "has no heading; mend the row"
NO_HEADINGS = "it has no row of headings"
NO_ROWS = "no row stands below its headings"

# A number: so many children are new. A list: the faults of rows. Words: it is refused with them,
# and nothing of it is sent.
ANSWERS = {
    "good.xlsx": 2, "stored.xlsx": 2, "streamed.xlsx": 2, "prefixed.xlsx": 2, "utf16.xlsx": 2,
    "strict.xlsx": 2, "shared.xlsx": 2, "wps.xlsx": 2, "title.xlsx": 2, "empty.xlsx": NO_ROWS,
    "merged.xlsx": 2, "hidden.xlsx": 3, "macros.xlsm": 1, "mnemonics.xlsx": 1,
    "both_languages.xlsx": 1, "preschool.xlsx": 1, "days_1900.xlsx": 1, "days_1904.xlsx": 1,
    "iso_days.xlsx": 1, "utf8.csv": 2, "mark.csv": 2, "gb18030.csv": 2, "utf16le.csv": 2,
    "utf16be.csv": 2, "semicolons.csv": 2, "tabs.csv": 2, "said_separator.csv": 2, "quoted.csv": 2,
    "returns.csv": 2, "days.csv": 1, "blank_lines.csv": 2, "headings_only.csv": NO_ROWS,
    "formulas.xlsx": ["2 postcode REQUIRED"],
    "error_values.xlsx": ["2 grade NO_SUCH_GRADE", "2 name NAME_CHARACTER"],
    "controls.xlsx": ["2 name FORBIDDEN_CHARACTER", "2 name NAME_CHARACTER", "2 name NAME_DIGIT",
                      "2 present_address FORBIDDEN_CHARACTER", "2 phone NOT_ONE_PHONE"],
    "controls.csv": [f"{row} name {fault}" for row in (2, 3) for fault in (
        "FORBIDDEN_CHARACTER", "NAME_CHARACTER", "NAME_DIGIT")],
    "formula_texts.xlsx": ["2 name NAME_CHARACTER"],
    "formula_texts.csv": ["2 name NAME_CHARACTER"],
    "lost_digits.xlsx": ["2 id_number DIGITS_LOST"],
    "lost_digits.csv": ["2 id_number DIGITS_LOST"],
    "zeroed_digits.csv": ["2 id_number DIGITS_LOST", "3 id_number DIGITS_ZEROED"],
    "lost_month.xlsx": ["2 admission_month NOT_A_MONTH"],
    "lost_zeros.xlsx": ["2 postcode NOT_A_POSTCODE"],
    "breaks.xlsx": ["2 present_address FORBIDDEN_CHARACTER"],
    "breaks.csv": ["2 present_address FORBIDDEN_CHARACTER"],
    "twice.xlsx": ["4 id_number ROW_TWICE"],
    "other_school.xlsx": [f"{row} school_code SHEET_OF_OTHER_SCHOOL" for row in (2, 3)],
    "short_rows.csv": ["2 family_1_is_guardian REQUIRED"] + [
        f"3 family_1_{item} REQUIRED" for item in (
            "present_address", "registered_residence", "phone", "is_guardian")],
    "long_cell.xlsx": "row 2 has a cell that is longer than any may be",
    "columns_200.xlsx": 'column AP has an unknown heading, "另0"',
    "columns_600.xlsx": "row 1 has more than 500 columns",
    "headings_twice.xlsx": DOUBLE, "headings_twice.csv": DOUBLE,
    "stray.xlsx": STRAY, "stray.csv": STRAY, "no_headings.xlsx": NO_HEADINGS,
    "mark_only.csv": NO_HEADINGS, "truncated.xlsx": UNREADABLE, "tail_lost.xlsx": UNREADABLE,
    "damaged.xlsx": "is damaged", "cut_part.xlsx": "is damaged: line 2: unclosed token",
    "no_sheet.xlsx": "is no whole .xlsx file", "no_relations.xlsx": "is no whole .xlsx file",
    "outside.xlsx": "is missing in it", "no_strings.xlsx": "points to a text that is not there",
    "rows_backwards.xlsx": "row 1 is followed by row 1",
    "cells_backwards.xlsx": BEHIND, "cell_of_other_row.xlsx": BEHIND,
    "part_twice.xlsx": "has two parts of one name", "endless_markup.xlsx": "has a piece of markup",
    "endless_line.csv": "row 2 has a cell that is longer than any may be", "marks_twice.csv": 2,
    "mark_inside.csv": ["3 name FORBIDDEN_CHARACTER"],
    "locked_part.xlsx": "is protected by a password; save it without one",
    "encrypted.xlsx": CONTAINER, "old.xls": CONTAINER, "opendocument.xlsx": NO_BOOK,
    "binary.xlsx": NO_BOOK, "crowded.xlsx": "has more parts than any workbook",
    "zip_bomb.xlsx": BOMB, "strings_bomb.xlsx": BOMB,
    "entity_bomb.xlsx": DOCTYPE, "outer_entity.xlsx": DOCTYPE, "deep.xlsx": "nested too deeply",
    "gb18030_said_utf8.csv": "the file is not in UTF-8", "utf16_unmarked.csv": NO_TEXT,
    "two_encodings.csv": "the file is not in GB18030",
    "two_encodings_late.csv": "near row 3941 the file is not in UTF-8",
    "open_quote.csv": "row 4 does not end; a quote is not closed there",
    "stray_quote.csv": "row 2 has a quote within a cell", "nul.csv": NO_TEXT,
    "hostile_heading.csv": "<U+001B>]0;x<U+0007>民簇", "empty.csv": "is empty",
    "web_page.xls": FOREIGN, "xml_2003.xls": FOREIGN, "document.csv": FOREIGN,
    "picture.csv": PICTURE, "picture.xlsx": PICTURE,
}


class Corpus(Commands):
    def test_every_sheet_is_answered_as_is_expected(self):
        self.login("registrar", "school")
        met = set()
        for name, content in Maker(school_year()).all():
            with self.subTest(name):
                (self.home / name).write_bytes(content)
                self.check(name, ANSWERS[name])
            met.add(name)
        self.assertEqual(met, set(ANSWERS))

    def check(self, name, expected):
        run = self.run_xueji("import", self.home / name, "--dry-run", "--output", "csv")
        self.assertIsNone(re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]",
                                    run.stdout + run.stderr), run.stdout + run.stderr)
        faults = [f"{f['row']} {f['item']} {f['reason']}" for f in
                  csv.DictReader(io.StringIO(run.stdout, newline=""))]
        if isinstance(expected, str):
            self.assertEqual((run.returncode, faults), (FILES, []), run.stderr)
            self.assertIn(expected, run.stderr)
        elif isinstance(expected, int):
            self.assertEqual((run.returncode, faults), (DONE, []), run.stderr)
            self.assertIn(f"{expected} new, 0 changed, 0 as before, 0 refused", run.stderr)
        else:
            self.assertEqual((run.returncode, faults), (PARTLY, expected), run.stderr)

    def test_what_is_wrong_with_a_file_is_said_in_chinese_too(self):
        self.login("registrar", "school")
        made = dict(Maker(school_year()).all())
        for name, words in (("truncated.xlsx", "已损坏或不完整"), ("old.xls", "Excel 97"),
                            ("columns_200.xlsx", "AP 列的标题“另0”无法识别"),
                            ("open_quote.csv", "第 4 行没有结束"),
                            ("stray.csv", "列有内容而没有表头；请更正该行"),
                            ("headings_only.csv", "表头下没有数据行"),
                            ("picture.xlsx", "是图片，不是表格")):
            (self.home / name).write_bytes(made[name])
            self.xueji("import", self.home / name, "--lang", "zh_CN", code=FILES)
            self.assertIn(words, self.said)
        self.xueji("import", self.home / "nowhere.csv", "--lang", "zh_CN", code=FILES)
        self.assertIn("无法读取：没有这个文件。", self.said)

    def test_what_comes_back_drives_neither_terminal_nor_spreadsheet(self):
        self.login("registrar", "school")
        made = dict(Maker(school_year()).all())
        for name in ("controls.csv", "formula_texts.csv"):
            (self.home / name).write_bytes(made[name])
            for kind in ("csv", "xlsx"):
                back = self.home / f"{name}.{kind}"
                self.xueji("import", self.home / name, "--dry-run", "--rejects", back, code=PARTLY)
        text = (self.home / "controls.csv.csv").read_text(encoding="utf-8-sig")
        self.assertIn("刘\ufffd[31m\ufffd佳琪", text)
        self.assertNotRegex(text, r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
        with open(self.home / "formula_texts.csv.csv", encoding="utf-8-sig", newline="") as file:
            row = next(csv.DictReader(file))
        self.assertEqual([row["姓名"], row["通信地址"], row["家庭地址"]],
                         ["'=HYPERLINK(\"x\",\"刘\")", "'-2", "'＝1"])


class Office(Commands):
    """Sheets that went through LibreOffice, where it is installed."""

    def convert(self, source, *words):
        return convert(source, self.home / "made", *words)

    @unittest.skipUnless(shutil.which("soffice"), "LibreOffice is not installed")
    def test_what_libreoffice_writes_comes_in_as_what_we_write(self):
        self.login("registrar", "school")
        children = [child(number) for number in range(4)]
        children[2]["联系电话"] = ""
        ours = self.home / "ours.xlsx"
        source = write_csv(self.home / "all.csv", children, "utf-8")
        theirs = self.convert(source, AS_TEXTS)
        answers = [self.json("import", path, "--dry-run", code=PARTLY) for path in (source, theirs)]
        for answer in answers:
            self.assertEqual((answer["import"]["created"], answer["import"]["refused"]), (3, 1))
        self.assertEqual(answers[0]["refused"], answers[1]["refused"])
        # What we return goes through it, too, and is as bad as before.
        self.xueji("import", source, "--dry-run", "--rejects", ours, code=PARTLY)
        back = self.json("import", self.convert(ours), "--dry-run", code=PARTLY)
        self.assertEqual([f["item"] for f in back["refused"][0]["faults"]],
                         [f["item"] for f in answers[0]["refused"][0]["faults"]])

    def test_a_sheet_of_libreoffice_that_lies_here_is_read(self):
        self.login("registrar", "school")
        faults = self.rows("import", SHEETS / "office.xlsx", "--dry-run", code=PARTLY)
        self.assertIn(("4", "DIGITS_LOST"), [(f["row"], f["reason"]) for f in faults])
        self.assertIn(("3", "FORBIDDEN_CHARACTER"), [(f["row"], f["reason"]) for f in faults])
        self.xueji("import", SHEETS / "office.xls", "--dry-run", code=FILES)
        self.assertIn(CONTAINER, self.said)


if __name__ == "__main__":
    unittest.main()
