"""The command `import`: a scenario to start from, of the plan of another program."""

from dataclasses import asdict
from os.path import relpath
from pathlib import Path
from typing import Any

import click

from milepost.simulate.cli.completion import ScenarioFile
from milepost.simulate.cli.notes import tell
from milepost.simulate.cli.starting_file import SCHEMA, replace_file, starting_path, write_new, write_schema
from milepost.simulate.cli.streams import say
from milepost.simulate.report.media.json import json_text


@click.command(
    "import",
    short_help="Write a scenario to start from over the plan of another program.",
    epilog="Example: milepost import scenarios/depot.xer",
)
@click.argument("file", type=ScenarioFile(path_type=Path))
@click.option("--project", metavar="NAME", default="", help="Project that is meant, where FILE holds several.")
@click.option(
    "--whole", is_flag=True, help="Write all of the plan as one scenario, which needs FILE no more, and nothing else."
)
@click.option(
    "--refresh",
    is_flag=True,
    help="FILE is such a scenario: take the ids that the plan below it has now for known, and change nothing else.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="File to write.  [default: <name of FILE>.yaml, in this folder]"
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found in FILE as JSON.")
@click.option("--quiet", is_flag=True, help="Print nothing.")
def import_(
    file: Path, project: str, whole: bool, refresh: bool, out: Path | None, force: bool, as_json: bool, quiet: bool
) -> None:
    """
    Write a scenario to start from over the plan in FILE, which is one of another program.

    The scenario lies over FILE, which stays as it is and is read again on every run, so that next week's export can
    take its place. It can be run as it is: it has a range of uncertainty for all tasks, the milestones with their
    dates, and as comments what there is in FILE to go by, what could not be taken from it, and what else to say. It
    knows the ids that FILE has now: check and run tell which are lost or new since, and --refresh takes them for known
    in their turn.
    """
    if refresh:
        if project or whole or out or force:
            raise click.UsageError("--refresh changes FILE itself, a scenario that lies over a plan: give it alone")
        _refresh(file, as_json=as_json, quiet=quiet)
        return
    from milepost.models.file.document import PLAN
    from milepost.models.file.imported import Imported
    from milepost.models.file.opened import opened

    if not str(file).isprintable():
        raise click.BadParameter("its name holds what cannot be shown: give it another", param_hint="FILE")
    path = starting_path(Path(f"{file.stem}.yaml") if out is None else out, "--out", force=force)
    imported = opened(file, project)
    if not isinstance(imported, Imported):
        over = isinstance(imported.data, dict) and PLAN in imported.data
        cure = "--refresh renews the ids that it knows" if over else "name a plan of another program"
        raise click.BadParameter(f"{file} is a scenario already, which can be run: {cure}", param_hint="FILE")
    if path.exists() and path.samefile(file):
        raise click.BadParameter(f"{path} is the plan itself: choose another name", param_hint="--out")
    text = _text(imported, path, project=project, whole=whole)
    schema = write_schema(path.parent)
    if force:
        replace_file(path, text.encode())
    else:
        write_new(path, text.encode())
    if as_json:
        say(json_text(_found(imported, path)), lines=True)
    elif not quiet:
        say(f"{path} is written, and for editors {schema}. Look at it with")
        say(f"  milepost check {path}")
        say(f"  milepost run {path}")


def _text(imported: Any, path: Path, *, project: str, whole: bool) -> str:
    """Return what is to be written, once it is known that it can be run."""
    from milepost.models.file.plan_text import PlanText
    from milepost.models.file.reader import read_scenario
    from milepost.models.file.starting_overlay import starting_overlay, whole_plan
    from milepost.models.problem import Remark, ScenarioError

    if "start" not in imported.data:  # said of the plan: the scenario over it is not written yet
        remark = Remark(path=("start",), message="no day stands here, and one is needed: add it")
        raise ScenarioError([imported.problem(remark)])
    file = Path(imported.file)
    named = {"name": file.stem, "schema": SCHEMA}
    above = starting_overlay(imported, plan=_seen_from(path.parent, file), project=project, **named)
    read_scenario(PlanText(file=str(path), text=above))
    return whole_plan(imported, **named) if whole else above


def _seen_from(folder: Path, file: Path) -> str:
    """Return the way from a folder to a file."""
    place = file.parent.resolve() / file.name
    try:
        return Path(relpath(place, folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return place.as_posix()


def _found(imported: Any, path: Path) -> dict[str, Any]:
    from milepost.models.file.inventory import Inventory

    return {
        "file": str(path),
        "plan": imported.file,
        "kind": imported.kind.name.lower(),
        **asdict(Inventory.of(imported)),
        "notices": [{**asdict(one), "text": one.sentence} for one in imported.notices],
    }


def _refresh(file: Path, *, as_json: bool, quiet: bool) -> None:
    """Take the ids of today for known."""
    from milepost.models.file.refreshed import refreshed
    from milepost.models.file.source import content_of

    text, layers = refreshed(file, content_of(file))
    replace_file(file.resolve(), text)
    change = next((one for one in layers.id_changes if one.file == str(file)), None)
    if as_json:
        say(json_text({"file": str(file), "lost": change and change.lost, "new": change and change.new}), lines=True)
    elif not quiet:
        tell(change.sentences[:-1] if change else ())
        say(f"{file} knows the ids of {layers.sources[1].file} as they are now")
