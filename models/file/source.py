"""Source: the text of a scenario file as plain data, with the place of every part."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import yaml
from yaml._yaml import CParser

from milepost.models.imports import kind_of, refusal
from milepost.models.problem import KeyPath, Problem, Remark, ScenarioError

LARGEST: Final = 256 * 1024 * 1024
"""Size beyond which a file is not read [bytes]."""
DEEPEST: Final = 20
"""Levels of nesting beyond which a file is refused; a scenario needs five."""
MOST_ALIASED: Final = 100_000
"""Values that aliases may repeat in all; a text counts as one more for each 20 characters."""
NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
"""How nothing is written without quotes."""

TOO_DEEP: Final = f"more than {DEEPEST} levels of nesting: a scenario needs five"

_PLAIN: Final = "plain"
_UNTAGGED: Final = "untagged"
_CHARACTERS: Final = 20
"""Length of a text that counts as one more value when aliases repeat it."""
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_DIGITS: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
_CURES: Final = (
    ("\\t", "indent with spaces, not tabs"),
    (
        "mapping values are not allowed",
        "put text that holds ': ' between quotes, and indent the keys of one thing alike",
    ),
    ("expected <block end>", "indent the keys of one thing alike, and close every quote and bracket"),
    ("expected a single document", "keep one scenario to a file: take out the line '---'"),
    ("duplicate anchor", "give each anchor a name of its own"),
    ("undefined alias", "define the anchor above its first use"),
    ("did not find expected ',' or", "close every bracket, and put a comma between the things in it"),
    ("found character that cannot start", "indent with spaces, and put text that begins with a sign between quotes"),
    ("could not find expected ':'", "write each key as 'key: value'"),
)
_CURE: Final = "mend the line, and put text with special signs between quotes"


class Plain(str):
    """Text that stands in the file without quotes: perhaps a number, a date or an id, as whoever takes it decides."""

    __slots__ = ()


class Parted(str):
    """Digits with a comma, which without quotes ends a value between { and }: never a number, and no text either."""

    __slots__ = ()


class Source:
    """
    A scenario file, read but not yet understood.

    Mappings become dicts, lists lists, and every other value the text as written: whether `010` is an id, a name or a
    number is for others to say. A key with nothing behind it, or with null, has the value None.

    Parameters
    ----------
    path
        The file.
    text
        What stands in it, as text or as bytes; none to read it.

    Attributes
    ----------
    data
        What stands in it, as plain data.
    problems
        What is wrong with the text and yet leaves it readable: duplicate keys, and tags.

    Raises
    ------
    ScenarioError
        When it cannot be read as YAML at all.
    """

    def __init__(self, path: Path, text: str | bytes | None = None) -> None:
        self.file = str(path)
        self.problems: list[Problem] = []
        self._entries_of: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = {}
        text = content_of(path) if text is None else text
        self._root = self._composed(text if isinstance(text, str) else self._text(path, text))
        self.data = None if self._root is None else _Data(self).value(self._root, ())

    def problem(self, remark: Remark) -> Problem:
        """Return a remark its place: the value it is about, its key, or the nearest key above what is not there."""
        node, key = self._root, self._root
        for part in remark.path:
            if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = key = node.value[part]
            elif isinstance(node, yaml.MappingNode) and part in self._entries(node):
                key, node = self._entries(node)[str(part)]
            elif isinstance(node, yaml.SequenceNode):
                continue  # a list alone stands for a mapping with one key, and a setting may make a list longer
            else:
                node = key
                break
        return self.placed(key if remark.on_key else node, remark.path, remark.message, rule=remark.rule)

    def span(self, key: str) -> tuple[int, int, int] | None:
        """Return where in the text a key at its top ends, and what stands behind it begins and ends."""
        if not isinstance(self._root, yaml.MappingNode) or key not in self._entries(self._root):
            return None
        name, node = self._entries(self._root)[key]
        return name.end_mark.index, node.start_mark.index, node.end_mark.index

    def placed(self, node: yaml.Node | None, path: KeyPath, message: str, *, rule: str = "") -> Problem:
        """Return a problem the place of a node."""
        line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node is not None else (0, 0)
        return Problem(file=self.file, line=line, column=column, path=path, message=message, rule=rule)

    def _entries(self, node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Index a mapping once: a file may hold as many problems as lines. Of duplicate keys the first counts."""
        if id(node) not in self._entries_of:
            entries = ((key, value) for key, value in reversed(node.value) if isinstance(key, yaml.ScalarNode))
            self._entries_of[id(node)] = {key.value: (key, value) for key, value in entries}
        return self._entries_of[id(node)]

    def _text(self, path: Path, content: bytes) -> str:
        kind = kind_of(path, content)
        if kind is not None:
            self._fail(refusal(kind))
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            self._fail("is encoded as UTF-16: save it as UTF-8")
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if b"\0" in content:
                self._fail("is binary, not text: name a YAML file")
            message = f"byte 0x{content[error.start]:02x} is not UTF-8: save the file as UTF-8"
            self._fail(message, *_end(content[: error.start].decode("utf-8-sig")))
        found = _UNPRINTABLE.search(text)
        if found is not None:
            name = "a NUL byte" if found[0] == "\0" else f"the control character U+{ord(found[0]):04X}"
            self._fail(f"{name} stands in the text: take it out", *_end(text[: found.start()]))
        return text

    def _composed(self, text: str) -> yaml.Node | None:
        try:
            return Loader(text).get_single_node()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._fail(_explained(error), *((mark.line + 1, mark.column + 1) if mark else ()))
        except yaml.YAMLError as error:
            self._fail(f"not YAML: {error}")

    def _fail(self, message: str, line: int = 0, column: int = 0) -> NoReturn:
        _fail(self.file, message, line, column)


