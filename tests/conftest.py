"""What holds for all tests: none depends on the clock, and a failing example says how to repeat it."""

import os
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO

import pytest
from hypothesis import HealthCheck, settings

from tests.chromium.browser import BINARY, Chromium, chromium

_OF_SPEED = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)

settings.register_profile("milepost", deadline=None, print_blob=True, suppress_health_check=_OF_SPEED)
settings.register_profile("quick", parent=settings.get_profile("milepost"), max_examples=20)
settings.load_profile("milepost")


_DRAW = ("report.run", "report.orderings", "report.comparison", "report.trend", "batch.report")
"""Where the pictures of commands are drawn: in `files`, by functions that are called after a picture."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    """Start one browser for all tests of a process, each of which opens tabs of its own."""
    if BINARY is None:
        pytest.skip("no chromium is installed: pages are not tried in a browser")
    with chromium("--host-resolver-rules=MAP stranger.example 127.0.0.1") as one:
        one.allow_clipboard()
        yield one


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a dot in place of each picture, for tests of what else commands leave: to draw takes half of a run."""
    from PIL import Image

    dot = BytesIO()
    Image.new("1", (1, 1)).save(dot, "png")
    for place in _DRAW:
        module = import_module(f"milepost.simulate.{place}.files")
        for name in [name for name in vars(module) if name.endswith("_png")]:
            monkeypatch.setattr(module, name, lambda *_shown, **_options: dot.getvalue())


if os.environ.get("NUMBA_DISABLE_JIT") == "1":
    from tests.interpreted import interpret

    interpret()
