"""The command `schema`: the shape of a scenario file, for editors."""

import click

from milepost.simulate.cli.streams import say
from milepost.simulate.report.media.json import json_text


@click.command(epilog="Example: milepost schema > scenario.schema.json")
def schema() -> None:
    """
    Print the JSON Schema of scenario files.

    Editors that know YAML complete and check a scenario by it, once its first line names the schema:
    `# yaml-language-server: $schema=scenario.schema.json`.
    """
    from milepost.models.file.schema import json_schema

    say(json_text(json_schema()), lines=True)
