"""Identity: what makes two runs the same, so that one of them need not be played."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import milepost.models
import milepost.simulate
from milepost.models import Scenario


@cache
def engine_version() -> str:
    """Give a hash of all of the program that decides on figures: models, engine and analysis."""
    models, simulate = (Path(str(package.__file__)).parent for package in (milepost.models, milepost.simulate))
    program = hashlib.sha256()
    for folder in (models, models / "distributions", simulate / "engine", simulate / "analysis"):
        for source in sorted(folder.glob("*.py")):
            program.update(source.read_bytes())
    return program.hexdigest()[:16]


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
