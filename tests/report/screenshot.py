"""The pictures of the HTML report in the documentation: ``python -m tests.report.screenshot``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from pytest_cors.report.files import rendered
from tests.differential.chromium import find_chromium
from tests.report.samples import shop_run
from tests.report.tab import Chromium, Tab

IMAGES = Path(__file__).parents[2] / "docs" / "images"
MOST_BYTES = 200_000


def main() -> int:
    """Write them; the exit status."""
    executable = find_chromium()
    if executable is None:
        print("no Chromium on the PATH, and $CHROMIUM is not set", file=sys.stderr)
        return 1
    chromium = Chromium(executable)
    try:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "cors-report.html"
            report.write_text(rendered("html", shop_run()), encoding="utf-8")
            _picture(chromium, report, IMAGES / "report.png", width=1240, height=1120)
            _picture(chromium, report, IMAGES / "report-story.png", width=860, height=1080, opened=True)
    finally:
        chromium.close()
    return 0


def _picture(chromium: Chromium, report: Path, image: Path, *, width: int, height: int, opened: bool = False) -> None:
    tab = Tab(chromium.devtools, width=width, height=height)
    try:
        tab.open(report)
        if opened:
            tab.run("document.querySelector('.wrongs a').click()")
        else:
            tab.press("b")
        tab.settle()
        tab.screenshot(image)
    finally:
        tab.close()
    size = image.stat().st_size
    print(f"{image.relative_to(IMAGES.parents[1])}: {size // 1000} kB")
    assert size < MOST_BYTES, "because a page of documentation should not weigh more"


if __name__ == "__main__":
    raise SystemExit(main())
