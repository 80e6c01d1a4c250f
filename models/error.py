"""Errors: what the base of all that the program tells its user knows."""

from typing import ClassVar


class MilepostError(Exception):
    """
    What a user can be told, since it lies in the plan, in what was asked for or in the machine, and not in the program.

    Attributes
    ----------
    exit_code
        What a command ends with that does not get over it, one of those in the README: 2 for what was asked for, 3 for
        a plan that is not valid, 5 for what could not be done.
    """

    exit_code: ClassVar[int] = 5
