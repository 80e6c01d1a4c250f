"""Cluster: play on the workers of a dask.distributed scheduler."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from importlib import import_module
from itertools import pairwise
from threading import Lock
from typing import Any, Final

from milepost.models import Scenario
from milepost.simulate.batch.identity import engine_version
from milepost.simulate.batch.local import Play, Player
from milepost.simulate.batch.merge import Merge
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.philox import GROUP
from milepost.simulate.engine.run import simulate
from milepost.simulate.report.record import versions

LEAST_WORK: Final = 0.5
"""What a chunk should take at the least, so that sending it does not count [seconds]."""

_SWIFT: Final = 2e-9
"""What a node takes an iteration until it has been measured: few machines are quicker [seconds]."""
_LARGEST: Final = 256 * 2**20
"""Beyond this a chunk is cut, however quickly it is played, so that it fits on the way [bytes]."""
_PATIENCE: Final = "10s"
_RETRIES: Final = 3


class ClusterError(Exception):
    """There is no cluster to play on, or it does not compute what this machine computes."""


class WorkerError(Exception):
    """A run has ended several workers: it is the run, not the cluster."""


@contextmanager
def cluster_player(address: str, *, workers: int | None = None) -> Iterator[Player]:
    """
    Play with the workers of a scheduler.

    A run is cut into ranges of iterations, whole groups of random numbers that take half a second or more, and these
    are put together in their places: the same bits as on one machine, whoever played what. What a worker that dies was
    playing is played again by another.

    Parameters
    ----------
    address
        Of the scheduler, as `tcp://HOST:PORT`; `local` starts workers on this machine. Encryption and all else about
        the connection is dask's own configuration.
    workers
        How many `local` starts; as many as there are processors unless given.

    Raises
    ------
    ImportError
        When dask.distributed is not installed; it says how to install it.
    ClusterError
        When the scheduler does not answer, has no workers, or some of them would compute something else.
    """
    try:
        distributed: Any = import_module("distributed")  # its types are half there
    except ImportError as error:
        raise ClusterError("a cluster needs dask.distributed: pip install 'milepost[cluster]'") from error
    with ExitStack() as stack:
        try:
            if address == "local":
                scheduler: Any = stack.enter_context(
                    distributed.LocalCluster(
                        n_workers=workers,
                        threads_per_worker=1,
                        processes=True,
                        dashboard_address="127.0.0.1:0",
                        silence_logs=logging.CRITICAL,
                    )
                )
            else:
                scheduler = address
            client = stack.enter_context(distributed.Client(scheduler, timeout=_PATIENCE))
        except (OSError, ValueError, RuntimeError) as error:
            raise ClusterError(f"no scheduler answers at the address that was given: {type(error).__name__}") from error
        _check_workers(client)
        yield Player(play=_play_on(client), at_once=2 * _threads(client))


def chunks(iterations: int, length: int) -> list[range]:
    """
    Cut iterations into equal parts of whole groups, none shorter than `length` unless there is but one.

    Examples
    --------
    >>> chunks(1000, 300)
    [range(0, 512), range(512, 1000)]
    """
    groups = -(-iterations // GROUP)
    parts = max(1, groups // max(1, -(-length // GROUP)))
    ends = [min(iterations, GROUP * (groups * part // parts)) for part in range(parts + 1)]
    return [range(start, stop) for start, stop in pairwise(ends)]


class _Pace:
    """How long a node takes an iteration on the quickest worker seen."""

    def __init__(self) -> None:
        self._seconds = _SWIFT
        self._measured = False
        self._lock = Lock()

    def learn(self, nodes: int, iterations: int, seconds: float) -> None:
        """Take note of a chunk that was long enough to tell."""
        if seconds < LEAST_WORK / 4:
            return
        with self._lock:
            pace = seconds / (nodes * iterations)
            self._seconds = min(self._seconds, pace) if self._measured else pace
            self._measured = True

    def length(self, scenario: Scenario) -> int:
        """Give how many iterations of a plan take long enough."""
        lasting = LEAST_WORK / (self._seconds * _nodes(scenario))
        fitting = _LARGEST // (8 * (len(scenario.milestones) + 3))
        return max(GROUP, int(min(lasting, fitting)))


def _nodes(scenario: Scenario) -> int:
    return len(scenario.tasks) + len(scenario.milestones)


def _play_chunk(scenario: Scenario, part: range, seed: int, detail: int) -> tuple[Outcome, float]:
    """Play a range of iterations on a worker, with one thread, and say how long it took [seconds]."""
    begin = time.perf_counter()
    outcome = simulate(scenario, iterations=len(part), seed=seed, threads=1, detail=detail, first=part.start)
    return outcome, time.perf_counter() - begin


def _fingerprint() -> tuple[str, dict[str, str]]:
    """Say what a machine computes with; a part of Python's own version does not count."""
    found = versions()
    found["python"] = ".".join(found["python"].split(".")[:2])
    return engine_version(), found


