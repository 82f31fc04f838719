"""The same fetches elsewhere: headless Chromium, jsdom and happy-dom, each from a live server.

    python -m tests.bench.elsewhere --modules node_modules

One page fetches one URL after the other, each with a preflight of its own. All take turns, and the clock is that on the
wall, for most are several processes: measure on a machine that does nothing else. Needs ``chromium`` and ``node`` on
the ``PATH``, and for the last two ``npm install jsdom happy-dom`` somewhere: ``--modules`` says where. What is not
there is left out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

from flask import Flask, request
from flask_cors import CORS
from werkzeug.serving import WSGIRequestHandler, make_server

from pytest_cors import Browser

FETCHES = 300
ROUNDS = 5

SCRIPT = """
async function run(fetch, base, number) {
  await fetch(`${base}/users?warm`, {headers: {"X-Request-Id": "7"}});
  const started = performance.now();
  for (let at = 0; at < number; at++) {
    const response = await fetch(`${base}/users?n=${at}&t=${started}`, {headers: {"X-Request-Id": "7"}});
    if (response.status !== 200) throw new Error(response.status);
    await response.text();
  }
  return (performance.now() - started) / number / 1000;
}
"""

PAGE = (
    f"<script>{SCRIPT}"
    "run(fetch.bind(window), '%s', %d).then(seconds => fetch('/done', {method: 'POST', body: seconds}))</script>"
)

JSDOM = """
const {JSDOM} = require("jsdom");
const {window} = new JSDOM("", {url: page});
const get = (url, {headers}) => new Promise((resolve, reject) => {
  const request = new window.XMLHttpRequest();
  request.open("GET", url);
  for (const name in headers) request.setRequestHeader(name, headers[name]);
  request.onload = () => resolve({status: request.status, text: async () => request.responseText});
  request.onerror = reject;
  request.send();
});
"""

HAPPY_DOM = """
const {Window} = require("happy-dom");
const window = new Window({url: page});
const get = window.fetch.bind(window);
"""


class Handler(WSGIRequestHandler):
    """Keeps connections open, as a production server does, and says nothing."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        pass


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Where the app is for as long as somebody asks."""
    server = make_server("localhost", 0, app, threaded=True, request_handler=Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def api() -> Flask:
    """What is fetched; it lets every page in, with any header."""
    app = Flask("api")
    CORS(app)
    app.add_url_rule("/users", "users", lambda: [{"id": 1, "name": "Ada"}, {"id": 2, "name": "Grace"}])
    return app


def pages(base: str, number: int, done: Queue[float]) -> Flask:
    """The page that fetches, and where it tells how long that took."""
    app = Flask("pages")
    app.add_url_rule("/", "page", lambda: PAGE % (base, number))

    @app.post("/done")
    def tell() -> str:
        done.put(float(request.get_data()))
        return ""

    return app


def ours(app: Flask, number: int) -> float:
    """Seconds of one fetch."""
    page = Browser(app, base_url="http://localhost:5000").page("http://localhost:5001/")
    started = time.perf_counter()
    for at in range(number):
        result = page.fetch(f"http://localhost:5000/users?n={at}&t={started}", headers=[("X-Request-Id", "7")])
        assert result.preflighted
        assert result.response.status == 200
        assert result.response.text
    return (time.perf_counter() - started) / number


def chromium(base: str, number: int) -> float:
    """Seconds of one fetch."""
    done: Queue[float] = Queue()
    with served(pages(base, number, done)) as page, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", f"{page}/"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            return done.get(timeout=120)
        finally:
            process.terminate()
            process.wait()


def node(module: str, base: str, number: int, modules: Path) -> float:
    """Seconds of one fetch in what a Node module makes of a page."""
    script = (
        f"const page = 'http://localhost:1/';{module}{SCRIPT}"
        f"run(get, '{base}', {number}).then(seconds => {{ console.log(JSON.stringify(seconds)); process.exit(0); }});"
    )
    done = subprocess.run(
        ["node", "-e", script], cwd=modules.parent, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    seconds: float = json.loads(done.stdout.splitlines()[-1])
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.elsewhere", description=__doc__.splitlines()[0])
    parser.add_argument("--modules", type=Path, metavar="FOLDER", help="the node_modules with jsdom and happy-dom")
    parser.add_argument("--fetches", type=int, default=FETCHES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    number = options.fetches
    app = api()
    with served(api()) as base:
        runs: dict[str, Callable[[], float]] = {"pytest-cors": lambda: ours(app, 10 * number)}
        if shutil.which("chromium"):
            runs["chromium"] = lambda: chromium(base, number)
        for name, module in (("jsdom", JSDOM), ("happy-dom", HAPPY_DOM)):
            if options.modules is not None and shutil.which("node") and (options.modules / name).is_dir():
                runs[name] = lambda module=module: node(module, base, number, options.modules.absolute())  # type: ignore[misc]
        seen: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(options.rounds):
            for name, run in runs.items():
                seen[name].append(run())
    for name, seconds in seen.items():
        times = sorted(theirs / own for theirs, own in zip(seconds, seen["pytest-cors"], strict=True))
        print(
            f"{name:12}{statistics.median(seconds) * 1e6:8,.0f} us a preflighted GET"
            f"{statistics.median(times):8.1f} times ours ({times[0]:.1f} to {times[-1]:.1f})"
        )


if __name__ == "__main__":
    main()
