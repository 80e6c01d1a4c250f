"""Dispatch: the jobs of a batch on their way to the workers of a cluster and back."""

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from milepost.simulate.batch.cluster.client import Client, Fetch
from milepost.simulate.batch.cluster.split import LARGEST, LEAST_WORK, SWIFT, Split
from milepost.simulate.batch.cluster.worker import ClusterError, play_part, play_whole
from milepost.simulate.batch.identity import fingerprint
from milepost.simulate.batch.job import Finding, Job, WorkerError, failure, finding_of
from milepost.simulate.engine.memory import OutOfMemoryError, an_iteration

Found = tuple[Job, Finding]

_MOST_RUNS: Final = 256
"""Runs that travel together at the most."""

_OPEN: Final = 2**30
"""What runs that are being put together may take, if it is more than one [bytes]."""


class Dispatch:
    """
    The jobs of a batch on their way to the workers of a cluster and back.

    As long as more jobs wait than there are workers each is played whole by one of them, tables and all, several to
    half a second of work where they are small. One that is too large for a worker, and a long one when few are left,
    is cut into parts instead, which are put together here. Two tasks a worker are on their way at once. What ended
    workers is sent again by itself, so that only a run that ends them without company is given up.

    Parameters
    ----------
    client
        The way to the workers.
    jobs
        What to play; taken as there is room for them.
    progress
        Told of iterations that are done.
    """

    def __init__(self, client: Client, jobs: Iterable[Job], progress: Callable[[int], None]) -> None:
        self._client, self._jobs, self._progress = client, iter(jobs), progress
        self._waiting: deque[Job] = deque()
        self._suspects: deque[Callable[[], None]] = deque()
        self._is_alone = False
        self._splits: list[Split] = []
        self._found: deque[Found] = deque()
        self._pace: float | None = None

    def findings(self) -> Iterator[Found]:
        """
        Yield what was found of each job, as it comes.

        Raises
        ------
        ClusterError
            When the scheduler is lost, or a worker would compute something else.
        """
        try:
            while True:
                self._send_all()
                while self._found:
                    yield self._found.popleft()
                if not self._client.under_way:
                    return
                self._client.take()
                self._is_alone = False
        finally:
            self._client.close()

    def _send_all(self) -> None:
        while self._client.under_way < 2 * self._client.threads and self._send():
            pass

    def _send(self) -> bool:
        """Send the next thing to do, if there is one and room to put together what comes of it."""
        if self._is_alone:
            return False
        if self._suspects:
            return self._send_suspect()
        if self._splits and not self._splits[-1].is_sent:
            split = self._splits[-1]
            self._send_part(split, *split.next_part())
            return True
        job = self._next()
        if job is None:
            return False
        if not self._is_cut(job):
            self._send_whole([job, *self._companions(job)])
            return True
        if (
            self._splits
            and sum(split.bytes for split in self._splits) + job.iterations * an_iteration(job.scenario) > _OPEN
        ):
            self._waiting.appendleft(job)
            return False
        try:
            self._splits.append(Split(job, self._client.threads))
        except OutOfMemoryError as error:
            self._found.append((job, failure(job.head, error)))
        return True

    def _send_suspect(self) -> bool:
        """Send what may have ended its workers, once nothing else is under way that could have done it."""
        if self._client.under_way:
            return False
        self._suspects.popleft()()
        self._is_alone = True
        return True

    def _next(self) -> Job | None:
        return self._waiting.popleft() if self._waiting else next(self._jobs, None)

    def _is_cut(self, job: Job) -> bool:
        if job.iterations * an_iteration(job.scenario) > LARGEST:
            return True
        return SWIFT * job.nodes * job.iterations >= 2 * LEAST_WORK and not self._has_waiting(self._client.threads)

    def _has_waiting(self, count: int) -> bool:
        """Look whether so many jobs are left."""
        while len(self._waiting) < count:
            job = next(self._jobs, None)
            if job is None:
                return False
            self._waiting.append(job)
        return True

    def _companions(self, job: Job) -> Iterator[Job]:
        """Take the jobs that go with one, so that all take long enough; until one has been timed it goes alone."""
        nodes, runs = job.nodes, 1
        while self._pace is not None and self._pace * nodes < LEAST_WORK and runs < _MOST_RUNS:
            other = self._next()
            if other is None:
                return
            if self._is_cut(other):
                self._waiting.appendleft(other)
                return
            nodes, runs = nodes + other.nodes, runs + 1
            yield other

    def _send_whole(self, jobs: list[Job]) -> None:
        then = partial(self._take_whole, jobs)
        self._client.send(play_whole, pickle.dumps(jobs), fingerprint(), then=then)

    def _take_whole(self, jobs: list[Job], fetch: Fetch) -> None:
        try:
            findings, seconds = fetch()
        except WorkerError as error:
            if self._is_alone:
                self._found.append((jobs[0], failure(jobs[0].head, error)))
            else:
                self._suspects.extend(partial(self._send_whole, [job]) for job in jobs)
            return
        pace = seconds / sum(job.nodes for job in jobs)
        self._pace = pace if self._pace is None else min(self._pace, pace)
        self._found.extend(zip(jobs, findings, strict=True))
        self._progress(sum(job.iterations for job in jobs))

    def _send_part(self, split: Split, part: range, detail: int) -> None:
        then = partial(self._take_part, split, part, detail)
        self._client.send(play_part, split.pickled, part, split.job.seed, detail, fingerprint(), then=then)

    def _take_part(self, split: Split, part: range, detail: int, fetch: Fetch) -> None:
        """Put a part in its place, and make the tables when it was the last; one that fails ends its run."""
        if split not in self._splits:
            return
        try:
            is_whole = split.put(part, *fetch())
        except ClusterError:
            raise
        except Exception as error:
            if isinstance(error, WorkerError) and not self._is_alone:
                self._suspects.append(partial(self._send_part, split, part, detail))
                return
            self._splits.remove(split)
            self._found.append((split.job, failure(split.job.head, error)))
            return
        self._progress(len(part))
        if is_whole:
            self._splits.remove(split)
            self._send_all()
            self._found.append((split.job, finding_of(split.job, split.outcome())))
