"""Print how far each profile agrees with its browser: ``python -m tests.conformance``, from the top of the project.

--standard       hold the standard's own behaviour against each browser instead of the browser's profile
--show           tell every disagreement in full
--only ID ...    these cases only
"""

from __future__ import annotations

import argparse

from .agreement import agreement
from .corpus import CORPORA
from .figures import Figures, table


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.conformance",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--standard", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--only", nargs="+", metavar="ID")
    options = parser.parse_args()
    rows: dict[str, Figures] = {}
    for corpus in CORPORA:
        cases = tuple(case for case in corpus.cases() if not options.only or case["id"] in options.only)
        for browser in corpus.browsers:
            name = f"{browser}, {corpus.name}"
            profile = "standard" if options.standard else browser
            rows[name], disagreements = agreement(corpus, browser, cases, profile=profile)
            for each in disagreements:
                if options.show or options.only:
                    print(f"{name}: {each}\n")
                elif not options.standard:
                    print(f"{name}: {each.case['id']} differs in {', '.join(each.measures)}")
    print("\n".join(table(rows)))


if __name__ == "__main__":
    main()
