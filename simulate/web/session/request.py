"""Request: what a tab asks for, with each of its values checked as it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from milepost.models.error import MilepostError

_LONGEST_LABEL: Final = 200
"""Of an edit, in words [characters]."""


class AskError(MilepostError):
    """A page asks for what there is not; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """
    What a tab asks for.

    Parameters
    ----------
    message
        As it came from the page: anything may stand in it.
    """

    message: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Return what is to be done."""
        return str(self.message.get("t"))

    @property
    def label(self) -> str:
        """Return what an edit is called; empty where it is not, or by what cannot be shown."""
        said = self.message.get("label")
        text = " ".join(said.split())[:_LONGEST_LABEL] if isinstance(said, str) else ""
        return text if text.isprintable() else ""

    def get(self, key: str) -> Any:
        """Return a value as it came; None where there is none."""
        return self.message.get(key)

    def number(self, key: str) -> int:
        """
        Return a whole number.

        Raises
        ------
        AskError
            When it is none.
        """
        value = self.message.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise AskError(f"{key} is not a whole number")
        return value

    def text(self, key: str) -> str:
        """
        Return a text.

        Raises
        ------
        AskError
            When it is none.
        """
        value = self.message.get(key)
        if not isinstance(value, str):
            raise AskError(f"{key} is not text")
        return value

    def text_or_none(self, key: str) -> str | None:
        """
        Return a text; None where nothing is asked for.

        Raises
        ------
        AskError
            When it is something else.
        """
        return None if self.message.get(key) is None else self.text(key)
