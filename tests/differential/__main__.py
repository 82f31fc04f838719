"""Fresh CORS cases, asked of a real Chromium and of our engine.

    python -m tests.differential                            300 cases with a new seed, which is printed
    python -m tests.differential --cases 5000 --seed 7      more, and the same again
    python -m tests.differential --seed 7 --only 12 345     these numbers of a seed (the end of an id), in full
    python -m tests.differential --save FOLDER              keep cases and truths, in the format of the corpus
    python -m tests.differential --corpus CASES TRUTH       the harness itself: recorded cases, seen again?

Needs Chromium on the PATH (or $CHROMIUM) and the `test` extra. Exits with 1 when something differs.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from .cases import Case, Outcome, outcomes, read_lines, write_lines
from .chromium import find_chromium
from .generate import generate, generate_one
from .run import Comparison, browse, compare

OBSERVED = ("outcome", "response", "wire", "cors_error", "failed_parameter", "console")


def main() -> int:
    options = _options()
    executable = find_chromium()
    if executable is None:
        print("no Chromium on the PATH, and $CHROMIUM is not set", file=sys.stderr)
        return 2
    if options.corpus:
        return _check_harness(*options.corpus, executable=executable, workers=options.workers)
    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    cases: Iterator[Case] = generate(seed, options.cases)
    if options.only:
        cases = (generate_one(seed, number) for number in options.only)
    started = time.monotonic()
    found = [compare(*pair) for pair in browse(cases, executable=executable, workers=options.workers)]
    took = time.monotonic() - started
    if options.save:
        write_lines(options.save / "cases.jsonl.gz", [each.case for each in found])
        write_lines(options.save / "chromium.jsonl.gz", [each.truth for each in found])
    return _report(found, show=len(found) if options.only else options.show, head=f"seed {seed}, {took:.0f} s")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.differential", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=300, metavar="N")
    parser.add_argument("--seed", type=int, metavar="N")
    parser.add_argument("--only", type=int, nargs="+", metavar="NUMBER")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="cases at a time (default: 2)")
    parser.add_argument("--show", type=int, default=10, metavar="N", help="differences told in full (default: 10)")
    parser.add_argument("--save", type=Path, metavar="FOLDER")
    parser.add_argument("--corpus", type=Path, nargs=2, metavar=("CASES", "TRUTH"))
    return parser.parse_args()


def _report(found: list[Comparison], *, show: int, head: str) -> int:
    differing = [each for each in found if each.differs]
    for each in differing[:show]:
        print(each.story())
    classes = collections.Counter(" ".join(each.differs) for each in differing)
    for differs, count in classes.most_common():
        print(f"{count:6}  {differs}")
    engine = found[0].truth["engine"] if found else "no browser"
    print(f"{engine}: {len(found) - len(differing)} of {len(found)} cases agree ({head})")
    return 1 if differing else 0


def _check_harness(cases: Path, truth: Path, *, executable: str, workers: int) -> int:
    """Recorded cases through this harness: what it sees must be what was recorded."""
    recorded = {each["id"]: outcomes(each) for each in read_lines(truth)}
    known = [case for case in read_lines(cases) if case["id"] in recorded]
    total = wrong = 0
    for case, seen in browse(known, executable=executable, workers=workers):
        total += 1
        if list(map(_observed, recorded[case["id"]])) != list(map(_observed, outcomes(seen))):
            wrong += 1
            print(f"--- {case['id']}\n  recorded  {json.dumps(recorded[case['id']])}\n  seen      {json.dumps(seen)}")
    print(f"{total - wrong} of {total} recorded cases are seen again")
    return 1 if wrong else 0


def _observed(outcome: Outcome) -> Outcome:
    return {name: outcome.get(name) for name in OBSERVED}


if __name__ == "__main__":
    sys.exit(main())
