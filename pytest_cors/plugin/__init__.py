"""The pytest plugin: options, markers, fixtures, and what happens around a test.

Each module below is a plugin of its own that comes and goes with this one, so that ``-p no:cors`` is rid of
them all. Loading them loads neither Flask nor the engine: what needs those imports them when a test does.
"""

from __future__ import annotations

# A module stands before those that import it: pytest warns of a plugin that it finds already imported.
pytest_plugins = (
    "pytest_cors.plugin.terminal",
    "pytest_cors.plugin.reports",
    "pytest_cors.plugin.coverage",
    "pytest_cors.plugin.lock_options",
    "pytest_cors.plugin.adopt_options",
    "pytest_cors.plugin.options",
    "pytest_cors.plugin.markers",
    "pytest_cors.plugin.collect",
    "pytest_cors.plugin.lock",
    "pytest_cors.plugin.contract_file",
    "pytest_cors.plugin.adopt",
    "pytest_cors.plugin.protocol",
    "pytest_cors.plugin.sections",
    "pytest_cors.plugin.fixtures",
    "pytest_cors.plugin.xdist",
)
