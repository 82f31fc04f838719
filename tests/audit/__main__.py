"""Print precision and recall of the audit: ``python -m tests.audit``, from the top of the project.

They are written into docs/explanation/audit.md, too.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

from .figures import sentence, table

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "audit.md"

_WRITTEN = re.compile(r"(?s)(?<=<!-- written by python -m tests.audit -->\n).*?(?=<!-- end -->)")


def main() -> None:
    logging.getLogger().addHandler(logging.NullHandler())  # some apps fail on purpose
    text = "\n".join([sentence(), "", *table()])
    print(text)
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_WRITTEN.sub(lambda _: f"\n{text}\n\n", page), encoding="utf-8")


if __name__ == "__main__":
    main()
