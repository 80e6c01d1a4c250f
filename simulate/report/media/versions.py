"""Versions: what a report was computed with."""

from importlib.metadata import version
from platform import python_version


def versions() -> dict[str, str]:
    """Return the versions of what computes the figures."""
    return {
        "milepost": version("milepost"),
        "python": python_version(),
        **{name: version(name) for name in ("numpy", "numba", "scipy")},
    }
