"""Print the page of commands, docs/commands.md, from the help that the program itself gives."""

import click

from milepost.simulate.cli import milepost


def page() -> str:
    """Return the page: every command's help as a terminal of 100 columns shows it."""
    parts = ["# Commands", "", "Made by `make docs` from what each command says with `--help`.", ""]
    for name, command in {"": milepost, **milepost.commands}.items():
        path = f"milepost {name}".strip()
        context = click.Context(command, info_name=path, max_content_width=100, terminal_width=100)
        parts += [f"## {path}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    return "\n".join(parts)


if __name__ == "__main__":
    print(page(), end="")
