"""Browser: how it is told the address, with the token in it, without telling others on this machine."""

import html
import secrets
import shutil
import tempfile
import webbrowser
from pathlib import Path
from typing import Final

_PAGE: Final = """\
<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={address}">
<title>Milepost</title>
<p><a href="{address}">Open the plan</a></p>
"""


class BrowserFile:
    """
    A file that leads a browser to an address, which only this user can read.

    What a program is called with can be read by every user of a machine, and a browser is called with an address. So it
    is called with that of this file.
    """

    def __init__(self, address: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="milepost-open-"))  # for this user alone
        self.path = self._folder / f"{secrets.token_hex(4)}.html"
        self.path.touch(mode=0o600)
        self.path.write_text(_PAGE.format(address=html.escape(address)), encoding="utf-8")

    def show(self) -> bool:
        """Open it in the user's browser, and return whether there is one."""
        try:
            return webbrowser.open(self.path.as_uri())
        except (webbrowser.Error, OSError):
            return False

    def remove(self) -> None:
        """Take it away."""
        shutil.rmtree(self._folder, ignore_errors=True)
