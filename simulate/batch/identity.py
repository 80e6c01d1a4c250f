"""Identity: what makes two runs the same, so that one of them need not be played."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import milepost.models
import milepost.simulate
from milepost.models import Scenario

_MODELS, _SIMULATE = (Path(str(package.__file__)).parent for package in (milepost.models, milepost.simulate))


@cache
def engine_version() -> str:
    """Give a hash of all of the program that decides on a row: models, engine, analysis and what is told of them."""
    folders = (_MODELS, _MODELS / "distributions", _SIMULATE / "engine", _SIMULATE / "analysis")
    sources = [source for folder in folders for source in sorted(folder.glob("*.py"))]
    return _hash([*sources, _SIMULATE / "report" / "batch_row.py"])


@cache
def program_version() -> str:
    """Give a hash of the whole program, which makes reports as well."""
    return _hash(source for folder in (_MODELS, _SIMULATE) for source in sorted(folder.rglob("*.py")))


def run_hash(scenario: Scenario, settings: Mapping[str, Any], label: str) -> str:
    """
    Identify a run by its resolved scenario, its settings and the version of the engine.

    Parameters
    ----------
    scenario
        The plan as it is played.
    settings
        Iterations, seed, confidence.
    label
        Under what name the planner finds it: two files may say the same.
    """
    parts = [scenario.digest, scenario.name, dict(settings), label, engine_version()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _hash(sources: Iterable[Path]) -> str:
    program = hashlib.sha256()
    for source in sources:
        program.update(source.read_bytes())
    return program.hexdigest()[:16]
