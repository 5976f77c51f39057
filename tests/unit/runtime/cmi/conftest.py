"""Property tests of pure functions: machines that run them differ in speed, the answers do not."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
