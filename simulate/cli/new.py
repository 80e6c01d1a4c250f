"""The command `new`: a scenario to start from."""

import json
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import click

from milepost.scenarios import TEMPLATES, template
from milepost.simulate.cli.streams import say
from milepost.simulate.report.media.words import printable

_SUFFIXES: Final = (".yaml", ".yml")
_SCHEMA: Final = "scenario.schema.json"


@click.command(
    short_help="Write a scenario to start from, and its schema beside it.",
    epilog="Example: milepost new web-shop --template three-majors --start 2026-09-07",
)
@click.argument("name", type=click.Path(path_type=Path))
@click.option(
    "--template",
    "chosen",
    type=click.Choice([*TEMPLATES]),
    default="three-majors",
    show_default=True,
    help="What to start from: a plan with three major milestones, with comments; ten lines; or the example of the "
    "documentation, which has everything.",
)
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The earliest day on which the plan begins; it does on a Monday.  [default: tomorrow]",
)
@click.option("--quiet", is_flag=True, help="Print nothing.")
def new(name: Path, chosen: str, start: datetime | None, quiet: bool) -> None:
    """
    Write a scenario to start from into the file NAME, and beside it the schema by which editors help.

    The plan is valid as it is, and can be run: put your own words, dates and estimates in the place of those in it. The
    file is never one that is there already. NAME gets the suffix .yaml unless it has one.
    """
    if not name.name.strip(". ") or printable(name.name) != name.name:
        raise click.BadParameter("give the file a name of letters that can be shown, as web-shop", param_hint="NAME")
    path = name if name.suffix in _SUFFIXES else name.with_name(f"{name.name}.yaml")
    _check(path)
    from milepost.models.file.template import made_own

    earliest = date.today() + timedelta(days=1) if start is None else start.date()
    try:
        text = made_own(template(chosen), name=path.stem, start=earliest, schema=_SCHEMA)
    except (ValueError, OverflowError):
        raise click.BadParameter(f"{earliest} is too far off for a plan", param_hint="--start") from None
    schema = path.parent / _SCHEMA
    _write_schema(schema)
    _write(path, text)
    if not quiet:
        say(f"{path} is written, and for editors {schema}. Look at it with")
        say(f"  milepost check {path}")
        say(f"  milepost run {path}")


def _check(path: Path) -> None:
    """Refuse what cannot be the name of a new file."""
    if not path.parent.is_dir():
        raise click.BadParameter(f"{path.parent} is not a folder: make it first", param_hint="NAME")
    if path.exists() or path.is_symlink():
        raise click.BadParameter(f"{path} is there already: choose another name, or take it away", param_hint="NAME")


def _write_schema(path: Path) -> None:
    """Write the schema; one of another version gives way to it, and no other file does."""
    from milepost.models.file.schema import json_schema
    from milepost.simulate.report.media.json import json_text

    text = json_text(json_schema()) + "\n"
    if path.exists():
        there: object = None
        with suppress(ValueError):
            there = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(there, dict) or there.get("title") != json_schema()["title"]:
            raise click.UsageError(f"{path} is there and is not a schema of Milepost: take it away, or choose a folder")
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _write(path: Path, text: str) -> None:
    """Write a file that is not there, whole or not at all."""
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise
