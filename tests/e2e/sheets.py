"""Sheets as schools write them, for the end-to-end tests: the school's form with good children."""
import csv
import os
import subprocess
import zipfile
from xml.sax.saxutils import escape

from forms import school_year, with_check

HEADINGS = [
    "姓名", "性别", "出生日期", "出生地行政区划代码", "民族", "国籍/地区", "身份证件类型", "身份证件号",
    "港澳台侨外", "健康状况", "户口所在地行政区划", "户口性质", "年级", "班号", "入学年月", "入学方式",
    "就读方式", "现住址", "通信地址", "家庭地址", "联系电话", "邮政编码", "是否独生子女",
    "是否受过学前教育", "是否留守儿童", "是否进城务工人员随迁子女", "是否孤儿", "是否烈士或优抚子女",
    "残疾类型", "是否由政府购买学位", "是否需要申请资助", "是否享受一补", "上下学距离", "上下学方式",
    "是否需要乘坐校车", "成员1姓名", "成员1关系", "成员1现住址", "成员1户口所在地行政区划",
    "成员1联系电话", "成员1是否监护人"]
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹"
GIVEN = ("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建文辉力波宁健凯博宇浩轩子涵梓萱"
         "雨欣诗琪佳怡思远天佑嘉瑞俊熙晨曦")
ADDRESS = "石家庄市长安区谈固街道1号"


def child(number, grade=1, first_year=None):
    """The cells of a first-grader, each number another child."""
    block, number = divmod(number, 71280)  # three years of age, then the next county
    begins = first_year or school_year()
    year = begins - 6
    # 990 serials, none with 00 at its end; 8 months; 3 days.
    birth = f"{year - number // 23760}{1 + number // 990 % 8:02}{1 + number // 7920 % 3:02}"
    serial = number % 990 // 99 * 100 + number % 99 + 1
    return dict(zip(HEADINGS, [
        "刘佳琪", "女" if serial % 2 == 0 else "男", birth, "410581000000", "汉族", "中国",
        "居民身份证", with_check(f"{410581 + block}{birth}{serial:03}"), "否", "健康或良好", "410581000000",
        "农业户口", str(grade), "0", f"{begins}-09", "就近入学", "走读", ADDRESS, ADDRESS,
        ADDRESS, "13812345678", "050000", "是", "是", "非留守儿童", "否", "否", "否", "无残疾", "否",
        "否", "否", "2", "步行", "否", "刘强", "父亲", ADDRESS, "410581000000", "13812345678", "是"]))


def stranger(number, **where):
    """The same with a name, a father and a telephone of its own: nobody takes two of them for one
    child."""
    mixed = number * 2654435761 % 2**32
    given = GIVEN[mixed % len(GIVEN)] + GIVEN[mixed // len(GIVEN) % len(GIVEN)]
    surname = SURNAMES[mixed // len(GIVEN)**2 % len(SURNAMES)]
    return {**child(number, **where), "姓名": surname + given,
            "成员1姓名": surname + GIVEN[mixed // 7 % len(GIVEN)],
            "联系电话": f"139{mixed % 10**8:08}", "成员1联系电话": f"139{mixed % 10**8:08}"}


def rows_of(children):
    return [HEADINGS] + [[one[heading] for heading in HEADINGS] for one in children]


def write_csv(path, children, encoding="utf-8-sig", separator=","):
    with open(path, "w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows_of(children))
    return path


def write_xlsx(path, children):
    """As little as a spreadsheet needs: texts in their cells."""
    def cell(text):
        return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'
    sheet = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows_of(children))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets>'
                         '<sheet name="a" r:id="r1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships><Relationship Id="r1" '
                         f'Type="{kind}" Target="worksheets/sheet1.xml"/></Relationships>')
        archive.writestr("xl/worksheets/sheet1.xml",
                         f"<worksheet><sheetData>{sheet}</sheetData></worksheet>")
    return path


# Comma, quote, UTF-8, from the first line, and every column as text.
AS_TEXTS = "--infilter=CSV:44,34,76,1," + "/".join(
    f"{column}/2" for column in range(1, len(HEADINGS) + 1))


def convert(source, folder, *words, timeout=120):
    """What LibreOffice makes of it: an .xlsx of the same name, in that folder."""
    run = subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office",
         "--convert-to", "xlsx", *words, "--outdir", folder, source],
        capture_output=True, timeout=timeout, check=True, env={**os.environ, "HOME": str(folder)})
    made = folder / (source.stem + ".xlsx")
    assert made.exists(), run.stderr
    return made


def write_calc(path, children):
    """As people send it, by LibreOffice: texts that cells share, and each cell says where it is."""
    source = write_csv(path.with_suffix(".csv"), children, "utf-8")
    return convert(source, path.parent, AS_TEXTS + ",0,true", timeout=600)
