#!/usr/bin/python3
"""Writes what fuzz_sheet begins with: every sheet of tests/fixtures/sheets, and of each .xlsx its
parts as fuzz_sheet puts them together.

    tests/fuzz/seeds.py FOLDER
"""
import io
import pathlib
import sys
import zipfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "fixtures" / "sheets"))

from make import YEAR, Maker  # noqa: E402

# As in fuzz_sheet.c.
PARTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml",
         "xl/sharedStrings.xml", "xl/styles.xml")
MOST = 8 << 10  # larger ones and bombs only cost time


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"parts\n" + b"\n==\n".join(
            archive.read(name) if name in archive.namelist() else b"" for name in PARTS)


def seeds():
    for name, content in Maker(YEAR).all():
        yield name, content
        try:
            yield name + ".parts", parts_of(content)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError):
            pass
    for path in (HERE.parent / "fixtures" / "sheets").glob("office.xls*"):
        yield path.name, path.read_bytes()


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in seeds():
        if len(content) <= MOST and "bomb" not in name:
            (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
