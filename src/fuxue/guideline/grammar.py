"""From a node of a rule file to a question of the vocabulary (`conditions`). Refuses what it does not know."""

from collections.abc import Callable, Mapping
from typing import Any

from fuxue.guideline.conditions import All, AnyOf, CheckTest, FactTest, Not, PaperTest, SwitchTest, Test
from fuxue.guideline.facts import CHILD_TERMS, FACTS
from fuxue.guideline.fields import Node
from fuxue.guideline.materials import MATERIALS
from fuxue.guideline.predicates import CHECKS
from fuxue.guideline.profile import SWITCHES
from fuxue.kernel.errors import Invalid

_RELATIONS = ("is", "in", "known", "by_today", "from_today", "at_least")
_HEADS = ("all", "any", "not", "fact", "switch", "paper", "check")


def fact_name(node: Node) -> str:
    return node.one_of([*FACTS, *CHILD_TERMS], "rule_fact_unknown", "事实")


def material_kind(node: Node) -> str:
    return node.one_of(list(MATERIALS), "rule_material_unknown", "材料种类")


def switch_name(node: Node) -> str:
    return node.one_of(list(SWITCHES), "rule_switch_unknown", "开关")


def test(node: Node) -> Test:
    """Raises `Invalid` (`rule_test` or a more precise code) with the line of the mistake."""
    value = node.value
    heads = [head for head in _HEADS if isinstance(value, Mapping) and head in value]
    if "check" in heads:
        return _check(node)
    if len(heads) != 1:
        node.refuse("rule_test", f"条件要以下面之一开头：{'、'.join(_HEADS)}。")
    return _READERS[heads[0]](node)


def _parts(node: Node, key: str) -> tuple[Test, ...]:
    node.mapping([key])
    found = node.each(key, test)
    if not found:
        node.refuse("rule_test", f"“{key}”下面至少要有一个条件。")
    return found


def _fact(node: Node) -> Test:
    node.mapping(["fact"], _RELATIONS)
    name = fact_name(node.at("fact"))
    given = [relation for relation in _RELATIONS if node.has(relation)]
    if len(given) != 1:
        node.refuse("rule_test", f"对事实“{name}”要问且只问一件：{'、'.join(_RELATIONS)}。")
    relation, answer = given[0], node.at(given[0])
    if relation == "is":
        return FactTest(name, "in", (_choice(answer, name, answer.value),))
    if relation == "in":
        return FactTest(name, "in", tuple(_choice(item, name, item.value) for item in answer.items()))
    if relation == "at_least":
        return FactTest(name, relation, answer.number() if isinstance(answer.value, int) else switch_name(answer))
    if relation != "known" and (name not in FACTS or FACTS[name].type != "date"):
        answer.refuse("rule_test", f"“{name}”不是日期，不能问“{relation}”。")
    return FactTest(name, relation, answer.flag())


def _choice(node: Node, name: str, value: Any) -> Any:
    spec = FACTS.get(name)
    if spec is None:
        node.refuse("rule_test", f"“{name}”不能用“is”“in”比较。")
    if spec.type == "bool":
        return node.flag()
    if spec.type != "choice" or value not in spec.choices:
        node.refuse("rule_choice_unknown", f"事实“{name}”没有“{value}”这个取值，可用的有：{'、'.join(spec.choices)}。")
    return value


def _switch(node: Node) -> Test:
    node.mapping(["switch"], ["is"])
    name = switch_name(node.at("switch"))
    try:
        return SwitchTest(name, SWITCHES[name](name, node.at("is").value))
    except Invalid as error:
        node.at("is").refuse("rule_test", error.says)


def _check(node: Node) -> Test:
    name = node.at("check").one_of(list(CHECKS), "rule_check_unknown", "检查")
    takes = CHECKS[name].takes
    node.mapping(["check", *takes])
    args = {key: switch_name(node.at(key)) if key == "switch" else fact_name(node.at(key)) for key in takes}
    return CheckTest(name, args)


def _paper(node: Node) -> Test:
    node.mapping(["paper"])
    return PaperTest(node.each("paper", material_kind))


def _not(node: Node) -> Test:
    node.mapping(["not"])
    return Not(test(node.at("not")))


_READERS: Mapping[str, Callable[[Node], Test]] = {
    "all": lambda node: All(_parts(node, "all")),
    "any": lambda node: AnyOf(_parts(node, "any")),
    "not": _not,
    "fact": _fact,
    "switch": _switch,
    "paper": _paper,
}
