"""Local: play on this machine."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event

from milepost.simulate.batch.job import Finding, Job, Player, run_job


@contextmanager
def local_player(threads: int | None = None) -> Iterator[Player]:
    """
    Play with the threads of this process.

    Parameters
    ----------
    threads
        How many runs are under way at once, and how many threads share the work of one; all processors unless given.
    """
    at_once = threads or os.cpu_count() or 1

    def play(jobs: Iterable[Job], progress: Callable[[int], None]) -> Generator[tuple[Job, Finding]]:
        under_way: dict[Future[Finding], Job] = {}
        ended = Event()

        def advance(iterations: int) -> None:
            if ended.is_set():  # nobody waits for this run any more
                raise CancelledError
            progress(iterations)

        def finished() -> Iterator[tuple[Job, Finding]]:
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                yield under_way.pop(future), future.result()

        with ThreadPoolExecutor(at_once) as pool:
            try:
                for job in jobs:
                    under_way[pool.submit(run_job, job, threads=threads, progress=advance)] = job
                    if len(under_way) > at_once:
                        yield from finished()
                while under_way:
                    yield from finished()
            finally:
                ended.set()
                pool.shutdown(cancel_futures=True)

    yield play
