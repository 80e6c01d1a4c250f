"""Versions: what a report was computed with, and what is installed."""

import platform
import re
from importlib.metadata import PackageNotFoundError, requires, version


def versions() -> dict[str, str]:
    """Return the versions of what computes the figures."""
    return {
        "milepost": version("milepost"),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "numba", "scipy")},
    }


def installed_versions() -> dict[str, str]:
    """Return the versions of all that Milepost works with, which a report of a fault should state."""
    needed = {re.split(r"[^\w.-]", requirement)[0] for requirement in requires("milepost") or ()}
    return {
        "milepost": version("milepost"),
        "python": f"{platform.python_version()} ({platform.python_implementation()})",
        "system": platform.platform(),
        **{name: _version_of(name) for name in sorted(needed | {"llvmlite"}, key=str.casefold)},
    }


def _version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # it is of an extra
        return "not installed"
