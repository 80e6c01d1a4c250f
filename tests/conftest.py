"""What holds for all tests: none depends on the clock, and a failing example says how to repeat it."""

from hypothesis import HealthCheck, settings

settings.register_profile("milepost", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("milepost")
