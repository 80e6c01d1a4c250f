"""What holds for all tests: none depends on the clock, and a failing example says how to repeat it."""

import os
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

_OF_SPEED = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)

settings.register_profile("milepost", deadline=None, print_blob=True, suppress_health_check=_OF_SPEED)
settings.register_profile("quick", parent=settings.get_profile("milepost"), max_examples=20)
settings.load_profile("milepost")


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paint a dot in place of each picture, for tests of what else commands leave: to paint takes a third of a run."""
    from PIL import Image

    def paint(_figure: Any, stream: BytesIO, **_options: Any) -> None:
        Image.new("1", (1, 1)).save(stream, "png")

    monkeypatch.setattr("matplotlib.figure.Figure.savefig", paint)


if os.environ.get("NUMBA_DISABLE_JIT") == "1":
    from tests.interpreted import interpret

    interpret()
