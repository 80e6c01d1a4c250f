"""Every example in README.md and docs/ works as printed."""

import re
import runpy
import shlex
import shutil
import tomllib
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner

from milepost import models, simulate
from milepost.models import read_scenario
from milepost.models.file.quantity import SHAPES
from milepost.models.rules.advice import RULES
from milepost.models.rules.habits import HABITS
from milepost.simulate.cli import milepost
from milepost.simulate.web.server import Served

ROOT = Path(__file__).parents[1]
TUTORIALS = sorted((ROOT / "docs").glob("tutorial*.md"))
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
GUIDES = (
    ROOT / "CONTRIBUTING.md",
    ROOT / "docs" / "architecture.md",
    *sorted((ROOT / "docs" / "extending").glob("*.md")),
)
"""Pages for those who program."""
REQUIRED = {"name": "Example", "start": "2026-01-05", "tasks": "{something: {duration: 1}}"}


def blocks(language: str) -> list[object]:
    """Return every fenced block of a language, each with the place it stands at; tutorials are read as a whole."""
    fence = re.compile(rf"^```{language}\n(.*?)^```$", re.DOTALL | re.MULTILINE)
    return [
        pytest.param(block[1], id=f"{page.name}:{text.count(chr(10), 0, block.start()) + 1}")
        for page in PAGES
        if page not in TUTORIALS
        for text in [page.read_text(encoding="utf-8")]
        for block in fence.finditer(text)
    ]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out what the README describes: its first scenario as plan.yaml, and the shipped ones."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = re.search(r"^```yaml\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    assert first
    (tmp_path / "plan.yaml").write_text(first[1], encoding="utf-8")
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_first_scenario_of_the_readme_is_whole_and_about_twenty_lines(desk: Path) -> None:
    text = (desk / "plan.yaml").read_text(encoding="utf-8")
    assert all(re.search(rf"^{key}:", text, re.MULTILINE) for key in REQUIRED)
    assert 15 <= len(text.splitlines()) <= 20


@pytest.mark.parametrize("example", blocks("yaml"))
def test_a_yaml_example_reads_once_the_required_keys_are_there(example: str, tmp_path: Path) -> None:
    """An example of one key is completed by the keys that every plan must have."""
    missing = [f"{key}: {value}\n" for key, value in REQUIRED.items() if not re.search(rf"^{key}:", example, re.M)]
    plan = tmp_path / "plan.yaml"
    plan.write_text("".join([*missing, example]), encoding="utf-8")
    assert read_scenario(plan).tasks


@pytest.mark.parametrize("example", blocks("yaml overlay"))
def test_an_example_of_an_overlay_lies_over_what_it_names(example: str, desk: Path) -> None:
    above = desk / "scenarios" / "above.yaml"
    above.write_text(example, encoding="utf-8")
    assert read_scenario(above) != read_scenario(desk / "scenarios" / "hr_app.yaml")


@pytest.mark.parametrize(
    ("program", "page"),
    [("commands.py", "commands.md"), ("architecture.py", "architecture.md"), ("scenario_file.py", "scenario-file.md")],
)
def test_what_a_page_has_from_the_code_is_as_the_code_says(program: str, page: str) -> None:
    """`make docs` makes it so."""
    made = runpy.run_path(str(ROOT / "docs" / program))["page"]()
    assert made.rstrip() == (ROOT / "docs" / page).read_text(encoding="utf-8").rstrip()


def test_every_form_of_a_duration_has_an_example_and_says_when_to_use_it(tmp_path: Path) -> None:
    reference = (ROOT / "docs" / "scenario-file.md").read_text(encoding="utf-8")
    section = reference.split("\n## Durations\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `([a-z]+)` \|", section, re.MULTILINE) == list(SHAPES)
    assert set(SHAPES) <= set(re.findall(r"duration: \{(\w+):", section))


def test_the_page_of_calendars_has_the_dates_of_its_plan(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "calendars.md").read_text(encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    scenario = read_scenario(plan)
    dated = {id: [scenario.days.date_of(time) for time in scenario.dating.planned[id]] for id in scenario.tasks}
    shown = re.findall(r"^\| `(\w+)` \| (\w+ [\d-]+) \| (\w+ [\d-]+) \|", page, re.MULTILINE)
    assert [(id, *(f"{day:%a %Y-%m-%d}" for day in days if day)) for id, days in dated.items()] == shown


ENDS = {"gate": {0, 1, 4}}
"""How commands may end in an example that do not always end with 0."""
FEW = "--iterations 1000"
"""Enough where nothing is held against what is printed."""
REVIEWS = ("scenarios/hr_app.yaml", "scenarios/hr_app_week_9.yaml")
"""What has been recorded before a trend can be told."""


@pytest.mark.slow
@pytest.mark.parametrize("example", blocks("console"))
@pytest.mark.usefixtures("desk", "undrawn")
def test_a_console_example_runs_and_prints_what_it_shows(example: str) -> None:
    shows = re.search(r"^(?!\$ )", example.rstrip("\n"), re.MULTILINE)
    run_as_shown(example if shows else re.sub(r"^\$ (.*)$", played_little, example, flags=re.MULTILINE))


def played_little(shown: re.Match[str]) -> str:
    """Return a command as shown, with fewer iterations if it plays any that are not ended by what they show."""
    takes = {option.name for option in milepost.commands[shlex.split(shown[1])[1]].params}
    return f"{shown[0]} {FEW}" if "iterations" in takes and "--precision" not in shown[1] else shown[0]


@pytest.mark.slow
@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
@pytest.mark.usefixtures("undrawn")
def test_a_tutorial_works_from_its_beginning_to_its_end(page: Path, desk: Path) -> None:
    """Files are written as it says, what it quotes stands in them, and each command goes on from those before."""
    for before, language, block in re.findall(
        r"(.*?)^```(\w+)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    ):
        if language == "console":
            run_as_shown(block)
        elif asked := re.search(rf"(?:{'|'.join(WRITTEN)}):\s*$", before):
            write_as_asked(asked, block)
        else:
            assert any(block in path.read_text(encoding="utf-8") for path in desk.glob("*.yaml"))


