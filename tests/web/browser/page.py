"""The page of a plan, as its planner uses it."""

from typing import Any, Final

from tests.chromium.tab import Tab
from tests.web.browser.served import Served

_STORE: Final = "(await import('/static/shell/store.js'))"
_SETTLED: Final = f"""(async () => {{
    const {{ store }} = {_STORE};
    const {{ plan, figures, base }} = store, {{ asked, answered }} = document.documentElement.dataset;
    return plan && figures && figures.whole && !figures.draft && !figures.stale && figures.rev === plan.rev
        && base?.whole && Number(answered || 0) >= Number(asked || 0);
}})()"""
"""All that was asked for is answered, at as many iterations as there are."""
_ANSWERED: Final = (
    "Number(document.documentElement.dataset.answered || 0) >= Number(document.documentElement.dataset.asked)"
)


class Page:
    """
    The page of a plan.

    Parameters
    ----------
    tab
        Where it is shown.
    """

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def open(self, served: Served, *, width: int = 1440, height: int = 900, dark: bool = False) -> "Page":
        """Open what is served, and wait for its figures."""
        self.tab.open(served.address, width=width, height=height, dark=dark)
        return self.settled()

    def settled(self) -> "Page":
        """Wait until the whole answer to what was done last is on the screen."""
        self.tab.until(_SETTLED, within=120)
        self.tab.value("0")
        return self

    def answered(self) -> "Page":
        """Wait until something is said to what was done last: figures, or what is wrong with it."""
        self.tab.until(_ANSWERED, within=120)
        self.tab.value("0")
        return self

    def store(self, expression: str) -> Any:
        """Return what an expression comes to, in which `store` is what the page knows."""
        return self.tab.evaluate(f"(async () => {{ const {{ store }} = {_STORE}; return {expression}; }})()")

    def known(self, expression: str) -> Any:
        """Return such an expression's value once that is true."""
        return self.tab.until(f"(({{ store }}) => {expression})({_STORE})")

    def figure(self, milestone: str, which: str) -> str:
        """Return what the table of milestones says: hit, dhit, promise, dpromise, due."""
        return self.says(f'[data-id="{milestone}"] [data-figure="{which}"]')

    def says(self, selector: str) -> str:
        """Return the text of an element, once it is there."""
        text: str = self.tab.until(f"document.querySelector({selector!r})?.textContent")
        return text

    def show(self, sheet: str) -> "Page":
        """Show a sheet by its tab."""
        self.tab.click(self.tab.named("tab", sheet))
        self.tab.value("0")
        return self

    def push(self, name: str) -> "Page":
        """Push a button by its name."""
        self.tab.click(self.tab.named("button", name))
        return self

    def cell(self, row: str, field: str) -> str:
        """Return the selector of a cell of the sheet that is shown."""
        return f'[role="grid"] [data-id="{row}"] [data-field="{field}"]'

    def reach(self, row: str) -> "Page":
        """Scroll the sheet that is shown until a row is in it: those out of sight are not in the page."""
        self.tab.until(f"""(() => {{
            if (document.querySelector('[role="grid"] [data-id="{row}"]')) return true;
            const sheet = [...document.querySelectorAll('.grid-scroll')].find((one) => one.checkVisibility());
            const isAtEnd = sheet.scrollTop + sheet.clientHeight >= sheet.scrollHeight - 1;
            sheet.scrollTop = isAtEnd ? 0 : sheet.scrollTop + sheet.clientHeight;
        }})()""")
        return self

    def put(self, row: str, field: str, text: str) -> "Page":
        """Type into a cell, over what stands in it, and leave it by Enter."""
        self.tab.click(self.cell(row, field))
        self.tab.type(text)
        self.tab.press("Enter")
        return self

    def save(self) -> "Page":
        """Save, by the keyboard, and wait until that is done."""
        self.tab.press("Control+s")
        self.known("!store.plan.dirty")
        return self

    def undo_all(self) -> "Page":
        """Undo to the start, by the keyboard."""
        while label := self.store("store.plan.undo"):
            rev = self.store("store.plan.rev")
            self.tab.press("Control+z")
            self.known(f"store.plan.rev !== {rev}")
            assert label
        return self
