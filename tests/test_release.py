"""A release states its version in one place, and its changelog is put together from fragments."""

import importlib.util
import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from milepost import simulate

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("release", ROOT / "docs" / "release.py")
assert SPEC is not None
assert SPEC.loader is not None
release = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(release)

CHANGELOG = """\
# Changelog

## [Unreleased]

### Fixed

- A mend
  of two lines.

## [0.1.0] - 2026-01-05

### Added

- All.
"""


def test_the_version_is_that_of_the_project_wherever_it_is_said() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    citation = re.findall(r"^version: (.*)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert citation == [project]
    assert simulate.__version__ == version("milepost") == project


def test_fragments_come_behind_what_is_unreleased_and_earlier_releases_stay() -> None:
    fragments = {"Added": ["- One.", "- Another."], "Fixed": ["- A second mend."]}
    new = "### Added\n\n- One.\n- Another.\n\n### Fixed\n\n- A mend\n  of two lines.\n- A second mend.\n\n"
    assert release.released(CHANGELOG, fragments, "[0.2.0] - 2026-03-01") == CHANGELOG.replace(
        "## [Unreleased]\n\n### Fixed\n\n- A mend\n  of two lines.\n\n",
        f"## [Unreleased]\n\n## [0.2.0] - 2026-03-01\n\n{new}",
    )


def test_the_first_release_has_no_earlier_ones() -> None:
    first = release.released("# Changelog\n\n## [Unreleased]\n\n### Added\n\n- All.\n", {}, "[0.1.0] - 2026-01-05")
    assert first == "# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-05\n\n### Added\n\n- All.\n"


@pytest.mark.parametrize(
    ("changelog", "said"),
    [
        ("# Changelog\n", "no line"),
        ("## [Unreleased]\n\n", "nothing has changed"),
        ("## [Unreleased]\n\n### News\n\n- x\n", "News: not one of"),
    ],
)
def test_what_cannot_be_released_is_told(changelog: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        release.released(changelog, {}, "[0.2.0] - 2026-03-01")


@pytest.mark.parametrize(
    ("name", "text"), [("x.md", "- One."), ("x.news.md", "- One."), ("x.added.md", "One."), ("x.added.md", "")]
)
def test_a_fragment_that_would_be_lost_is_refused(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(name)):
        release.read_fragments([tmp_path / name])


def test_the_fragments_that_are_there_make_a_release() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    fragments = release.read_fragments(release.fragment_files())
    made = release.released(text, fragments, "[9.9.9] - 2026-03-01")
    assert all(entry in made for entries in fragments.values() for entry in entries)
