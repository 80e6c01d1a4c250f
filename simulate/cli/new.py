"""The command `new`: a scenario to start from."""

from datetime import date, datetime, timedelta
from pathlib import Path

import click

from milepost.scenarios import TEMPLATES, template
from milepost.simulate.cli.starting_file import SCHEMA, starting_path, write_new, write_schema
from milepost.simulate.cli.streams import say


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
    path = starting_path(name, "NAME")
    from milepost.models.file.template import made_own

    earliest = date.today() + timedelta(days=1) if start is None else start.date()
    try:
        text = made_own(template(chosen), name=path.stem, start=earliest, schema=SCHEMA)
    except (ValueError, OverflowError):
        raise click.BadParameter(f"{earliest} is too far off for a plan", param_hint="--start") from None
    schema = write_schema(path.parent)
    write_new(path, text)
    if not quiet:
        say(f"{path} is written, and for editors {schema}. Look at it with")
        say(f"  milepost check {path}")
        say(f"  milepost run {path}")
