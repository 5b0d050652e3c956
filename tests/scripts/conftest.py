"""Property tests here have no deadline: a busy machine is no fault of the code."""

from hypothesis import HealthCheck, settings

settings.register_profile("archive", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("archive")
