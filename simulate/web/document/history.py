"""History: the states of a document one after the other, with what led from each to the next."""

from collections.abc import Callable

from milepost.simulate.web.ops.state import State


class History:
    """
    States that follow each other, one of which is the present one.

    Parameters
    ----------
    first
        The state that it begins with.
    """

    def __init__(self, first: State) -> None:
        self._states = [first]
        self._labels: list[str] = []
        """What led from each state to the next."""
        self._place = 0

    @property
    def now(self) -> State:
        """Return the present state."""
        return self._states[self._place]

    @property
    def undo_label(self) -> str | None:
        """Return what led here; None where nothing did."""
        return self._labels[self._place - 1] if self._place else None

    @property
    def redo_label(self) -> str | None:
        """Return what led on from here; None where nothing did."""
        return self._labels[self._place] if self._place < len(self._labels) else None

    def add(self, state: State, label: str) -> None:
        """Go on to another state; those that followed are forgotten."""
        self._states[self._place + 1 :] = [state]
        self._labels[self._place :] = [label]
        self._place += 1

    def back(self) -> None:
        """Go back to the state before."""
        self._place -= 1

    def on(self) -> None:
        """Go on to the state that followed."""
        self._place += 1

    def change(self, made: Callable[[State], State]) -> None:
        """Put others in the place of all states."""
        self._states = [*map(made, self._states)]

    def put(self, state: State) -> None:
        """Put another in the place of the present state."""
        self._states[self._place] = state
