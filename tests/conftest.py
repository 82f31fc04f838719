"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# A shared machine may be slow: time is no property. A build tries the same examples every time, so that it
# fails only for what was changed; a person at a keyboard gets new ones, and many: --hypothesis-profile=long
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ, max_examples=100)
settings.register_profile("long", deadline=None, max_examples=2_000)
settings.load_profile("house")
