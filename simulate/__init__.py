"""What happens to a plan when it is played out many times, and what can be said about it."""

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:  # every command passes through here, and `--help` must not wait for pandas
    from milepost.models import Scenario
    from milepost.simulate.analysis.orderings.compare import compare_orders
    from milepost.simulate.analysis.orderings.error import CannotCompareError
    from milepost.simulate.analysis.orderings.orders import Orders
    from milepost.simulate.batch import ClusterError, Grid, Store, local_player, run_batch
    from milepost.simulate.engine.memory import OutOfMemoryError
    from milepost.simulate.report.media.folder_lock import FolderInUseError
    from milepost.simulate.result import Result

__version__: str

__all__ = [
    "CannotCompareError",
    "ClusterError",
    "FolderInUseError",
    "Grid",
    "Orders",
    "OutOfMemoryError",
    "Result",
    "Store",
    "__version__",
    "compare_orders",
    "local_player",
    "run",
    "run_batch",
]

_FOUND_IN: Final = {
    "CannotCompareError": "milepost.simulate.analysis.orderings.error",
    "ClusterError": "milepost.simulate.batch",
    "FolderInUseError": "milepost.simulate.report.media.folder_lock",
    "Grid": "milepost.simulate.batch",
    "Orders": "milepost.simulate.analysis.orderings.orders",
    "OutOfMemoryError": "milepost.simulate.engine.memory",
    "Result": "milepost.simulate.result",
    "Store": "milepost.simulate.batch",
    "compare_orders": "milepost.simulate.analysis.orderings.compare",
    "local_player": "milepost.simulate.batch",
    "run_batch": "milepost.simulate.batch",
}


def run(
    scenario: "Scenario",
    *,
    iterations: int = 100_000,
    seed: int = 0,
    threads: int | None = None,
    confidence: float = 0.8,
    drivers: bool = False,
    progress: Callable[[int], None] | None = None,
) -> "Result":
    """
    Play a plan out many times.

    Parameters
    ----------
    scenario
        The plan, as `milepost.models.read_scenario` gives it.
    iterations
        How many times to play it; the same seed gives the same iterations, and more of them extend fewer.
    seed
        Key of the random numbers.
    threads
        How many to work with, all processors unless given; the result does not depend on it.
    confidence
        Probability with which promise dates are kept, from 0.0001 to 0.9999 [-].
    drivers
        Whether to play variants of the plan as well, and so find out what its milestones hang on: some hundred runs.
    progress
        Called with the number of iterations just played of the plan itself.

    Raises
    ------
    OutOfMemoryError
        When the times of so many iterations would not fit.
    ValueError
        When an argument is out of its range.
    """
    from milepost.simulate.engine.run import simulate
    from milepost.simulate.limits import check_confidence
    from milepost.simulate.result import Result

    check_confidence(confidence)
    outcome = simulate(scenario, iterations=iterations, seed=seed, threads=threads, progress=progress)
    result = Result(scenario=scenario, outcome=outcome, confidence=confidence)
    return result.driven(threads=threads) if drivers else result


def __getattr__(name: str) -> Any:
    """Return what is imported only when it is asked for, since it brings pandas and numba."""
    if name == "__version__":
        return version("milepost")
    if name not in _FOUND_IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FOUND_IN[name]), name)


def __dir__() -> list[str]:
    """Name what the module gives."""
    return [*__all__]
