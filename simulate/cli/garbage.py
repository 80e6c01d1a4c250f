"""Garbage: how often Python looks for objects that only hold each other."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SELDOMER: Final = 10


@contextmanager
def seldom_collected() -> Iterator[None]:
    """
    Look for garbage ten times less often, and not once more when the process ends.

    Libraries that load make many objects, of which nearly all stay until the end. To go through them again and again
    takes a sixth of a run that is small.
    """
    usual = gc.get_threshold()
    gc.set_threshold(_SELDOMER * usual[0], *usual[1:])
    atexit.register(gc.freeze)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
