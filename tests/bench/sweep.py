"""What a contract's cells cost, and whether the cost of one grows with their number: ``python -m tests.bench.sweep``.

Each line is a process of its own, for its memory: so many routes, twenty origins that may read them, and all that
the contract asks to show that nobody else may.
"""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from pathlib import Path

from flask import Flask
from flask_cors import CORS

from pytest_cors import Contract

ORIGINS = [f"https://app{number}.example.com" for number in range(20)]
CONTRACT = f"""
[[allow]]
routes = "/*"
origins = {ORIGINS!r}
methods = ["GET"]
headers = "*"
"""


def app_of(routes: int) -> Flask:
    """An app with so many routes, all with the same policy."""
    app = Flask("sweep", static_folder=None)
    CORS(app, origins=ORIGINS)
    for number in range(routes):
        app.add_url_rule(f"/{number}", str(number), lambda: "tea")
    return app


def sweep(routes: int) -> None:
    """Hold the app to the contract once, and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cors.toml")
        path.write_text(CONTRACT, encoding="utf-8")
        contract, app = Contract.from_toml(path), app_of(routes)
        before = time.process_time()
        verification = contract.verify(app)
        seconds = time.process_time() - before
    assert verification.holds, verification.explain()
    cells = len(verification.cells)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{routes:6} routes {cells:8} cells {seconds / cells * 1e6:6.0f} µs each {megabytes:6.0f} MB", flush=True)


def main() -> None:
    processes = multiprocessing.get_context("spawn")
    for routes in (10, 100, 1000):
        process = processes.Process(target=sweep, args=(routes,))
        process.start()
        process.join()


if __name__ == "__main__":
    main()
