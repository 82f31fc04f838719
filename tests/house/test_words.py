"""The repository is about CORS, not about the place where it was written."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOP = {"LICENSE", "README.md", "docs", "examples", "pyproject.toml", "pytest_cors", "tests"}

# Each pattern holds a class of one letter, so that it does not find itself.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.])/([w]ork|[t]mp|[r]oot)/",
    "a host of a package registry": r"[p]ypi\.org|[p]ythonhosted|[n]pmjs|[d]eb\.debian",
    "somebody at work": r"(?i)(?<!user\s)(?<![\w-])[a]gents?\b",
    "a product that writes text": r"(?i)\b([a]nthropic|[c]laude|[c]hatgpt|[c]opilot|[o]penai|[L]LMs?)\b",
    "a person": r"(?<![\w./:@+-])[\w.+-]+@(?!example\.|[\w.-]+\.example\b)[\w-]+\.(com|dev|io|net|org)\b",
    "a tag that is none of NOTE, NB, AD-HOC, FIXME": r"#\s*([T]ODO|[X]XX|[H]ACK)\b",
}


def tracked() -> list[Path]:
    """The files under version control; of an unpacked archive, all that is not hidden."""
    if not (ROOT / ".git").exists():
        found = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
        return [ROOT / path for path in found if not any(part[0] in "._" for part in path.parts)]
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in run.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def findings(pattern: str, text: str) -> list[str]:
    """Each line in which a pattern is found, with its number."""
    return [f"{text.count(chr(10), 0, match.start()) + 1}: {match[0].strip()}" for match in re.finditer(pattern, text)]


@pytest.mark.parametrize("pattern", FORBIDDEN.values(), ids=FORBIDDEN)
def test_no_file_has(pattern: str) -> None:
    # The bytes of a picture spell words by chance.
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in tracked() if path.suffix != ".png"}
    assert texts
    assert [
        f"{path.relative_to(ROOT)}:{line}" for path, text in texts.items() for line in findings(pattern, text)
    ] == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("a path of one machine", "see /{}/notes.txt".format("tmp")),
        ("a host of a package registry", "https://{}/simple".format("pypi." + "org")),
        ("somebody at work", "the {} said".format("Ag" + "ent")),
        ("a person", "ask {}".format("ada@lovelace" + ".org")),
        ("a tag that is none of NOTE, NB, AD-HOC, FIXME", "# {}: later".format("TO" + "DO")),
    ],
)
def test_the_patterns_find_what_they_name(kind: str, text: str) -> None:
    assert findings(FORBIDDEN[kind], text)


@pytest.mark.parametrize(
    "text",
    ["the User-Agent header, a user agent", "https://user:pw@host.com/", "ada@example.com", "/api/tmp/1"],
)
def test_the_patterns_leave_the_field_alone(text: str) -> None:
    assert not [pattern for pattern in FORBIDDEN.values() if findings(pattern, text)]


def test_the_top_is_tidy() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in top if not name.startswith(".")} <= TOP
