"""Make the unreleased part of CHANGELOG.md and the fragments of changelog.d/ the part of a version."""

import argparse
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
KINDS: Final = ("Added", "Changed", "Removed", "Fixed", "Security")
UNRELEASED: Final = "## [Unreleased]\n"


def released(changelog: str, fragments: Mapping[str, Sequence[str]], heading: str) -> str:
    """
    Return the changelog with what is unreleased, fragments behind it, under a heading of its own.

    Parameters
    ----------
    changelog
        The text of CHANGELOG.md.
    fragments
        By kind, the entries that were written since the last release.
    heading
        Of the version, as `[0.2.0] - 2026-03-01`.
    """
    before, mark, rest = changelog.partition(UNRELEASED)
    if not mark:
        raise ValueError(f"there is no line {UNRELEASED.strip()!r}")
    unreleased, *earlier = re.split(r"^(?=## )", rest, flags=re.MULTILINE)
    written = dict(re.findall(r"^### (\w+)\n\n(.*?)\n*(?=^### |\Z)", unreleased, re.DOTALL | re.MULTILINE))
    parts = [
        f"### {kind}\n\n" + "\n".join(entries)
        for kind in KINDS
        if (entries := [text for text in (written.pop(kind, ""), *fragments.get(kind, ())) if text])
    ]
    if written:
        raise ValueError(f"{', '.join(written)}: not one of {', '.join(KINDS)}")
    if not parts:
        raise ValueError("nothing has changed since the last release")
    part = "\n\n".join([f"## {heading}", *parts])
    return "\n".join([before + UNRELEASED, part + "\n", *earlier])


def read_fragments(files: Sequence[Path]) -> dict[str, list[str]]:
    """Return the entries of fragments by kind."""
    fragments: dict[str, list[str]] = {}
    for file in files:
        _, _, kind = file.stem.rpartition(".")
        text = file.read_text(encoding="utf-8").strip()
        if kind.capitalize() not in KINDS or not re.fullmatch(r"- .*(\n(- |  ).*)*", text):
            raise ValueError(f"{file.name}: not NAME.KIND.md with entries as changelog.d/README.md says")
        fragments.setdefault(kind.capitalize(), []).append(text)
    return fragments


def fragment_files(root: Path = ROOT) -> list[Path]:
    """Return the fragments that are there, by name."""
    return sorted(file for file in (root / "changelog.d").glob("*.md") if file.name != "README.md")


def main() -> None:
    """Rewrite the changelog for a version, and take its fragments away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", help="as 0.2.0")
    parser.add_argument("--date", type=date.fromisoformat, default=date.today(), help="of the release; today")
    asked = parser.parse_args()
    files, page = fragment_files(), ROOT / "CHANGELOG.md"
    heading = f"[{asked.version}] - {asked.date}"
    page.write_text(released(page.read_text(encoding="utf-8"), read_fragments(files), heading), encoding="utf-8")
    for file in files:
        file.unlink()


if __name__ == "__main__":
    main()
