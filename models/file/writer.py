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
    events = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *_events(data),
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    ]
    return str(yaml.emit(events, Dumper=CDumper, allow_unicode=True, width=120))


def _events(value: Any) -> Iterator[Event]:
    if isinstance(value, Mapping):
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=False)
        for key, item in value.items():
            yield _text(key, None)
            yield from _events(item)
        yield yaml.MappingEndEvent()
    elif isinstance(value, list):
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=False)
        for item in value:
            yield from _events(item)
        yield yaml.SequenceEndEvent()
    else:
        yield _text("null", None) if value is None else _text(value, None if isinstance(value, Plain) else '"')


def _text(value: str, style: str | None) -> Event:
    """Write a text as it stood: without quotes where it had none, since that may make a number of it."""
    return yaml.ScalarEvent(None, None, implicit=(True, True), value=str(value), style=style)
