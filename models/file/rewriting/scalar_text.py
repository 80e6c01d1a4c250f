"""Scalar text: how one text, number or date is written in YAML."""

import json
import re
from functools import lru_cache
from textwrap import wrap
from typing import Final

import yaml

from milepost.models.file.source import NULLS, Loader, Parted, Plain

_SIMPLE: Final = re.compile(r"\w(?:[\w .%/()+-]*[\w.%)])?")
_LONGEST_KEY: Final = 900
"""Length of a key beyond which it is not looked for on one line [characters]; YAML ends at 1,024."""


def said(text: str) -> str:
    """
    Return a text as it is to stand in data: without quotes where it may, and says the same then.

    Examples
    --------
    >>> said("2026-01-05"), type(said("2026-01-05")).__name__, type(said("a: b")).__name__, type(said("null")).__name__
    ('2026-01-05', 'Plain', 'str', 'str')
    """
    return Plain(text) if text not in NULLS and stands_plain(text, flow=False) else str(text)


@lru_cache(maxsize=20_000)
def stands_plain(text: str, *, flow: bool) -> bool:
    """
    Return whether a text may be written without quotes.

    Parameters
    ----------
    text
        The text.
    flow
        Whether it is to stand between brackets.
    """
    if _SIMPLE.fullmatch(text) and text.isprintable():
        return True
    if not text or not text.isprintable():
        return False
    if not flow:
        return _reads(f"k: {text}\n", text)
    return _reads(f"{{k: {text}}}\n", text) and _reads(f"[{text}]\n", text)


def scalar_text(value: str | None, *, flow: bool, style: str = "") -> str:
    """
    Write a scalar on one line.

    Parameters
    ----------
    value
        What it says; `Plain` is written without quotes where that is possible.
    flow
        Whether it stands between brackets.
    style
        The quotes that it had, to be kept where they may be.
    """
    if value is None:
        return "null"
    if isinstance(value, Parted) or (isinstance(value, Plain) and (value in NULLS or stands_plain(value, flow=flow))):
        return str(value)
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return quoted(value)


def key_text(key: str, *, flow: bool) -> str:
    """Write a key on one line."""
    if len(key) <= _LONGEST_KEY and stands_plain(key, flow=flow) and _is_key(key, flow=flow):
        return str(key)
    return quoted(key)


def quoted(text: str) -> str:
    """Write a text between double quotes, on one line and without signs that cannot be seen."""
    return "".join(one if one.isprintable() else _escaped(one) for one in json.dumps(text, ensure_ascii=False))


def block_text(value: str, pad: str) -> str | None:
    """Write a text of several lines below its key, as it reads; None where that cannot be done."""
    lines = value.split("\n")
    is_readable = all(line.isprintable() for line in lines)
    if not is_readable or not lines[0].strip() or lines[0][0] == " " or value.endswith("\n\n"):
        return None
    if lines[-1] == "":
        head, lines = "|", lines[:-1]
    else:
        head = "|-"
    return "\n".join([head, *(f"{pad}{line}" if line else "" for line in lines)])


def folded_text(value: str, pad: str, width: int) -> str | None:
    """Write a text below its key, its paragraphs broken into lines; None where that cannot be done."""
    bare = value.removesuffix("\n")
    paragraphs = bare.split("\n")
    is_readable = all(one.isprintable() and one == " ".join(one.split()) for one in paragraphs)
    if not bare or not is_readable or not paragraphs[0] or not paragraphs[-1]:
        return None
    lines = [line for one in paragraphs for line in (*_wrapped(one, width), "")][:-1]
    return "\n".join([">" if value != bare else ">-", *(f"{pad}{line}" if line else "" for line in lines)])


def _wrapped(paragraph: str, width: int) -> list[str]:
    return wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)


@lru_cache(maxsize=20_000)
def _is_key(key: str, *, flow: bool) -> bool:
    if _SIMPLE.fullmatch(key):
        return True
    text = f"{{{key}: 1}}\n" if flow else f"{key}: 1\n"
    try:
        node = Loader(text).get_single_node()
    except yaml.YAMLError:
        return False
    return isinstance(node, yaml.MappingNode) and len(node.value) == 1 and node.value[0][0].value == key


def _escaped(sign: str) -> str:
    number = ord(sign)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _reads(text: str, value: str) -> bool:
    """Return whether the only scalar in a text that stands for anything says a value, without quotes."""
    try:
        node = Loader(text).get_single_node()
    except yaml.YAMLError:
        return False
    item = node.value[0] if node is not None and isinstance(node.value, list) and len(node.value) == 1 else None
    found = item[1] if isinstance(item, tuple) else item
    return isinstance(found, yaml.ScalarNode) and found.value == value and not found.style
