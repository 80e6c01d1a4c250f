"""Cluster: play on the workers of a dask.distributed scheduler."""

import logging
import signal
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from multiprocessing import resource_tracker
from typing import Any, Final

from milepost.simulate.batch.cluster.client import Client
from milepost.simulate.batch.cluster.dispatch import Dispatch
from milepost.simulate.batch.cluster.worker import SAME_VERSIONS, ClusterError, difference
from milepost.simulate.batch.identity import fingerprint
from milepost.simulate.batch.job import Finding, Job, Player

_PATIENCE: Final = "10s"


@contextmanager
def cluster_player(address: str, *, workers: int | None = None) -> Iterator[Player]:
    """
    Play with the workers of a scheduler.

    The same bits as on one machine, whoever played what. What a worker that dies was playing is played again by
    another.

    Parameters
    ----------
    address
        Of the scheduler, as `tls://HOST:PORT`; `local` starts workers on this machine, which nobody else can reach.
        Encryption and all else about the connection to another scheduler is dask's own configuration.
    workers
        How many `local` starts; as many as there are processors unless given.

    Raises
    ------
    ClusterError
        When dask.distributed is not installed, the scheduler does not answer or has no workers, or some of them would
        compute something else.
    """
    try:
        distributed: Any = import_module("distributed")  # its types are half there
    except ImportError as error:
        raise ClusterError("a cluster needs dask.distributed: pip install 'milepost[cluster]'") from error
    with ExitStack() as stack:
        stack.enter_context(distributed.utils.silence_logging_cmgr(logging.CRITICAL))  # it logs addresses
        client = stack.enter_context(_connected(distributed, address, workers))
        _check_workers(client)

        def play(jobs: Iterable[Job], progress: Callable[[int], None]) -> Generator[tuple[Job, Finding]]:
            yield from Dispatch(Client(client), jobs, progress).findings()

        yield play


@contextmanager
def _connected(distributed: Any, address: str, workers: int | None) -> Iterator[Any]:
    with ExitStack() as stack:
        try:
            scheduler = stack.enter_context(_local_cluster(distributed, workers)) if address == "local" else address
            client = stack.enter_context(distributed.Client(scheduler, timeout=_PATIENCE))
        except (OSError, ValueError, RuntimeError) as error:
            raise ClusterError(f"no scheduler answers at the address that was given: {type(error).__name__}") from error
        yield client


@contextmanager
def _local_cluster(distributed: Any, workers: int | None) -> Iterator[Any]:
    """
    Start workers that obey this process and nobody else on this machine.

    Whoever can connect to a scheduler or a worker can have it run code, and every user of the machine reaches its
    ports. So each end of each connection demands a certificate made for this run, which is in the memory of these
    processes only. Nothing is told over HTTP, and what workers put down on disk, where they look for modules too, is in
    a folder that only this user can enter.
    """
    try:
        security = distributed.Security.temporary()
    except ImportError as error:
        raise ClusterError(
            "workers on this machine need certificates, made by cryptography: pip install 'milepost[cluster]'"
        ) from error
    dask: Any = import_module("dask")
    silent: dict[str, Any] = {"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}
    with (
        dask.config.set(silent),
        tempfile.TemporaryDirectory(prefix="milepost-", ignore_cleanup_errors=True) as folder,
        _loop_deaf_to_interruptions(distributed) as loop,
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            loop=loop,
            security=security,
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            local_directory=folder,
            silence_logs=logging.CRITICAL,
        ) as cluster,
    ):
        yield cluster


@contextmanager
def _loop_deaf_to_interruptions(distributed: Any) -> Iterator[Any]:
    """
    Start the loop in whose thread dask starts workers, so that Ctrl-C reaches this process and none of them.

    A terminal sends it to all of them, and each would tell of it at length. The loop's thread, and what it starts,
    inherit which signals are held back.
    """
    runner = distributed.utils.LoopRunner()
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # whichever thread starts it no longer holds anything back
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            runner.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    else:
        runner.start()
    try:
        yield runner.loop
    finally:
        runner.stop()


def _check_workers(client: Any) -> None:
    """Refuse workers whose figures could differ from this machine's."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
        answers = client.run(fingerprint)
    except TimeoutError as error:
        raise ClusterError("the scheduler has no workers: start some with `dask worker`") from error
    except Exception as error:
        raise ClusterError(
            f"a worker cannot load milepost ({type(error).__name__}): install this version on each"
        ) from error
    ours = fingerprint()
    differing = [theirs for theirs in answers.values() if theirs != ours]
    if differing:
        said = difference(differing[0], ours)
        raise ClusterError(f"{len(differing)} of {len(answers)} workers have {said}: {SAME_VERSIONS}")
