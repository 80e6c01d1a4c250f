"""Writer: plain data as the text of one scenario file, which reads back to the same."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from yaml import CDumper, Event

from milepost.models.file.source import Plain


def text_of(data: Mapping[str, Any]) -> str:
    """
    Write plain data as YAML.

    Parameters
    ----------
    data
        What a `Source` gives: mappings, lists, texts and None, each text plain or not.
    """
    return _written(_events(data, flow=False), width=120)


def line_of(value: Any) -> str:
    """
    Write plain data as YAML on one line.

    Examples
    --------
    >>> line_of({"no": ["a, b", None]})
    '{no: ["a, b", null]}'
    """
    return _written(_events(value, flow=True), width=-1).removesuffix("\n").removesuffix("\n...")


def _written(events: Iterator[Event], width: int) -> str:
    before = (yaml.StreamStartEvent(), yaml.DocumentStartEvent(explicit=False))
    after = (yaml.DocumentEndEvent(explicit=False), yaml.StreamEndEvent())
    return str(yaml.emit([*before, *events, *after], Dumper=CDumper, allow_unicode=True, width=width))


def _events(value: Any, *, flow: bool) -> Iterator[Event]:
    if isinstance(value, Mapping):
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=flow)
        for key, item in value.items():
            yield _text(key, None)
            yield from _events(item, flow=flow)
        yield yaml.MappingEndEvent()
    elif isinstance(value, list):
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=flow)
        for item in value:
            yield from _events(item, flow=flow)
        yield yaml.SequenceEndEvent()
    else:
        yield _text("null", None) if value is None else _text(value, None if isinstance(value, Plain) else '"')


def _text(value: str, style: str | None) -> Event:
    """Write a text as it stood: without quotes where it had none, since that may make a number of it."""
    return yaml.ScalarEvent(None, None, implicit=(True, True), value=str(value), style=style)
