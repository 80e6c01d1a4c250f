"""Client: the way to the workers of a cluster and back."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any, Final

from milepost.simulate.batch.cluster.worker import ClusterError
from milepost.simulate.batch.job import WorkerError

_CLOSE_BY: Final = 2
"""How long a worker may take to answer before what it found is fetched through the scheduler [seconds]."""

_ARRIVES_BY: Final = 120
"""How long an answer may take to arrive once it has been announced; later it was lost with its worker [seconds]."""

Fetch = Callable[[], Any]
"""
Fetches what a worker found, or raises what it raised.

It raises a WorkerError where workers have ended over it, and a ClusterError where the scheduler is lost.
"""


class Client:
    """
    The way to the workers of a cluster and back.

    Parameters
    ----------
    client
        Of dask.distributed.
    """

    def __init__(self, client: Any) -> None:
        self._distributed: Any = import_module("distributed")
        self._client = client
        self.threads = max(1, sum(client.nthreads().values()))
        self._is_direct = self._reaches_workers()
        self._sent: dict[Any, Callable[[Fetch], None]] = {}
        self._back = self._distributed.as_completed(loop=client.loop)

    @property
    def under_way(self) -> int:
        """Return how many tasks have been sent and not been taken back."""
        return len(self._sent)

    def send(self, task: Callable[..., Any], *arguments: Any, then: Callable[[Fetch], None]) -> None:
        """Send a task, and note what is to be called when it is done."""
        future = self._client.submit(task, *arguments, pure=False)
        self._sent[future] = then
        self._back.add(future)

    def take(self) -> None:
        """Wait for a task, and call what was noted for it."""
        future = next(self._back)
        try:
            self._sent.pop(future)(lambda: self._fetched(future))
        finally:
            future.release()

    def close(self) -> None:
        """Give up what is under way."""
        for future in self._sent:
            future.release()

    def _fetched(self, future: Any) -> Any:
        try:
            error = future.exception() if future.status == "error" else None
            found = None if error else self._gathered(future)
        except TimeoutError as late:
            if self._client.status != "running":
                raise ClusterError(f"the scheduler was lost ({type(late).__name__})") from late
            raise WorkerError(f"what was found did not arrive within {_ARRIVES_BY} seconds") from late
        except (self._distributed.CancelledError, OSError) as lost:
            raise ClusterError(f"the scheduler was lost ({type(lost).__name__})") from lost
        if isinstance(error, self._distributed.KilledWorker):
            raise WorkerError("its workers ended again and again while they played it: they may lack memory") from error
        if error is not None:
            raise error
        return found

    def _gathered(self, future: Any) -> Any:
        """Fetch what was announced: dask waits without end for what ended with its worker at the wrong moment."""
        fetch = partial(self._client.gather, future, direct=self._is_direct, asynchronous=True)
        return self._client.sync(fetch, asynchronous=False, callback_timeout=_ARRIVES_BY)

    def _reaches_workers(self) -> bool:
        """Return whether every worker can be reached from here, so that nothing need come through the scheduler."""

        async def reach(address: str) -> None:
            connected = self._distributed.core.connect(address, timeout=_CLOSE_BY, **self._client.connection_args)
            (await connected).abort()

        try:
            for address in self._client.nthreads():
                self._client.sync(reach, address)
        except OSError:
            return False
        return True
