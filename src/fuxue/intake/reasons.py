"""Why rows come back, in a few words each. Pure data."""

from collections.abc import Mapping

REASON_TERMS: Mapping[str, str] = {
    "identity_scientific": "身份证号被变成科学计数法",
    "identity_rounded": "身份证号末几位丢失",
    "identity_check_digit": "身份证号校验码不对",
    "identity_length": "身份证号位数不对",
    "identity_characters": "身份证号含有别的字符",
    "identity_date": "身份证号里的日期不对",
    "identity_15": "15 位旧号码换不成 18 位",
    "value_missing": "必填的没有填",
    "duplicate_in_file": "同一份名单里重复",
    "region_outside": "户籍地不在辖区",
    "region_unknown": "找不到这个村（社区）",
    "region_ambiguous": "有几个同名的村（社区）",
    "region_code": "户籍地代码位数不对",
    "school_code": "学校标识码位数不对",
    "school_outside": "学籍不在本校",
    "student_number_shape": "学籍号格式不对",
    "date_unreadable": "日期看不懂",
    "date_month_only": "日期缺少日",
    "date_in_future": "日期在今天以后",
    "date_too_early": "日期太早",
    "name_empty": "没有姓名",
    "name_digits": "姓名里有数字",
    "name_too_long": "姓名太长",
    "not_a_choice": "只能填规定的几种",
    "phone_shape": "联系电话格式不对",
    "control_character": "含有控制字符或乱码",
    "private_character": "含有自造字",
    "garbled_character": "文字丢失或乱码",
}


def described(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """(words, rows) by count, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(REASON_TERMS.get(code, code), count) for code, count in ordered]
