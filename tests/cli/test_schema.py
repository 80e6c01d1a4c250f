import json
from pathlib import Path

from click.testing import CliRunner

from milepost.models.file.schema import json_schema
from milepost.simulate.cli import milepost


def test_schema_prints_the_schema() -> None:
    result = CliRunner().invoke(milepost, ["schema"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json_schema()


def test_the_schema_in_docs_is_the_one_that_is_printed() -> None:
    """`milepost schema > docs/scenario.schema.json` makes it current."""
    committed = Path(__file__).parents[2] / "docs" / "scenario.schema.json"
    assert committed.read_text(encoding="utf-8") == CliRunner().invoke(milepost, ["schema"]).stdout
