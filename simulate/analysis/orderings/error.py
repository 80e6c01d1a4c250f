"""The error of a comparison."""

from typing import ClassVar

from milepost.models import MilepostError


class CannotCompareError(MilepostError, ValueError):
    """What was asked for cannot be compared; the message says why, and what can."""

    exit_code: ClassVar[int] = 2
