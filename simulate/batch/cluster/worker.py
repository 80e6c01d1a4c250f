"""Worker: what a cluster's worker is asked to do."""

import pickle
import time
from functools import lru_cache
from typing import Final

from milepost.models import MilepostError, Scenario
from milepost.simulate.batch.identity import Fingerprint, fingerprint
from milepost.simulate.batch.job import Finding, run_job
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.philox import GROUP
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.records import Records, outcome_of
from milepost.simulate.engine.run import Play, play_each, simulate

SAME_VERSIONS: Final = "install the same versions on each, or their figures could differ from this machine's"


class ClusterError(MilepostError):
    """There is no cluster to play on, or it does not compute what this machine computes."""


def difference(theirs: Fingerprint, ours: Fingerprint) -> str:
    """Return in what two machines differ."""
    (code, found), (own, here) = theirs, ours
    versions_found = dict(found)
    what = [
        f"{name} {versions_found.get(name)} and not {kept}" for name, kept in here if versions_found.get(name) != kept
    ]
    return ", ".join(what) or f"milepost's code {code} and not {own}"


def play_whole(pickled: bytes, wanted: Fingerprint) -> tuple[list[Finding], float]:
    """
    Play jobs one after the other, with one thread, and say how long they took [seconds].

    Parameters
    ----------
    pickled
        The jobs, a list: a scheduler passes bytes on as they are.
    wanted
        What the figures are to be computed with.

    Raises
    ------
    ClusterError
        When this worker would compute with something else.
    """
    _check(wanted)
    begin = time.perf_counter()
    findings = [run_job(job, threads=1) for job in pickle.loads(pickled)]
    return findings, time.perf_counter() - begin


def play_part(pickled: bytes, part: range, seed: int, detail: int, wanted: Fingerprint) -> tuple[Outcome, float]:
    """
    Play a range of the iterations of a run, with one thread, and say how long that took [seconds].

    Parameters
    ----------
    pickled
        The plan. What is prepared for it is kept, so that its next range need not wait.
    part, seed
        Which iterations.
    detail
        For how many of them, the first ones, every task's times are wanted.
    wanted
        What the figures are to be computed with.

    Raises
    ------
    ClusterError
        When this worker would compute with something else.
    """
    _check(wanted)
    scenario, program = _prepared(pickled)
    begin = time.perf_counter()
    if detail:
        outcome = simulate(scenario, iterations=len(part), seed=seed, threads=1, detail=detail, first=part.start)
    else:
        (records,) = _play(program, part, seed)
        outcome = outcome_of(scenario, records, seed)
    return outcome, time.perf_counter() - begin


def _check(wanted: Fingerprint) -> None:
    """Refuse to compute figures that could differ: a worker may have come after the others were asked."""
    if fingerprint() != wanted:
        raise ClusterError(f"a worker that came later has {difference(fingerprint(), wanted)}: {SAME_VERSIONS}")


@lru_cache(maxsize=2)
def _prepared(pickled: bytes) -> tuple[Scenario, Program]:
    """Build a plan's program, and play a little, so that the kernel is loaded before it is timed."""
    scenario = pickle.loads(pickled)
    program = build_program(scenario)
    _play(program, range(GROUP), 0)
    return scenario, program


def _play(program: Program, part: range, seed: int) -> list[Records]:
    return play_each(
        [Play(program, lambda records: records)], iterations=len(part), seed=seed, first=part.start, threads=1
    )
