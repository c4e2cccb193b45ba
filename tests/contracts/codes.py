"""Every error code that the source can raise, found by reading it.

A code is the first argument of an error class. Where that argument is a parameter of the function around it, the
function hands codes on: its callers in the same package are read in turn, until nothing new turns up.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.contracts.source import modules

CLASSES = ("FuxueError", "Refused", "Invalid", "Stale")
HOLE = "{}"
NEVER = 99  # position of what can be given by name only
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Giver:
    """A callable that takes a code: `template` is what becomes of its argument at `index` or called `keyword`."""

    package: str  # empty: known everywhere
    name: str
    index: int
    keyword: str
    template: str = HOLE


@dataclass(frozen=True)
class Found:
    package: str
    code: str


@dataclass(frozen=True)
class Site:
    """Where a call stands: package, module, and the function around it."""

    package: str
    module: ast.Module
    around: Function | None = None


def calls(node: ast.AST, site: Site) -> Iterator[tuple[ast.Call, Site]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, site
        yield from calls(child, replace(site, around=child) if isinstance(child, Function) else site)


def called(call: ast.Call) -> str:
    func = call.func
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""


def argument(call: ast.Call, giver: Giver) -> ast.expr | None:
    named = next((word.value for word in call.keywords if word.arg == giver.keyword), None)
    return named if named is not None else call.args[giver.index] if len(call.args) > giver.index else None


def resolve(value: ast.expr, site: Site, template: str) -> Iterator[Found | Giver]:
    """What `value` says: codes as they stand, or the function that hands a parameter on."""
    match value:
        case ast.Constant(value=str(text)):
            yield Found(site.package, template.replace(HOLE, text))
        case ast.IfExp(body=body, orelse=other):
            yield from resolve(body, site, template)
            yield from resolve(other, site, template)
        case ast.Name(id=name) if site.around is not None:
            yield from _named(name, site, site.around, template)
        case ast.JoinedStr(values=[ast.Constant(value=str(lead)), ast.FormattedValue(value=hole)]):
            yield from resolve(hole, site, template.replace(HOLE, lead + HOLE))
        case ast.Attribute(attr="code"):
            return  # an error passed on as it came
        case _:
            raise AssertionError(
                f"a code that cannot be read: {site.package} line {value.lineno}: {ast.unparse(value)}"
            )


def _named(name: str, site: Site, around: Function, template: str) -> Iterator[Found | Giver]:
    """A parameter, which callers fill; or a column of a table of the module that the function walks."""
    names = [arg.arg for arg in (*around.args.posonlyargs, *around.args.args)]
    if name in names or name in [arg.arg for arg in around.args.kwonlyargs]:
        bound = names[:1] in (["self"], ["cls"])
        index = names.index(name) - bound if name in names else NEVER
        yield Giver(site.package, around.name, index, name, template)
        return
    column = list(_column(name, site.module, around)) or list(_constant(name, site.module))
    assert column, f"a code that cannot be read: {site.package}.{around.name}: {name}"
    for cell in column:
        yield from resolve(cell, site, template)


def _column(name: str, module: ast.Module, around: Function) -> Iterator[ast.expr]:
    """Cells that `for ..., name, ... in TABLE` gives, where TABLE is a display at the top of the module."""
    for loop in ast.walk(around):
        if isinstance(loop, ast.For) and isinstance(loop.target, ast.Tuple) and isinstance(loop.iter, ast.Name):
            targets = [part.id if isinstance(part, ast.Name) else "" for part in loop.target.elts]
            if name in targets:
                for row in _display(loop.iter.id, module):
                    yield row.elts[targets.index(name)]


def _constant(name: str, module: ast.Module) -> Iterator[ast.expr]:
    """The value of a name at the top of the module, or of the module of ours that it is imported from."""
    for line in module.body:
        if isinstance(line, ast.Assign) and [ast.unparse(goal) for goal in line.targets] == [name]:
            yield line.value
        if isinstance(line, ast.ImportFrom) and name in [alias.name for alias in line.names]:
            source = dict(modules()).get((line.module or "").removeprefix("fuxue."))
            yield from _constant(name, source) if source is not None else ()


def _display(name: str, module: ast.Module) -> Iterator[ast.Tuple]:
    for line in module.body:
        goals = (
            line.targets if isinstance(line, ast.Assign) else [line.target] if isinstance(line, ast.AnnAssign) else []
        )
        value = line.value if isinstance(line, ast.Assign | ast.AnnAssign) else None
        if any(isinstance(goal, ast.Name) and goal.id == name for goal in goals):
            assert isinstance(value, ast.Tuple | ast.List), f"{name} is not a plain table"
            yield from (row for row in value.elts if isinstance(row, ast.Tuple))


def raised() -> set[Found]:
    every = [found for name, tree in modules() for found in calls(tree, Site(name.split(".")[0], tree))]
    givers = {Giver("", name, 0, "code") for name in CLASSES}
    codes: set[Found] = set()
    waiting = list(givers)
    while waiting:
        giver = waiting.pop()
        for call, site in every:
            value = argument(call, giver) if called(call) == giver.name else None
            if value is None or giver.package not in {"", site.package}:
                continue
            for found in resolve(value, site, giver.template):
                if isinstance(found, Found):
                    codes.add(found)
                elif found not in givers:
                    givers.add(found)
                    waiting.append(found)
    return codes
