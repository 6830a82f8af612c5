"""Reads the code for every sentence that an error or a notice may put on the glass.

Each is a template with `{}` where the code puts something in. What it puts in is a sentence of its
own where the code spells it out (`_lost("its process ended")`).
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import mirrorapp

PACKAGE = Path(mirrorapp.__file__).parent
TERMINAL_ONLY = ("bench", "cli", "check", "calibrate", "replay", "report", "simulate", "figure",
                 "vision/recording", "ui/window", "ui/catalogue", "hub/terminal", "journal/copying",
                 "journal/erasing", "journal/exchange", *(f"upkeep/{each}" for each in (
                     "archive", "backup", "erasing", "fitting", "marks", "places", "restoring",
                     "shelf", "terminal")))
"""Rooms and modules that speak in the terminal alone: commands that have no glass, and what goes
wrong before there are a language, its words and a window to show them in."""
HANDED_ON = ("what", "remedy")
"""Fields of another error or notice, said where that is made."""
Function = ast.FunctionDef


class Unreadable(AssertionError):
    """The code builds a sentence in a way that is not understood here: make it simpler there."""


@cache
def sentences() -> dict[str, str]:
    """Every template, and where it is said."""
    found: dict[str, str] = {}
    for module in modules().values():
        for said in module.said():
            for text in module.texts(said, found, hole=False) :
                found.setdefault(text, module.name)
    return found


@cache
def modules() -> dict[str, "Module"]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).with_suffix("").as_posix()
        if not any(name == each or name.startswith(f"{each}/") for each in TERMINAL_ONLY):
            found[name] = Module(name, ast.parse(path.read_text(encoding="utf-8")))
    return found


@cache
def errors() -> frozenset[str]:
    """`MirrorError` and whatever is one."""
    bases = {each.name: {name_of(base) for base in each.bases}
             for module in modules().values() for each in module.classes}
    found = {"MirrorError"}
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return frozenset(found)


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


class Module:
    """One of the package's files."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name = name
        self.classes: list[ast.ClassDef] = []
        self._body = tree.body
        self._constants = {name: value for each in tree.body for name, value in named(each)}
        self._inside: dict[ast.AST, Function] = {}
        self._calls: list[ast.Call] = []
        self._imports: dict[str, str] = {}
        for each in ast.walk(tree):
            match each:
                case ast.FunctionDef():
                    self._inside.update(dict.fromkeys(ast.walk(each), each))
                case ast.ClassDef():
                    self.classes.append(each)
                case ast.Call():
                    self._calls.append(each)
                case ast.ImportFrom(module=str(home), names=names):
                    self._imports |= {alias.name: home for alias in names}

    def said(self) -> Iterator[ast.expr]:
        """What is given as `what` and `remedy` to errors and notices."""
        worded = {each for error in self.classes if error.name in errors() - {"MirrorError"}
                  for each in ast.walk(error)}  # those that word themselves
        for call in self._calls:
            name = name_of(call.func)
            if name == "Notice":
                yield from call.args[1:]
            elif name == "Finding" and self.name.startswith("doctor/"):
                yield from call.args[2:]  # the doctor's
            elif name == "Verdict" and len(call.args) > 2:
                yield from call.args[2:]  # a trial's
            elif ((name in errors() and len(call.args) == 2)
                  or (name == "__init__" and call in worded)):
                yield from call.args
            assert name not in errors() | {"Notice"} or not call.keywords, ast.unparse(call)

    def texts(self, node: ast.expr, found: dict[str, str], *, hole: bool = True) -> set[str]:
        """The templates that an expression may be; none where only the run tells.

        What fills the holes goes into `found`, as far as it is spelt out. Only in a hole may
        stand what can't be read.
        """
        meant: Meant | None = None
        match node:
            case ast.Constant(str(text)):
                assert not set("{}") & set(text), text
                return {text}
            case ast.JoinedStr(parts):
                return {"".join(self._part(each, found) for each in parts)}
            case ast.IfExp(body=first, orelse=second) | ast.BoolOp(values=[first, second]):
                meant = [(self, first), (self, second)]
            case ast.Attribute(attr=attr) if attr in HANDED_ON:
                meant = []
            case ast.Call(args=[ast.Call(args=[ast.Constant(str(key))])]) if key in HANDED_ON:
                meant = []  # from the other process, which is of the same package
            case ast.Subscript(value=table):
                meant = [(module, each) for module, entries in self._named(table)
                         if isinstance(entries, ast.Dict) for each in entries.values] or None
            case ast.Call(func=function):
                meant = self._returned(name_of(function)) or None
            case ast.Name():
                meant = self._named(node) or None
        if meant is None and not hole:
            raise Unreadable(f"{self.name}: {ast.unparse(node)}")
        return {text for module, each in meant or ()
                for text in module.texts(each, found, hole=hole)}

    def _part(self, part: ast.expr, found: dict[str, str]) -> str:
        """A part of a template. What `!r` quotes is an id, and nothing to translate."""
        if isinstance(part, ast.Constant):
            return str(part.value)
        if isinstance(part, ast.FormattedValue) and part.conversion != ord("r"):
            for text in self.texts(part.value, found):
                if re.search("[a-z]", text):
                    found.setdefault(text, self.name)
        return "{}"

    def _returned(self, name: str) -> "Meant":
        """What a function of this module returns."""
        return [(self, each.value) for function in self._body
                if isinstance(function, Function) and function.name == name
                for each in ast.walk(function) if isinstance(each, ast.Return) and each.value]

    def _named(self, node: ast.expr) -> "Meant":
        """What a name stands for: in its function, in its module, or where it is imported from."""
        name, inside = name_of(node), self._inside.get(node)
        local = [value for each, value in assignments(inside) if each == name] if inside else []
        if local:
            return [(self, each) for each in local]
        if inside and name in [each.arg for each in inside.args.args]:
            return self._given(inside, name)
        if name in self._constants:
            return [(self, self._constants[name])]
        return self._imported(name)

    def _imported(self, name: str) -> "Meant":
        home = self._imports.get(name, "").removeprefix("mirrorapp.").replace(".", "/")
        other = modules().get(home)
        if other is None or name not in other._constants:
            return []
        return [(other, other._constants[name])]

    def _given(self, function: Function, name: str) -> "Meant":
        """What is given as that parameter, wherever the function is called."""
        names = [each.arg for each in function.args.args if each.arg != "self"]
        place = names.index(name)
        defaults = dict(zip(reversed([each.arg for each in function.args.args]),
                            reversed(function.args.defaults), strict=False))
        given = [(self, defaults[name])] if name in defaults else []
        for module in modules().values():
            if module is not self and not module._knows(function.name, self.name):
                continue
            for call in module._calls:
                if name_of(call.func) == function.name:
                    given += [(module, value) for at, value in enumerate(call.args) if at == place]
                    given += [(module, each.value) for each in call.keywords if each.arg == name]
        # A function that hands its own parameter on to itself says nothing new by that.
        return [(module, each) for module, each in given
                if not (isinstance(each, ast.Name) and each.id == name
                        and module._inside.get(each) is function)]

    def _knows(self, function: str, module: str) -> bool:
        """Whether a function of another module is imported here, by itself or with its module."""
        home = f"mirrorapp/{module}".replace("/", ".")
        package, _, last = home.rpartition(".")
        return self._imports.get(function) == home or self._imports.get(last) == package


Meant = list[tuple[Module, ast.expr]]
"""Expressions, each with the module that it is to be read in."""


def assignments(function: Function) -> list[tuple[str, ast.expr]]:
    return [pair for each in ast.walk(function) for pair in named(each)]


def named(node: ast.AST) -> list[tuple[str, ast.expr]]:
    """The names that a statement gives to expressions; `a, b = 1, 2` gives two."""
    match node:
        case ast.Assign(targets=[ast.Name(name)], value=value):
            return [(name, value)]
        case ast.AnnAssign(target=ast.Name(name), value=ast.expr() as value):
            return [(name, value)]
        case ast.Assign(targets=[ast.Tuple(names)], value=ast.Tuple(values)):
            return [(each.id, value) for each, value in zip(names, values, strict=True)
                    if isinstance(each, ast.Name)]
    return []
