"""Faults: what to tell of an error, and what can be done about it."""

from milepost.models.error import MilepostError


def fault_text(error: Exception) -> str:
    """Return what to tell of an error."""
    if isinstance(error, MilepostError | ImportError):
        return str(error)
    return (
        f"Milepost could not work this out ({type(error).__name__}: {error}). The plan is safe: undo the last step, "
        "or go on; please report it with the plan"
    )
