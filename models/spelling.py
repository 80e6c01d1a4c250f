"""Spelling: what somebody may have meant."""

from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 100
"""Letters of a word beyond which it is not looked for: its forms take the square of them."""


class Spelling:
    """
    Words, found again when misspelt.

    A word is near another when the two become alike by leaving out at most one letter of each, which covers a letter
    too many, too few, wrong or swapped with the next; capitals, `-` and `_` do not count. The work is one look-up for
    each letter, so that a file of a hundred thousand misspelt words is still answered.

    Parameters
    ----------
    words
        What can be meant; those of more than a hundred letters are passed over.
    """

    def __init__(self, words: Iterable[str]) -> None:
        forms = {word: _forms(word) for word in words if len(word) <= _LONGEST}
        self._words = {form: word for word, (_, *shorter) in forms.items() for form in shorter}
        self._words |= {bare: word for word, (bare, *_) in forms.items()}

    def near(self, word: str) -> str | None:
        """Return the word that is near, or None where none is."""
        if len(word) > _LONGEST:
            return None
        return next((self._words[form] for form in _forms(word) if form in self._words), None)

    def hint(self, word: str) -> str:
        """Return `; did you mean 'this'?`, or nothing where no word is near."""
        near = self.near(word)
        return "" if near is None else f"; did you mean {near!r}?"


def _forms(word: str) -> list[str]:
    bare = word.casefold().replace("-", "").replace("_", "")
    return [bare, *(bare[:k] + bare[k + 1 :] for k in range(len(bare)) if len(bare) > 2)]
