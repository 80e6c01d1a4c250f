"""Exceptions in the formats of programs that read them: continuous integration, issue trackers, scripts."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from milepost.models.problem import KeyPath, Problem
from milepost.simulate.analysis.exceptions.judgement import Judgement, Verdict
from milepost.simulate.analysis.exceptions.lever import Cause, Lever
from milepost.simulate.report.exceptions.told import Exceptional, Told, path_of
from milepost.simulate.report.media.json import json_text, known
from milepost.simulate.report.media.markdown import escaped
from milepost.simulate.report.media.versions import versions
from milepost.simulate.report.media.words import printable
from milepost.simulate.result import Result

Place = Callable[[KeyPath], Problem]
"""Finds where something stands in the file of the plan."""

_LEVELS: Final = {Verdict.FAIL: "error", Verdict.INCONCLUSIVE: "warning"}


def markdown(told: Told) -> str:
    """Write them for a comment on a change, or a page; nothing where all is well."""
    if not told.exceptional:
        return ""
    lines = [f"**{escaped(told.heading)}**", ""]
    for one in told.exceptional:
        lines.append(f"- **{one.mark}** {escaped(one.sentence)}")
        lines += [f"    - {escaped(more)}" for more in one.more]
    return "\n".join(lines) + "\n"


def github(told: Told, place: Place) -> str:
    """Write an annotation for each, as GitHub's workflows take it from the output, at its place in the file."""
    lines = []
    for one in told.exceptional:
        there = place(one.path)
        where = f"file={_property(there.file)}" + (f",line={there.line},col={there.column}" if there.line else "")
        message = "\n".join([one.sentence, *one.more])
        lines.append(f"::{_LEVELS[one.verdict]} {where},title={_property(one.subject)}::{_data(message)}\n")
    return "".join(lines)


def junit(told: Told, *, suite: str) -> str:
    """Write JUnit's XML: a test case for each tolerance, which fails where it is exceeded; what is open is skipped."""
    exceptional = {id(one.exception.judgement): one for one in told.exceptional}
    failed = sum(one.verdict is Verdict.FAIL for one in told.exceptional)
    counts = {
        "tests": str(len(told.judged)),
        "failures": str(failed),
        "errors": "0",
        "skipped": str(len(told.exceptional) - failed),
    }
    root = Element("testsuites", {"name": "milepost gate", **counts})
    cases = SubElement(root, "testsuite", {"name": printable(suite), **counts})
    for subject, judgement in told.judged:
        case = SubElement(cases, "testcase", {"name": subject, "classname": f"milepost.{judgement.kind}"})
        one = exceptional.get(id(judgement))
        if one is not None:
            outcome = SubElement(case, "failure" if one.verdict is Verdict.FAIL else "skipped", message=one.sentence)
            outcome.text = "\n".join(one.more)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def document(told: Told, result: Result, place: Place) -> str:
    """Write all that was judged as JSON, what does not pass with what drives it and what would help."""
    exceptional = {id(one.exception.judgement): one for one in told.exceptional}
    scenario, outcome = result.scenario, result.outcome
    return (
        json_text(
            {
                "scenario": {"name": scenario.name, "as_of": scenario.as_of},
                "heading": told.heading,
                "judgements": [
                    {**_judged(subject, one, place), **_outside(exceptional.get(id(one)))}
                    for subject, one in told.judged
                ],
                "record": {
                    "versions": versions(),
                    "scenario_sha256": scenario.digest,
                    "seed": outcome.seed,
                    "iterations": outcome.iterations,
                    "detail": outcome.detail,
                    "confidence": result.confidence,
                },
            }
        )
        + "\n"
    )


def _judged(subject: str, judgement: Judgement, place: Place) -> dict[str, Any]:
    there = place(path_of(judgement))
    return {
        "kind": judgement.kind,
        "id": judgement.id or None,
        "milestone": judgement.milestone or None,
        "subject": subject,
        "verdict": judgement.verdict,
        "limit": judgement.limit,
        **known(judgement.estimate.columns("figure")),
        "iterations": judgement.iterations,
        "place": {"file": there.file, "line": there.line, "column": there.column},
    }


def _outside(one: Exceptional | None) -> Mapping[str, Any]:
    if one is None:
        return {}
    exception = one.exception
    return {
        "sentence": one.sentence,
        "more": list(one.more),
        "deciding_iterations": exception.judgement.deciding,
        "cause": None if exception.cause is None else _cause(exception.cause),
        "lever": None if exception.lever is None else _lever(exception.lever),
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {"kind": cause.kind, "id": cause.id, **known(cause.effect.columns("effect"))}


def _lever(lever: Lever) -> dict[str, Any]:
    return {
        "way": lever.way,
        "id": lever.id,
        **known(lever.gain.columns("gain")),
        **known(lever.cost.columns("cost")),
        "is_enough": lever.is_enough,
    }


def _data(value: str) -> str:
    """Escape what stands behind the colons of a command to a workflow."""
    return "%0A".join(map(printable, value.replace("%", "%25").split("\n")))


def _property(value: str) -> str:
    """Escape a property of a command to a workflow."""
    return _data(value).replace(":", "%3A").replace(",", "%2C")
