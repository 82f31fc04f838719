"""Throw broken headers at everything that reads headers: ``python -m tests.fuzz``, from the top of the project.

--seconds N    for how long; 60 unless told
--seed N       where to begin; a new place every time unless told
--only NAME    one target: lists, request_headers, max_age, cookies, urls, construct, answers

Ends with the first input that makes a target raise, or that takes a target more than a second; the input is made as
short as it can be and still do that.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback

from .hunt import hunt, shorter
from .targets import TARGETS


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--only", choices=TARGETS)
    options = parser.parse_args()
    targets = {options.only: TARGETS[options.only]} if options.only else TARGETS
    print(f"seed {options.seed}", flush=True)
    end = time.monotonic() + options.seconds
    found, tried = hunt(targets, options.seed, lambda: time.monotonic() < end)
    print(f"{tried} inputs for each of {', '.join(targets)}")
    if found is None:
        return 0
    text = shorter(found)
    print(f"{found.name} does not bear {text!r}:")
    try:
        found.target(text)
    except Exception:  # noqa: BLE001  that is what was looked for
        traceback.print_exc(file=sys.stdout)
    else:
        print("it takes more than a second")
    return 1


if __name__ == "__main__":
    sys.exit(main())
