"""Libraries: what they say of themselves stays with those who mend the program."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """
    Keep warnings and log lines of libraries to itself, unless MILEPOST_DEBUG asks for them.

    They are about what no planner can act on, such as where a library keeps its fonts; what a planner should know, a
    command says in its own words. No filter is changed: where warnings are errors, as in our tests, they still are.
    """
    if os.environ.get("MILEPOST_DEBUG"):
        yield
        return
    shown, handler = warnings.showwarning, logging.NullHandler()
    try:
        warnings.showwarning = lambda *_arguments, **_options: None
        logging.getLogger().addHandler(handler)  # with one that says nothing, the last resort, stderr, is not taken
        yield
    finally:
        warnings.showwarning = shown
        logging.getLogger().removeHandler(handler)
