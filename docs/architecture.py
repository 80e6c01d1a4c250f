"""Print the page of the house, docs/architecture.md: its own words, and the list of rooms from the code."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[1]
_LIST: Final = "## Every room\n"


def page() -> str:
    """Return the page: its own words, then each folder with its files, by the first sentence of their docstrings."""
    words, heading, _ = (_ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition(_LIST)
    assert heading, f"docs/architecture.md has lost its heading {_LIST.strip()!r}"
    return f"{words}{heading}\nMade by `make docs` from the first sentence of each file.\n\n{''.join(_rooms())}"


def _rooms() -> Iterator[str]:
    for folder in ("models", "simulate"):
        packages = sorted((_ROOT / folder).rglob("__init__.py"), key=lambda file: file.parent.as_posix())
        for package in packages:
            yield f"### `{package.parent.relative_to(_ROOT).as_posix()}/`\n\n{_sentence(package)}\n\n"
            files = sorted(file for file in package.parent.glob("*.py") if file != package)
            yield "".join(f"- `{file.name}`: {_sentence(file)}\n" for file in files)
            yield "\n" if files else ""


def _sentence(file: Path) -> str:
    """Return the first paragraph of a file's docstring, on one line."""
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert docstring, f"{file.relative_to(_ROOT)} does not say what it is"
    return " ".join(docstring.partition("\n\n")[0].split())


if __name__ == "__main__":
    print(page().rstrip())
