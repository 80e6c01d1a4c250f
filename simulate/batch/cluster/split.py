"""Split: a run that is played in parts, ranges of its iterations, by whoever is free."""

import pickle
from typing import Final

from milepost.simulate.analysis.statistics.groups import whole_groups
from milepost.simulate.batch.cluster.merge import Merge
from milepost.simulate.batch.job import Job
from milepost.simulate.engine.memory import an_iteration
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.philox import GROUP

LEAST_WORK: Final = 0.5
"""How long what is sent should keep a worker busy at the least, so that sending it does not count [seconds]."""

LARGEST: Final = 256 * 2**20
"""What a worker may hold, and send, of one run [bytes]."""

SWIFT: Final = 2e-9
"""What a node takes an iteration until it has been measured: few machines are quicker [seconds]."""

_MOST_WORK: Final = 4 * LEAST_WORK


class Split:
    """
    A run that is played in parts.

    A part is whole groups of random numbers, so that the parts laid side by side are the same bits as the run in one
    go. It takes half a second or more on the quickest worker seen, since what is left is never shorter than that, and
    is larger as long as there is much left.

    Parameters
    ----------
    job
        The run.
    threads
        How many workers share it.

    Raises
    ------
    OutOfMemoryError
        When the whole would not fit into the memory that is free.
    """

    def __init__(self, job: Job, threads: int) -> None:
        self.job = job
        self.pickled = pickle.dumps(job.scenario)
        self.under_way = 0
        self._merge = Merge(job.scenario, job.iterations, job.seed)
        self._threads = threads
        self._sent = 0
        self._pace = SWIFT * job.nodes
        self._measured = False

    @property
    def bytes(self) -> int:
        """Return what is kept of all iterations [bytes]."""
        return self.job.iterations * an_iteration(self.job.scenario)

    @property
    def is_sent(self) -> bool:
        """Return whether there is nothing left to send."""
        return self._sent == self.job.iterations

    def next_part(self) -> tuple[range, int]:
        """Take the next part, and say for how many of its iterations every task's times are wanted."""
        left = self.job.iterations - self._sent
        least = LEAST_WORK / self._pace
        most = max(GROUP, LARGEST // an_iteration(self.job.scenario))
        length = min(max(least, left / (2 * self._threads)), _MOST_WORK / self._pace, most)
        if left - length < least:
            length = left if left <= most else min(length, left / 2)
        length = whole_groups(length)
        part = range(self._sent, min(self._sent + length, self.job.iterations))
        self._sent = part.stop
        self.under_way += 1
        return part, self._merge.detail_of(part)

    def put(self, part: range, outcome: Outcome, seconds: float) -> bool:
        """Put a part in its place, take note of how long it took, and tell whether it was the last one missing."""
        self._merge.put(part, outcome)
        self.under_way -= 1
        if not outcome.detail:
            pace = seconds / len(part)
            self._pace = min(self._pace, pace) if self._measured else pace
            self._measured = True
        return self.is_sent and not self.under_way

    def outcome(self) -> Outcome:
        """Return the whole."""
        return self._merge.outcome()
