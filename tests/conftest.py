"""Settings for all tests."""

import os

from hypothesis import settings

# No test is about time; in CI the same examples every time, so that a red run can be repeated.
settings.register_profile("shibiao", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("shibiao")