def content_of(path: Path) -> bytes:
    """
    Return all that stands in a file.

    Raises
    ------
    ScenarioError
        When it cannot be read, or is too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except IsADirectoryError:
        _fail(str(path), "is a folder: name the scenario file in it")
    except OSError as error:
        _fail(str(path), f"cannot be read ({error.strerror}): name a file that is there and may be read")
    if len(content) > LARGEST:
        _fail(str(path), f"has more than {LARGEST:,} bytes: name a scenario file, or split the plan")
    return content


def _fail(file: str, message: str, line: int = 0, column: int = 0) -> NoReturn:
    raise ScenarioError([Problem(file=file, line=line, column=column, path=(), message=message)]) from None


class Loader(CParser):
    """Composes nodes by libyaml, and leaves it to others what a value means: a tag only says how it was written."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: bool | tuple[bool, bool]) -> str:
        """Return how a scalar was written, in the place of what it means."""
        return _PLAIN if kind is yaml.ScalarNode and implicit[0] else _UNTAGGED  # type: ignore[index]  # a pair for scalars

    def descend_resolver(self, parent: yaml.Node | None, index: object) -> None:
        """Bound the depth: libyaml's composer calls itself for each level, and would end the process."""
        self._depth += 1
        if parent is not None and self._depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem=TOO_DEEP, problem_mark=parent.start_mark)

    def ascend_resolver(self) -> None:
        """Leave a level."""
        self._depth -= 1


@dataclass(frozen=True, slots=True)
class _Turned:
    """
    What has been made of a node.

    Parameters
    ----------
    value
        Plain data.
    size
        How many values it holds; a text counts as one more for each 20 characters.
    depth
        How many levels of nesting, with the texts at the end of it.
    """

    value: Any
    size: int
    depth: int


