"""Starting file: a scenario that is written to start from, and the schema beside it."""

import json
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Final

import click

from milepost.simulate.report.media.words import printable

SCHEMA: Final = "scenario.schema.json"
"""The file by which editors help, beside the scenario."""

_SUFFIXES: Final = (".yaml", ".yml")


def starting_path(name: Path, hint: str, *, force: bool | None = None, others: Collection[str] = ()) -> Path:
    """
    Return where a scenario of such a name is to be written, with the suffix .yaml unless it has one.

    Parameters
    ----------
    name
        What was asked for.
    hint
        The argument or option that asked for it.
    force
        Whether a file that is there gives way; none where it never may.
    others
        Suffixes that it may have as well.

    Raises
    ------
    click.BadParameter
        When nothing can be written there.
    """
    if not name.name.strip(". ") or printable(name.name) != name.name:
        raise click.BadParameter("give the file a name of letters that can be shown, as web-shop", param_hint=hint)
    path = name if name.suffix in {*_SUFFIXES, *others} else name.with_name(f"{name.name}.yaml")
    if not path.parent.is_dir():
        raise click.BadParameter(f"{path.parent} is not a folder: make it first", param_hint=hint)
    if path.is_dir() or (not force and (path.exists() or path.is_symlink())):
        cure = "take it away"
        if force is not None and not path.is_dir():
            cure = "write over it by --force; --refresh keeps what stands in it"
        raise click.BadParameter(f"{path} is there already: choose another name, or {cure}", param_hint=hint)
    return path


def write_schema(folder: Path) -> Path:
    """Write the schema; one of another version gives way to it, and no other file does."""
    from milepost.models.file.schema import json_schema
    from milepost.simulate.report.media.json import json_text

    path, text = folder / SCHEMA, json_text(json_schema()) + "\n"
    if path.exists():
        there: object = None
        with suppress(ValueError):
            there = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(there, dict) or there.get("title") != json_schema()["title"]:
            raise click.UsageError(f"{path} is there and is not a schema of Milepost: take it away, or choose a folder")
    replace_file(path, text.encode())
    return path


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there, whole or not at all."""
    try:
        with path.open("xb") as stream:
            stream.write(content)
    except FileExistsError:
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in the place of the one that may be there, at once."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
