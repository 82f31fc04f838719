"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# A shared machine may be slow: time is no property. A build tries the same examples every time, so that it
# fails only for what was changed; a person at a keyboard gets new ones.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")
