"""What if: what was set in a plan, and what that changes."""

from dataclasses import dataclass

from milepost.simulate.analysis.comparison.carried import Carried
from milepost.simulate.analysis.comparison.comparison import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """
    What tells a plan that was played from the plan as written.

    Parameters
    ----------
    settings
        What was set, as people write it, in sequence.
    plan
        Digest of the plan as written.
    comparison
        What changes from the plan as written to the one that was played.
    carried
        The bias of finished tasks that was carried forward; none where none was.
    """

    settings: tuple[str, ...]
    plan: str
    comparison: Comparison
    carried: Carried | None = None
