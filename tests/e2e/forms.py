"""Forms of children to be registered, each with a right document of its own."""
import datetime
import itertools

SERIALS = itertools.count(100)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def school_year():
    """The year in which the running school year began."""
    today = datetime.date.today()
    return today.year - ((today.month, today.day) < (7, 1))


def with_check(digits):
    """The 18 characters of a resident ID number, of its first 17 (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS))
    return digits + "10X98765432"[total % 11]


def id_number(birth_date, sex):
    serial = 2 * next(SERIALS) + (sex == "1")
    return with_check(f"410581{birth_date.replace('-', '')}{serial:03}")


def form(name="刘佳琪", sex="2", **changes):
    """The items of a six-year-old; an item given as None is left out."""
    birth_date = changes.get("birth_date") or f"{school_year() - 6}-05-12"
    items = {
        "name": name, "sex": sex, "birth_date": birth_date, "birthplace": "410581000000",
        "ethnic_group": "01", "nationality": "CHN", "id_type": "1",
        "id_number": id_number(birth_date, sex), "overseas_status": "00", "health": "10",
        "registered_residence": "410581000000", "residence_kind": "1",
        "admission_month": f"{school_year()}-09", "admission_way": "11", "attendance": "1",
        "present_address": "谈固街道1号", "mailing_address": "谈固街道1号",
        "family_address": "开元街道2号", "phone": "13812345678", "postcode": "050000",
        "is_only_child": "1", "had_preschool": "1", "left_behind": "0", "is_migrant_child": "1",
        "is_orphan": "0", "is_martyr_child": "0", "disability": "0", "has_bought_place": "0",
        "needs_aid": "0", "receives_subsidy": "0", "distance_km": "2", "transport": "1",
        "needs_school_bus": "0", "family_1_name": "刘强", "family_1_relation": "51",
        "family_1_present_address": "谈固街道1号",
        "family_1_registered_residence": "410581000000", "family_1_phone": "13812345678",
        "family_1_is_guardian": "1"}
    items.update(changes)
    return {item: value for item, value in items.items() if value is not None}
