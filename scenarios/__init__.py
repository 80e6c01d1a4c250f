"""Plans to start from, shipped with the package."""

import importlib.resources
from collections.abc import Mapping
from typing import Final

TEMPLATES: Final[Mapping[str, str]] = {
    "three-majors": "three_majors.yaml",
    "minimal": "minimal.yaml",
    "hr-app": "hr_app.yaml",
    "sheet": "sheet.yaml",
}
"""What people call the plans that they may begin with, and their files."""


def template(name: str) -> str:
    """Return the text of a plan to begin with."""
    return (importlib.resources.files(__name__) / TEMPLATES[name]).read_text(encoding="utf-8")