WRITTEN = (
    r"Save this as\s+`(?P<saved>[\w.]+)`",
    r"Put this at\s+the end of `(?P<longer>[\w.]+)`",
    r"Put this in the place of\s+`(?P<key>\w+)` in `(?P<changed>[\w.]+)`",
)
"""How a tutorial asks for what stands below to be written."""


def write_as_asked(asked: re.Match[str], block: str) -> None:
    """Write a block into a file as a tutorial asks."""
    path = Path(asked["saved"] or asked["longer"] or asked["changed"])
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if asked["key"]:
        block, count = re.subn(rf"^{asked['key']}:.*?(?=^\w|\Z)", lambda _: block, text, flags=re.DOTALL | re.MULTILINE)
        assert count == 1
    path.write_text(text + block if asked["longer"] else block, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["", *sorted(milepost.commands)])
@pytest.mark.usefixtures("desk", "undrawn")
def test_the_example_in_a_command_s_help_runs(name: str) -> None:
    epilog = (milepost.commands[name] if name else milepost).epilog or ""
    for review in REVIEWS if name == "trend" else ():
        run_as_shown(f"$ milepost run {review} --record --no-drivers {FEW}\n")
    example = epilog.removeprefix("Example: ").partition(" > ")[0]
    run_as_shown(re.sub(r"^\$ (.*)$", played_little, f"$ {example}\n"))


