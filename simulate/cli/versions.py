"""The option `--versions`: what a report of a fault should state of where it happened."""

import click

from milepost.simulate.cli.streams import say
from milepost.simulate.report.media.versions import installed_versions


def print_versions(context: click.Context, _option: click.Parameter, asked: bool) -> None:
    """Print the versions of all that Milepost works with, where that is asked for, and end."""
    if not asked or context.resilient_parsing:
        return
    installed = installed_versions()
    width = max(map(len, installed))
    for name, version in installed.items():
        say(f"{name:<{width}}  {version}")
    context.exit()
