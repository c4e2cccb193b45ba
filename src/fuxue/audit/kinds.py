"""What is written down about people at work. Pure."""

from enum import StrEnum


class Kind(StrEnum):
    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    VIEW_CASE = "view_case"
    UNMASK = "unmask"
    DOWNLOAD = "download"
    EXPORT = "export"
    IMPORT = "import"
    ACCOUNT_CHANGED = "account_changed"
    DIRECTORY_CHANGED = "directory_changed"
    SEARCH = "search"
    ERASE = "erase"


KIND_TERMS: dict[Kind, str] = {
    Kind.SIGN_IN: "登录",
    Kind.SIGN_IN_FAILED: "登录失败",
    Kind.SIGN_OUT: "退出",
    Kind.VIEW_CASE: "查看台账",
    Kind.UNMASK: "查看完整号码",
    Kind.DOWNLOAD: "下载材料",
    Kind.EXPORT: "导出",
    Kind.IMPORT: "导入",
    Kind.ACCOUNT_CHANGED: "账号变更",
    Kind.DIRECTORY_CHANGED: "区划机构变更",
    Kind.SEARCH: "检索",
    Kind.ERASE: "删除个人信息",
}

# Written while nobody is signed in yet (or any more), so the database takes them without a person at work.
AT_THE_DOOR = frozenset({Kind.SIGN_IN, Kind.SIGN_IN_FAILED, Kind.SIGN_OUT})
