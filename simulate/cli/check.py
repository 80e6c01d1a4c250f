"""The command `check`: is this a scenario, and what would one look at again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click

from milepost.simulate.cli.completion import ScenarioFile
from milepost.simulate.cli.exits import ExitCode
from milepost.simulate.cli.shown_late import shown_late
from milepost.simulate.cli.streams import say
from milepost.simulate.report.media.json import json_text
from milepost.simulate.report.media.words import counted

_FIRST: Final = 10
"""Tasks at which dates begin to differ that are printed."""
_NAMED: Final = 3
"""Places that a line names of what a rule finds more often."""


@click.command(epilog="Example: milepost check --strict scenarios/hr_app.yaml scenarios/minimal.yaml")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=ScenarioFile(path_type=Path))
@click.option(
    "--ignore",
    metavar="RULE",
    multiple=True,
    help="Leave out advice by a rule, as milestone-owner, which stands behind each piece of it; may be repeated.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 when there is advice, or dates of an import differ.")
@click.option("--json", "as_json", is_flag=True, help="Print problems and advice as one JSON document.")
@click.option("--quiet", is_flag=True, help="Print nothing about files that are fine.")
def check(files: tuple[Path, ...], ignore: tuple[str, ...], strict: bool, as_json: bool, quiet: bool) -> None:
    """
    Check scenario files without simulating them.

    Every problem in a file is printed in one go, with its place and how to mend it; then what a planner would want to
    look at again, though the file is valid. Of a file that lies over a plan it is told what is new, changed and taken
    out; of a plan of another program how many of its dates come out here, where they differ first and why, and what
    could not be taken as it is; advice on it is counted by rule, and --json has each piece. Exits with 3 when a file
    is not valid.

    Advice on habits, as a milestone that nobody owns, is given on plans of ten tasks or more. A file can have rules
    ignored itself: advice: {ignore: [milestone-owner]}.
    """
    _check_rules(ignore)
    findings = []
    for file in files:
        with shown_late(file, quiet=quiet):
            findings.append(_finding(file, ignore))
    if as_json:
        say(json_text({"files": findings}), lines=True)
    else:
        for finding in findings:
            _print(finding, quiet)
    if not all(finding["valid"] for finding in findings):
        raise click.exceptions.Exit(ExitCode.INVALID_SCENARIO)
    if strict and any(finding["advice"] or _differs(finding) for finding in findings):
        raise click.exceptions.Exit(ExitCode.FINDINGS)


def _differs(finding: dict[str, Any]) -> bool:
    """Return whether a plan of another program has other dates here than in its file."""
    return bool(finding.get("import", {}).get("differ_first"))


def _check_rules(ignore: Iterable[str]) -> None:
    """Refuse what is not a rule of advice."""
    from milepost.models.rules.advice import RULES
    from milepost.models.spelling import Spelling

    known = [rule.id for rule in RULES]
    for id in ignore:
        if id not in known:
            hint = Spelling(known).hint(id) or f"; the rules are {', '.join(known)}"
            raise click.BadParameter(f"{id!r} is not a rule of advice{hint}", param_hint="--ignore")


def _finding(file: Path, ignore: tuple[str, ...]) -> dict[str, Any]:
    # Imported here, since `milepost --help` must not wait for it.
    from milepost.models import ScenarioError
    from milepost.models.file.import_review import import_review
    from milepost.models.file.reader import review

    try:
        found = review(file)
    except ScenarioError as error:
        problems = [_entry(problem) for problem in error.problems]
        return {"file": str(file), "valid": False, "problems": problems, "more": error.more, "advice": []}
    counts = {"tasks": len(found.scenario.tasks), "milestones": len(found.scenario.milestones)}
    imported = import_review(found.layers, found.scenario)
    return {
        "file": str(file),
        "valid": True,
        **counts,
        **({} if imported is None else {"import": _import(imported)}),
        **({"ids": ids} if (ids := [*map(_ids, found.layers.id_changes)]) else {}),
        "overlays": [asdict(overlay) for overlay in found.overlays],
        "rules": [asdict(rule) for rule in found.rules],
        "problems": [],
        "more": 0,
        "advice": [_entry(one) for one in found.advice if one.rule not in ignore],
    }


def _import(imported: Any) -> dict[str, Any]:
    """Return what there is to say of a plan of another program; of dates that differ with a sentence on each."""
    check = imported.check
    return {
        "file": imported.file,
        "dates": None if check is None else {"judged": check.judged, "agree": check.agree},
        "differ_first": [
            {
                "id": one.id,
                "ours": asdict(one.ours),
                "stored": asdict(one.stored),
                "notice": one.notice and one.notice.matter,
                "why": one.why,
            }
            for one in (() if check is None else check.first)
        ],
        "notices": [
            {"matter": one.matter, "ids": one.ids, "example": one.example, "text": one.sentence}
            for one in imported.notices
        ],
    }


def _ids(change: Any) -> dict[str, Any]:
    return {**asdict(change), "text": change.sentences}


def _entry(problem: Any) -> dict[str, Any]:
    return {**asdict(problem), "text": str(problem)}


def _print(finding: dict[str, Any], quiet: bool) -> None:
    for problem in finding["problems"]:
        say(problem["text"], err=True)
    if finding["more"]:
        from milepost.models.problem import rest_of

        say(rest_of(finding["file"], finding["more"]), err=True)
    for text in _advice(finding):
        say(text, err=True)
    if finding["valid"] and not quiet:
        verdict = "valid, with advice" if finding["advice"] else "fine"
        counts = f"{counted(finding['tasks'], 'task')}, {counted(finding['milestones'], 'milestone')}"
        say(f"{finding['file']}: {verdict}: {counts}")
        if "import" in finding:
            _print_import(finding["import"])
        for change in finding.get("ids", ()):
            for sentence in change["text"]:
                say(f"  {sentence}")
        for overlay in finding["overlays"]:
            _print_overlay(overlay)
        for rule in finding["rules"]:
            sets = ", ".join(f"{field} of {counted(count, 'task')}" for field, count in rule["sets"].items())
            say(f"  rule {rule['name']}: finds {counted(rule['matches'], 'task')}; sets {sets}")


def _advice(finding: dict[str, Any]) -> Iterator[str]:
    """Yield the advice in words; of what a rule finds often in the plan of another program its number, and where."""
    from milepost.models.rules.advice import RULES

    below = finding.get("import", {}).get("file")
    by_rule: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for advice in finding["advice"]:
        if advice["file"] == below:
            by_rule[advice["rule"]].append(advice)
        else:
            yield f"{advice['text']} (advice: {advice['rule']})"
    for rule in RULES:
        pieces = by_rule[rule.id]
        if len(pieces) == 1:
            yield f"{pieces[0]['text']} (advice: {rule.id})"
        elif pieces:
            at = list(dict.fromkeys(".".join(map(str, one["path"][1:2] or one["path"])) for one in pieces))
            named = ", ".join(at[:_NAMED]) + (", ..." if len(at) > _NAMED else "")
            reason, cure = (said[:1].lower() + said[1:].rstrip(".") for said in (rule.reason, rule.cure))
            yield f"{below}: {len(pieces):,} times, at {named}: {reason}: {cure} (advice: {rule.id})"


def _print_import(imported: dict[str, Any]) -> None:
    """Print how far the dates of a plan of another program are those of its file, and what was not taken as it is."""
    dates, first = imported["dates"], imported["differ_first"]
    if dates is None:
        say(f"  {imported['file']}: not valid by itself, so that its dates are not compared")
    elif dates["judged"]:  # a list of tasks may have none
        say(f"  {imported['file']}: {dates['agree']:,} of {counted(dates['judged'], 'date')} of the file come out here")
    for one in first[:_FIRST]:
        ours, stored = (f"{pair['start']} to {pair['finish']}" for pair in (one["ours"], one["stored"]))
        say(f"  differs first: {one['id']}: {ours}, in the file {stored}{f' ({why})' if (why := one['why']) else ''}")
    if len(first) > _FIRST:
        say(f"  and {len(first) - _FIRST:,} more")
    for notice in imported["notices"]:
        say(f"  told: {notice['text']}")


def _print_overlay(overlay: dict[str, Any]) -> None:
    """Print what a file does to the plan below."""
    say(f"{overlay['file']} lies over {overlay['below']}")
    for part in overlay["new"]:
        say(f"  new: {part}")
    for one in overlay["changed"]:
        say(f"  changed: {one['part']}: {one['below']} becomes {one['above']}")
    for part in overlay["taken_out"]:
        say(f"  taken out: {part}")
    if not (overlay["new"] or overlay["changed"] or overlay["taken_out"]):
        say("  nothing is changed")