class _Data:
    """
    Turns nodes into plain data.

    What an alias stands for is a copy, which has nothing in common with what stands at the anchor; copies are counted,
    so that a few lines cannot stand for a billion values.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._done: dict[int, _Turned] = {}
        self._open: set[int] = set()
        self._size = 0
        self._deepest = 0
        self._aliased = 0

    def value(self, node: yaml.Node, path: KeyPath) -> Any:
        """Turn a node, and all below it."""
        if id(node) in self._done:
            return self._copy(node, path)
        if node.tag is not _PLAIN and node.tag is not _UNTAGGED:
            name = node.tag.replace("tag:yaml.org,2002:", "!!")
            self._report(node, path, f"the tag {name[:60]!r} has no meaning here: take it out")
        if isinstance(node, yaml.ScalarNode):
            self._deepest = max(self._deepest, len(path) + 1)
            return self._text(node)
        if id(node) in self._open:
            self._fail(node, path, "what stands here holds itself by an alias: write out what is meant")
        self._open.add(id(node))
        size, deepest = self._size, self._deepest
        self._size, self._deepest = self._size + 1, len(path) + 1
        value = self._mapping(node, path) if isinstance(node, yaml.MappingNode) else self._list(node, path)
        self._done[id(node)] = _Turned(value, self._size - size, self._deepest - len(path))
        self._deepest = max(self._deepest, deepest)
        return value

    def _text(self, node: yaml.ScalarNode) -> str:
        text: str = Plain(node.value) if node.tag is _PLAIN else node.value
        size = 1 + len(text) // _CHARACTERS
        self._size += size
        if size > 1:  # a shorter one takes no more room than its aliases do
            self._done[id(node)] = _Turned(text, size, 1)
        return text

    def _copy(self, node: yaml.Node, path: KeyPath) -> Any:
        turned = self._done[id(node)]
        self._size += turned.size
        self._aliased += turned.size
        if self._aliased > MOST_ALIASED:
            self._fail(node, path, f"aliases repeat more than {MOST_ALIASED:,} values: write out fewer")
        if len(path) + turned.depth > DEEPEST:
            self._fail(node, path, f"aliases make {TOO_DEEP}")
        self._deepest = max(self._deepest, len(path) + turned.depth)
        return _copied(turned.value)

    def _list(self, node: yaml.Node, path: KeyPath) -> list[Any]:
        return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        lines: dict[str, int] = {}
        name, end = "", 0
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._report(key, path, "a list or a mapping stands as a key: put text there")
                continue
            self._deepest = max(self._deepest, len(path) + 2)
            before = entries.get(name)
            if node.flow_style and _is_rest(key, item) and isinstance(before, str) and before[-1:].isdigit():
                entries[name] = Parted(f"{before},{' ' * (key.start_mark.index - end - 1)}{key.value}")
                end = key.end_mark.index
                continue
            end = item.end_mark.index
            name = str(self._copy(key, path) if id(key) in self._done else self._text(key))
            if name in entries:
                first = f"stands here again, after line {lines[name]}"
                self._report(key, (*path, name), f"the key {name[:60]!r} {first}: keep one of them, or rename it")
                continue
            lines[name] = key.start_mark.line + 1
            null = item.tag is _PLAIN and item.value in NULLS
            entries[name] = None if null else self.value(item, (*path, name))
        return entries

    def _report(self, node: yaml.Node, path: KeyPath, message: str) -> None:
        self._source.problems.append(self._source.placed(node, path, message))

    def _fail(self, node: yaml.Node, path: KeyPath, message: str) -> NoReturn:
        raise ScenarioError([self._source.placed(node, path, message)])


def _is_rest(key: yaml.Node, item: yaml.Node) -> bool:
    """Return whether a key may be the rest of the number before it: digits alone, with no colon behind them."""
    return bool(_DIGITS.fullmatch(key.value)) and item.start_mark.index == item.end_mark.index == key.end_mark.index


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _explained(error: yaml.MarkedYAMLError) -> str:
    said = error.problem or "something is out of place"
    cure = next((cure for words, cure in _CURES if words in said or words in (error.context or "")), _CURE)
    return f"not YAML: {said}: {cure}"


def _end(text: str) -> tuple[int, int]:
    """Line and column of what comes after a text."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")
