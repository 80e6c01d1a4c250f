"""Rules of accessibility: axe-core, which axe-core-python brings as one file, run in a page."""

import json
from functools import cache
from importlib.resources import files
from typing import Final

from tests.chromium.tab import Tab

_RUN: Final = """axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map((one) =>
    `${one.id} (${one.impact}): ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)
        + ' ' + node.any.concat(node.all, node.none).map((check) => check.message).join(' ')).join(' | ')}`))"""


def violations(tab: Tab, *without: str) -> list[str]:
    """Return what breaks a rule in the page as it is shown, but for rules that are named."""
    if not tab.evaluate("typeof axe === 'object'"):
        tab.evaluate(f"void {_source()}")
    rules = {name: {"enabled": False} for name in without}
    told: list[str] = tab.evaluate(_RUN.replace("resultTypes", f"rules: {json.dumps(rules)}, resultTypes"))
    return told


@cache
def _source() -> str:
    return files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
