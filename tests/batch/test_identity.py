import json
import subprocess
import sys
from pathlib import Path

import pytest

from milepost.models import read_scenario
from milepost.simulate.batch import identity
from milepost.simulate.batch.identity import fingerprint, program_sources, run_hash

SCENARIOS = Path(__file__).parents[2] / "scenarios"

USED = """
import json, sys
from pathlib import Path
from milepost.models import read_scenario
from milepost.simulate.batch.job import Job, run_job
from milepost.simulate.batch.row import RunRow
from milepost.simulate.batch.cluster.worker import play_part

scenario = read_scenario(Path(sys.argv[1]))
head = RunRow(run="", file="", ordering="", iterations=300, seed=0, confidence=0.8)
job = Job(name="", identity="", head=head, scenario=scenario, iterations=300, seed=0, confidence=0.8, reports=True)
assert not run_job(job).failed
files = {getattr(module, "__file__", None) for name, module in sys.modules.items() if name.startswith("milepost.")}
print(json.dumps(sorted(file for file in files if file)))
"""
"""Play a run with its report in a process of its own, and name the files of all modules that took."""


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["hr_app.yaml", "minimal.yaml"])
def test_all_that_a_run_has_used_is_in_the_hash_that_decides_whether_it_is_played_again(scenario: str) -> None:
    call = [sys.executable, "-c", USED, str(SCENARIOS / scenario)]
    used = json.loads(subprocess.run(call, capture_output=True, check=True).stdout)
    hashed = {str(path) for path in program_sources().values()}
    assert len(used) > 50
    assert not set(used) - hashed


def test_nothing_is_in_the_hash_but_this_program_without_its_commands() -> None:
    names = program_sources()
    assert {"models/distributions/three_point.py", "simulate/result.py", "simulate/batch/row.py"} <= names.keys()
    assert not [name for name in names if name.startswith("simulate/cli")]


@pytest.mark.parametrize("edited", ["simulate/result.py", "models/link.py", "simulate/engine/kernel.py"])
def test_an_edited_module_has_every_run_played_again(
    edited: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = read_scenario(SCENARIOS / "minimal.yaml")
    before, sources = run_hash(scenario, {}, ""), program_sources()
    other = tmp_path / "edited.py"
    other.write_bytes(sources[edited].read_bytes() + b"#")
    monkeypatch.setattr(identity, "program_sources", lambda: {**sources, edited: other})
    fingerprint.cache_clear()
    try:
        assert run_hash(scenario, {}, "") != before
    finally:
        fingerprint.cache_clear()


def test_another_version_of_what_computes_has_every_run_played_again(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = read_scenario(SCENARIOS / "minimal.yaml")
    before, (code, found) = run_hash(scenario, {}, ""), fingerprint()
    assert {"python", "numpy", "numba", "scipy", "holidays", "milepost"} == {name for name, _version in found}
    for name, _version in found:
        another = tuple((one, "0" if one == name else version) for one, version in found)
        monkeypatch.setattr(identity, "fingerprint", lambda another=another: (code, another))
        assert run_hash(scenario, {}, "") != before, name
