"""What holds for all tests: none depends on the clock, and a failing example says how to repeat it."""

import os

from hypothesis import HealthCheck, settings

_OF_SPEED = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)

settings.register_profile("milepost", deadline=None, print_blob=True, suppress_health_check=_OF_SPEED)
settings.register_profile("quick", parent=settings.get_profile("milepost"), max_examples=20)
settings.load_profile("milepost")

if os.environ.get("NUMBA_DISABLE_JIT") == "1":
    from tests.interpreted import interpret

    interpret()
