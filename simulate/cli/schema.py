"""The command `schema`: the shape of a scenario file, for editors."""

import json

import click


@click.command(epilog="Example: milepost schema > scenario.schema.json")
def schema() -> None:
    """
    Print the JSON Schema of scenario files.

    Editors that know YAML complete and check a scenario by it, once its first line names the schema:
    `# yaml-language-server: $schema=scenario.schema.json`.
    """
    from milepost.models.document import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
