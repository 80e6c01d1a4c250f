"""Exit codes: what a command tells the shell."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command tells the shell; stable, and documented in the README."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    INVALID_SCENARIO = 3
    INCONCLUSIVE = 4
    COULD_NOT = 5
    FAULT = 70
    INTERRUPTED = 130
