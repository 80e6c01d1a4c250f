"""Trees: YAML taken apart, so that it can be changed where it matters, and written again with aliases and all."""

import json
import re
from dataclasses import dataclass, field
from random import Random
from typing import Final, TypeAlias

import yaml

Tree: TypeAlias = "str | Items | Entries"


@dataclass(eq=False, slots=True)
class Items:
    """A list."""

    items: list[Tree] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Entries:
    """A mapping; a key may stand in it twice."""

    entries: list[tuple[str, Tree]] = field(default_factory=list)


Branch: TypeAlias = Items | Entries

_SAFE: Final = re.compile(r"[A-Za-z0-9._/+~-][A-Za-z0-9._/+~ -]*(?<! )")


def tree_of(text: str) -> Tree:
    """Take YAML apart."""
    return _tree(yaml.compose(text, Loader=yaml.BaseLoader))


def branches(tree: Tree) -> list[Branch]:
    """Find all lists and mappings in a tree, each once."""
    found: dict[int, Branch] = {}
    waiting = [tree]
    while waiting:
        branch = waiting.pop()
        if not isinstance(branch, str) and id(branch) not in found:
            found[id(branch)] = branch
            waiting += below(branch)
    return list(found.values())


def below(branch: Branch) -> list[Tree]:
    """List what stands in a branch."""
    return branch.items if isinstance(branch, Items) else [value for _, value in branch.entries]


def put(branch: Branch, place: int, value: Tree) -> None:
    """Put something into a place of a branch."""
    if isinstance(branch, Items):
        branch.items[place] = value
    else:
        branch.entries[place] = branch.entries[place][0], value


def copied(tree: Tree, most: int) -> Tree:
    """
    Copy a tree, with a copy for each alias in it.

    Raises
    ------
    OverflowError
        When it holds itself or has more branches than that.
    """
    left = [most]

    def copy(part: Tree, depth: int) -> Tree:
        left[0] -= 1
        if left[0] < 0 or depth > 100:
            raise OverflowError
        if isinstance(part, str):
            return part
        if isinstance(part, Items):
            return Items([copy(item, depth + 1) for item in part.items])
        return Entries([(key, copy(value, depth + 1)) for key, value in part.entries])

    return copy(tree, 0)


def written(tree: Tree, random: Random | None = None) -> str:
    """
    Write a tree as YAML, its top level in lines; what stands in several places has an anchor, and aliases.

    Parameters
    ----------
    tree
        What to write.
    random
        Writes scalars in one way or another, now and then wrongly; always in the same, right way unless given.
    """
    shared = _shared(tree)
    names: dict[int, str] = {}

    def flow(part: Tree) -> str:
        if isinstance(part, str):
            return _scalar(part, random)
        if id(part) in names:
            return f"*{names[id(part)]} "
        anchor = ""
        if id(part) in shared:
            names[id(part)] = f"x{len(names)}"
            anchor = f"&{names[id(part)]} "
        if isinstance(part, Items):
            return f"{anchor}[{', '.join(map(flow, part.items))}]"
        return f"{anchor}{{{', '.join(entry(key, value) for key, value in part.entries)}}}"

    def entry(key: str, value: Tree) -> str:
        text = _scalar(key, random)
        return f"{text}: {flow(value)}" if len(text) < 1000 else f"? {text} : {flow(value)}"

    if not isinstance(tree, Entries) or id(tree) in shared:
        return flow(tree) + "\n"
    return "".join(f"{entry(key, value)}\n" for key, value in tree.entries)


def _tree(node: yaml.Node | None) -> Tree:
    if isinstance(node, yaml.SequenceNode):
        return Items([_tree(item) for item in node.value])
    if isinstance(node, yaml.MappingNode):
        return Entries([(str(key.value), _tree(value)) for key, value in node.value])
    return "" if node is None else str(node.value)


def _shared(tree: Tree) -> set[int]:
    """Find what stands in more than one place."""
    seen: set[int] = set()
    shared: set[int] = set()
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            continue
        if id(part) in seen:
            shared.add(id(part))
            continue
        seen.add(id(part))
        waiting += below(part)
    return shared


def _scalar(text: str, random: Random | None) -> str:
    """Write a text plainly where that is safe, and now and then where it is not, else between quotes."""
    if _SAFE.fullmatch(text) and not text.startswith("- "):
        return text
    if random is None:
        return json.dumps(text)
    if not text:
        return random.choice(("", "~", '""'))
    return json.dumps(text, ensure_ascii=random.random() < 0.5) if random.random() < 0.97 else text
