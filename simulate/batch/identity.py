"""Identity: what makes two runs the same, so that one of them need not be played."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from milepost.models import Scenario
from milepost.simulate.report.media.versions import versions

Fingerprint = tuple[str, tuple[tuple[str, str], ...]]
"""A hash of the code, and the versions of what computes."""

_MODELS, _SIMULATE = (Path(str(files(package))) for package in ("milepost.models", "milepost.simulate"))


@cache
def fingerprint() -> Fingerprint:
    """Return what this machine computes with; the last part of Python's version does not count."""
    found = {**versions(), "holidays": version("holidays")}  # a plan knows its country, not the days that are free
    found["python"] = ".".join(found["python"].split(".")[:2])
    program = hashlib.sha256()
    for name, source in program_sources().items():
        content = source.read_bytes()
        program.update(f"{name} {len(content)}\n".encode() + content)
    return program.hexdigest()[:16], tuple(found.items())


def program_sources() -> dict[str, Path]:
    """
    Return all of the program but its commands, by name, in an order of its own.

    A row hangs on nearly all of it, a report on the rest: whoever would list what counts would forget something.
    """
    commands = _SIMULATE / "cli"
    return {
        f"{folder.name}/{source.relative_to(folder).as_posix()}": source
        for folder in (_MODELS, _SIMULATE)
        for source in sorted(folder.rglob("*.py"))
        if commands not in source.parents
    }


def run_hash(scenario: Scenario, settings: Mapping[str, Any], label: str) -> str:
    """
    Identify a run by its resolved scenario, its settings and what it is computed with.

    Parameters
    ----------
    scenario
        The plan as it is played.
    settings
        Iterations, seed, confidence.
    label
        Under what name the planner finds it: two files may say the same.
    """
    parts = [scenario.digest, scenario.name, dict(settings), label, fingerprint()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
