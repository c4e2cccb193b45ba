"""Which pages a role finds in the bar on top."""

from dataclasses import dataclass

from fuxue.kernel.vocabulary import Role

OFFICES = frozenset({Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
IMPORTERS = frozenset({Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER, Role.TOWNSHIP_OFFICER})
LANDING = {Role.AUDITOR: "/audit/", Role.SYSTEM_ADMIN: "/system/", Role.SECURITY_ADMIN: "/accounts/"}


@dataclass(frozen=True, slots=True)
class Item:
    url: str
    label: str
    current: bool


def items(role: Role, path: str) -> list[Item]:
    links: list[tuple[str, str]] = []
    if role not in OFFICES:
        links += [("/", "我的工作")]
    if role not in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}:
        links += [("/cases/", "台账")]
    if role in IMPORTERS:
        links += [("/import/", "导入名单")]
    links += [("/guideline/", "情形指引")]
    if role in {Role.AUDITOR, Role.SECURITY_ADMIN}:
        links += [("/audit/", "审计")]
    if role is Role.SECURITY_ADMIN:
        links += [("/accounts/", "账号")]
    if role is Role.SYSTEM_ADMIN:
        links += [("/system/", "系统")]
    return [Item(url, label, path == url or (url != "/" and path.startswith(url))) for url, label in links]
