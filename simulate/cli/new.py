"""The command `new`: a scenario to start from."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click

from milepost.scenarios import TEMPLATES, template
from milepost.simulate.cli.starting_file import SCHEMA, starting_path, write_new, write_schema
from milepost.simulate.cli.streams import say

_WORKBOOK: Final = ".xlsx"
_LIST: Final = ".csv"
_SHEETS: Final = (_WORKBOOK, _LIST)
_SHEET: Final = "sheet"
"""The template that is a workbook unless NAME says otherwise."""


class _Template(click.Choice[str]):
    """The name of a template, or a scenario file."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return value if value not in TEMPLATES and Path(value).is_file() else super().convert(value, param, ctx)


@click.command(
    short_help="Write a scenario to start from, as a file or as a workbook.",
    epilog="Example: milepost new fair.xlsx --template sheet --start 2026-09-07",
)
@click.argument("name", type=click.Path(path_type=Path))
@click.option(
    "--template",
    "chosen",
    type=_Template([*TEMPLATES]),
    default="three-majors",
    show_default=True,
    help="What to start from: a plan with three major milestones, with comments; ten lines; the example of the "
    "documentation, which has everything; or a small plan as a workbook to fill in. Or a scenario file of your own, "
    "which is written as a workbook, or a list, as it is.",
)
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The earliest day on which the plan begins; it does on a Monday.  [default: tomorrow]",
)
@click.option("--quiet", is_flag=True, help="Print nothing.")
def new(name: Path, chosen: str, start: datetime | None, quiet: bool) -> None:
    """
    Write a scenario to start from into the file NAME.

    The plan is valid as it is, and can be run: put your own words, dates and estimates in the place of those in it. The
    file is never one that is there already. NAME gets the suffix .yaml unless it has one; beside such a file stands
    the schema by which editors help. Where NAME ends in .xlsx the plan is a workbook, with a sheet for each kind of
    thing, and one that says how to fill them in; where it ends in .csv, a list of tasks with all else above it.
    """
    if chosen == _SHEET and not name.suffix:
        name = name.with_name(f"{name.name}{_WORKBOOK}")
    path = starting_path(name, "NAME", others=_SHEETS)
    is_sheets = path.suffix in _SHEETS
    if chosen in TEMPLATES:
        text = _made_own(chosen, path.stem, start)
    elif not is_sheets or start is not None:
        cure = "leave out --start" if is_sheets else f"give it the name {path.stem}{_WORKBOOK}"
        raise click.UsageError(f"a scenario of your own is written as a workbook or a list, as it is: {cure}")
    else:
        from milepost.models.file.reader import review

        text = review(Path(chosen)).text.text
    beside = ""
    if is_sheets:
        write_new(path, _sheets(text, path))
    else:
        beside = f", and for editors {write_schema(path.parent)}"
        write_new(path, text.encode())
    if not quiet:
        say(f"{path} is written{beside}. Look at it with")
        say(f"  milepost check {path}")
        say(f"  milepost run {path}")


def _made_own(chosen: str, name: str, start: datetime | None) -> str:
    """Return the text of a template with another name and start."""
    from milepost.models.file.template import made_own

    earliest = date.today() + timedelta(days=1) if start is None else start.date()
    try:
        return made_own(template(chosen), name=name, start=earliest, schema=SCHEMA)
    except (ValueError, OverflowError):
        raise click.BadParameter(f"{earliest} is too far off for a plan", param_hint="--start") from None


def _sheets(text: str, path: Path) -> bytes:
    """Return the text of a scenario as a workbook, or as a list of tasks with all else above it."""
    from milepost.models.file.plan_text import PlanText
    from milepost.models.file.sheets.filled import filled, listed
    from milepost.models.file.sheets.guide import USUAL
    from milepost.simulate.report.media.plan_list import plan_list
    from milepost.simulate.report.media.plan_workbook import plan_workbook

    data = PlanText(file="plan", text=text).layers().data
    if path.suffix == _LIST:
        return plan_list(*listed(data, USUAL))
    try:
        return plan_workbook(str(data["name"]), filled(data, USUAL))
    except (ImportError, ValueError) as error:
        raise click.UsageError(str(error)) from None
