"""Limits: what may be asked of a run."""

from typing import Final

MOST_ITERATIONS: Final = 2**34
"""Iterations beyond which the random numbers of one seed would repeat."""
MOST_THREADS: Final = 256
"""Threads, and workers of a cluster on one machine, beyond which no more are started."""
LEAST_CONFIDENCE: Final = 0.0001
MOST_CONFIDENCE: Final = 0.9999
"""Confidence of promise dates, from one iteration in 10,000 to all but one [-]; beyond it nothing is left to judge."""
FINEST_PRECISION: Final = 0.00001
COARSEST_PRECISION: Final = 0.4
"""Half-width of a probability's interval [-]: a finer one takes more iterations than there are random numbers for."""
SMALLEST_ZONE: Final = 1e-6
LARGEST_ZONE: Final = 1e12
"""Least difference that matters [working days or currency; a share is below 1]: beyond it no two plans differ."""


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that no promise can be judged by."""
    if not LEAST_CONFIDENCE <= confidence <= MOST_CONFIDENCE:
        raise ValueError(
            f"confidence {confidence!r} is not between {LEAST_CONFIDENCE} and {MOST_CONFIDENCE}; 0.8 promises what "
            "four iterations in five keep"
        )
