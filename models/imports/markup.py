"""Markup: an XML file as elements that know where they stand, without what makes XML dangerous."""

from collections import defaultdict
from typing import Final, NoReturn
from xml.parsers import expat

from milepost.models.imports.findings import Findings, Place
from milepost.models.imports.kind import Kind
from milepost.models.imports.row import Row
from milepost.models.problem import ScenarioError

MOST_ELEMENTS: Final = 10_000_000
"""Elements beyond which a file is refused."""
DEEPEST: Final = 100
"""Elements within one another beyond which a file is refused."""


class Element(Row):
    """
    One element: what it says are its attributes, and those elements in it that hold text alone.

    Attributes
    ----------
    parts
        By their name, the elements in it that hold others.
    """

    __slots__ = ("parts",)

    def __init__(self, name: str, line: int, findings: Findings) -> None:
        super().__init__(name, line, {}, findings)
        self.parts: defaultdict[str, list[Element]] = defaultdict(list)

    def all(self, *names: str) -> "list[Element]":
        """Return all elements that a path leads to."""
        found = [self]
        for name in names:
            found = [part for one in found if name in one.parts for part in one.parts[name]]
        return found


def parsed(content: bytes, findings: Findings, kind: Kind, *, without: frozenset[str] = frozenset()) -> Element:
    """
    Read an XML file.

    Parameters
    ----------
    content
        All of it.
    findings
        Where what is wrong is taken down.
    kind
        What the file is, for messages.
    without
        Names of elements that are passed over with all that is in them.

    Raises
    ------
    ScenarioError
        When it is not XML, holds a DOCTYPE, or is larger or deeper than any plan is.
    """
    return _Parser(findings, kind, without).read(content)


class _Parser:
    """Builds elements; those of one text alone become cells of what they stand in, and are never built."""

    def __init__(self, findings: Findings, kind: Kind, without: frozenset[str]) -> None:
        self._findings, self._kind, self._without = findings, kind, without
        self._root = Element("", 0, findings)
        self._names: dict[str, str] = {}
        self._open: list[Element | None] = [self._root]
        self._begun: list[tuple[str, int]] = []
        self._text: list[str] = []
        self._count, self._skipped = 0, 0
        self._expat = expat.ParserCreate(namespace_separator="\n")
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._text.append
        self._expat.StartDoctypeDeclHandler = self._doctype

    def read(self, content: bytes) -> Element:
        try:
            self._expat.Parse(content, True)
        except expat.ExpatError as error:
            said = expat.errors.messages.get(error.code, "it cannot be read")
            self._fail(f"is {self._kind} that is broken, {said}: export the plan again", error.lineno)
        except ScenarioError:
            raise
        except (LookupError, ValueError) as error:  # of an encoding that nobody knows
            self._fail(f"is {self._kind} in an encoding that is not read, {str(error)[:100]}: save it as UTF-8")
        return next(part for parts in self._root.parts.values() for part in parts)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            self._fail(f"more than {MOST_ELEMENTS:,} elements: split the plan")
        local = self._names.get(name) or self._names.setdefault(name, _local(name))
        if self._skipped or local in self._without:
            self._skipped += 1
            return
        if len(self._begun) >= DEEPEST:
            self._fail(f"more than {DEEPEST} elements within one another: export the plan again")
        if self._open[-1] is None:
            self._build()
        self._begun.append((local, self._expat.CurrentLineNumber))
        self._open.append(None)
        cells = {key: value for key, value in attributes.items() if "\n" not in key}
        if cells or len(self._begun) == 1:
            self._build().cells = cells
        self._text.clear()

    def _build(self) -> Element:
        """Build the element that was begun last: it holds more than a text."""
        name, line = self._begun[-1]
        self._open[-1] = element = Element(name, line, self._findings)
        return element

    def _end(self, _: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        element, (name, _line), above = self._open.pop(), self._begun.pop(), self._open[-1]
        assert above is not None
        if element is None:
            above.cells.setdefault(name, "".join(self._text))
        else:
            above.parts[name].append(element)
        self._text.clear()

    def _doctype(self, *_: object) -> None:
        self._fail(f"is {self._kind} with a DOCTYPE, which plans do not need: take it out")

    def _fail(self, message: str, line: int = 0) -> NoReturn:
        line = line or self._expat.CurrentLineNumber
        self._findings.fail(Place(line if self._findings.lined else 0), message)


def _local(name: str) -> str:
    """Return a name without the namespace that it is of."""
    return name.rpartition("\n")[2]