def _check_workers(client: Any) -> None:
    """Refuse workers whose figures could differ from this machine's."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
        answers = client.run(_fingerprint)
    except TimeoutError as error:
        raise ClusterError("the scheduler has no workers: start some with `dask worker`") from error
    except Exception as error:
        raise ClusterError(
            f"a worker cannot load milepost ({type(error).__name__}): install this version on each"
        ) from error
    ours = _fingerprint()
    differing = [theirs for theirs in answers.values() if theirs != ours]
    if differing:
        (code, theirs), (own, here) = differing[0], ours
        what = [f"{name} {theirs.get(name)} and not {here[name]}" for name in here if theirs.get(name) != here[name]]
        said = ", ".join(what) or f"milepost's code {code} and not {own}"
        raise ClusterError(
            f"{len(differing)} of {len(answers)} workers have {said}: install the same versions on each, "
            "or their figures could differ from this machine's"
        )


def _threads(client: Any) -> int:
    threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))


def _play_on(client: Any) -> Play:
    pace = _Pace()
    large = Lock()

    def play(scenario: Scenario, iterations: int, seed: int, progress: Callable[[int], None] | None) -> Outcome:
        parts = chunks(iterations, pace.length(scenario))
        with (
            large if len(parts) > 1 else nullcontext()
        ):  # one run that fills the cluster at a time, for the memory's sake
            merge = Merge(scenario, iterations, seed)
            for part, (outcome, seconds) in _played(client, scenario, parts, seed, merge.detail_of):
                merge.put(part, outcome)
                pace.learn(_nodes(scenario), len(part), seconds)
                if progress:
                    progress(len(part))
        return merge.outcome()

    return play


def _played(
    client: Any, scenario: Scenario, parts: list[range], seed: int, detail: Callable[[range], int]
) -> Iterator[tuple[range, tuple[Outcome, float]]]:
    """Give what came of each part, as it comes; one more than the cluster has threads are on their way at once."""
    distributed: Any = import_module("distributed")
    left = iter(parts)
    under_way = distributed.as_completed(loop=client.loop)
    sent: dict[Any, range] = {}

    def send() -> None:
        part = next(left, None)
        if part is not None:
            future = client.submit(_play_chunk, scenario, part, seed, detail(part), pure=False, retries=_RETRIES)
            sent[future] = part
            under_way.add(future)

    try:
        for _ in range(_threads(client) + 1):
            send()
        for future in under_way:
            part = sent.pop(future)
            result = future.result()
            future.release()
            send()
            yield part, result
    except distributed.KilledWorker as error:
        raise WorkerError("its workers ended again and again while they played it: they may lack memory") from error
    except (distributed.CancelledError, OSError) as error:
        raise ClusterError(f"the scheduler was lost: {type(error).__name__}") from error
    finally:
        for future in sent:
            future.cancel()
