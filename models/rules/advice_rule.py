"""Rules of advice: what each is called, why it is given and what mends it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from milepost.models.problem import Remark
from milepost.models.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRule:
    """
    A rule by which advice is given.

    Parameters
    ----------
    id
        What it is called, so that it can be ignored.
    reason, cure
        Why it is given, and what mends it.
    find
        Looks for what it is about; none where only the file shows that.
    """

    id: str
    reason: str
    cure: str
    find: Callable[[Scenario], Iterator[Remark]] | None = None