def run_as_shown(example: str) -> None:
    """Run the commands of an example, and hold what they print against what it shows; a line `...` stands for some."""
    for part in re.split(r"^\$ ", example, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        program, *arguments = shlex.split(command)
        assert program == "milepost"
        with patch("milepost.simulate.web.server.serve", return_value=Served()):  # which would wait for Ctrl-C
            done = CliRunner(env={"COLUMNS": "80"}).invoke(milepost, arguments)
        assert done.exit_code in ENDS.get(arguments[0], {0}), f"{command}\n{done.output}"
        printed = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
        pattern = "(?:.*\n)*".join(re.escape(piece) for piece in re.split(r"^\.\.\.\n", shown, flags=re.MULTILINE))
        assert not shown or re.fullmatch(pattern, printed), f"{command}\n{printed}"


@pytest.mark.parametrize("example", blocks("python"))
@pytest.mark.usefixtures("desk")
def test_a_python_example_runs(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(example, {})
    assert capsys.readouterr().out


@pytest.mark.parametrize("page", sorted({*PAGES, *GUIDES}), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_link_to_a_file_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_path_that_a_guide_names_is_there(page: Path) -> None:
    named = re.findall(r"`((?:\w+/)+[\w.]*|\w+\.(?:md|toml))`", page.read_text(encoding="utf-8"))
    made = ("build/", "plan.yaml")
    assert [path for path in named if not path.startswith(made) and not _of_the_tree(path)] == []


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_guide_shows_stands_in_a_file_that_it_names(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = [ROOT / path for path in re.findall(r"`([\w/]+\.py)`", text)]
    code = [" ".join(path.read_text(encoding="utf-8").split()) for path in named if path.exists()]
    shown = re.findall(r"^ *```python\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    assert [block for block in shown if not any(" ".join(block.split()) in file for file in code)] == []


def test_the_page_of_advice_lists_every_rule_with_its_reason_and_cure() -> None:
    page = (ROOT / "docs" / "advice.md").read_text(encoding="utf-8")
    rows = [f"| `{rule.id}` | {rule.reason} | {rule.cure} |" for rule in RULES]
    assert re.findall(r"^\| `.*$", page, re.MULTILINE) == [
        *(row for row, rule in zip(rows, RULES, strict=True) if rule not in HABITS),
        *(row for row, rule in zip(rows, RULES, strict=True) if rule in HABITS),
    ]


def test_every_page_of_docs_has_a_place_in_the_site() -> None:
    """`make site` would say so too, later."""
    docs = ROOT / "docs"
    listed = re.findall(r"^(?:.* <)?([\w-]+)>?$", (docs / "index.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(page.stem for page in docs.glob("*.md")) == sorted({"index", *listed})


def test_the_readme_names_every_command_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `milepost (\w+)", readme, re.MULTILINE)) == set(milepost.commands)


def test_python_s_errors_are_documented_with_their_bases_and_exit_codes_and_no_other() -> None:
    reference = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `(\w+Error)` \| `(\S+)` \| (.*?) \| ?(\d*) \|", reference, re.MULTILINE)
    for name, package, bases, code in table:
        error = getattr(import_module(package), name)
        assert [base.__name__ for base in error.__bases__] == re.findall(r"\w+", bases)
        assert code in ("", str(error.exit_code))
    given = [name for package in (models, simulate) for name in package.__all__ if name.endswith("Error")]
    assert sorted(name for name, *_ in table) == sorted(given)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {code for *_, code in table if code} <= set(re.findall(r"^\| (\d+) \|", readme, re.MULTILINE))


def test_the_readme_shows_a_picture_small_enough_to_load_quickly() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(pictures) == 1
    assert (ROOT / pictures[0]).stat().st_size < 200_000


def test_every_dependency_is_defended() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[<>=~ ]", requirement)[0] for requirement in project["dependencies"]}
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    defended = re.findall(r"^\| ([\w-]+) \| \S", contributing.replace("| package | why |", ""), re.MULTILINE)
    assert sorted(defended) == sorted(needed)


def _of_the_tree(path: str) -> bool:
    """Return whether a path is one from the root, or the end of one in the two packages."""
    return (ROOT / path).exists() or any((ROOT / folder / path).exists() for folder in ("models", "simulate"))
