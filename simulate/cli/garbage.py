"""Garbage: how often Python looks for objects that only hold each other."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SELDOMER: Final = 10


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage ten times less often: libraries that load make many objects, of which nearly all stay."""
    usual = gc.get_threshold()
    gc.set_threshold(_SELDOMER * usual[0], *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
