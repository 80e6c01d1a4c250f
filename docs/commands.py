"""Print the page of commands, docs/commands.md, from the help that the program itself gives."""

import click

from milepost.simulate.cli import milepost


def page() -> str:
    """Return the page: every command's help as a terminal of 100 columns shows it."""
    parts = ["# Commands", "", "Made by `make docs` from what each command says with `--help`.", ""]
    program = milepost.make_context("milepost", ["schema"], max_content_width=100, terminal_width=100)
    of_commands = [click.Context(one, program, name) for name, one in milepost.commands.items()]
    for context in (program, *of_commands):
        parts += [f"## {context.command_path}", "", "```text", context.get_help().rstrip(), "```", ""]
    return "\n".join(parts)


if __name__ == "__main__":
    print(page(), end="")
