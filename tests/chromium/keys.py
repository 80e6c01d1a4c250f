"""Keys as a keyboard of the United States sends them."""

from collections.abc import Mapping
from typing import Any, Final

_MODIFIERS: Final = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}
_NAMED: Final = {
    **{"Backspace": 8, "Tab": 9, "Enter": 13, "Escape": 27, "PageUp": 33, "PageDown": 34, "End": 35, "Home": 36},
    **{"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Insert": 45, "Delete": 46},
    **{f"F{number}": 111 + number for number in range(1, 13)},
}
_TEXTS: Final = {"Enter": "\r"}
_SIGNS: Final = {
    **{" ": ("Space", 32), ";": ("Semicolon", 186), "=": ("Equal", 187), ",": ("Comma", 188), "-": ("Minus", 189)},
    **{".": ("Period", 190), "/": ("Slash", 191), "`": ("Backquote", 192), "[": ("BracketLeft", 219)},
    **{"\\": ("Backslash", 220), "]": ("BracketRight", 221), "'": ("Quote", 222)},
}
_SHIFTED: Final = dict(zip('!@#$%^&*()_+{}|:"<>?~', "1234567890-=[]\\;',./`", strict=True))
_COMMANDS: Final = {
    **{"Control+a": "selectAll", "Control+c": "copy", "Control+x": "cut", "Control+v": "paste"},
    **{"Control+z": "undo", "Control+y": "redo", "Control+Shift+Z": "redo"},
}
"""What the window does with a key, if the page lets it: the protocol sends keys past the window."""


def strokes(keys: str) -> list[Mapping[str, Any]]:
    """
    Return what the browser is told where keys are pressed and released.

    Parameters
    ----------
    keys
        A key as `KeyboardEvent.key` names it, behind the modifiers that are held: "a", "Enter", "Control+Shift+Z".
    """
    held = keys[:-1].split("+")[:-1] if keys.endswith("+") else keys.split("+")[:-1]
    key = "+" if keys.endswith("+") else keys.split("+")[-1]
    modifiers = sum(_MODIFIERS[one] for one in held)
    code, number = _place(key)
    if key in _SHIFTED or (len(key) == 1 and key.isupper()):
        modifiers |= _MODIFIERS["Shift"]
    event = {"key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers}
    typed = "" if {"Control", "Alt", "Meta"} & set(held) else _TEXTS.get(key, key if len(key) == 1 else "")
    down = {**event, "type": "keyDown" if typed else "rawKeyDown"}
    if typed:
        down["text"] = typed
    if keys in _COMMANDS:
        down["commands"] = [_COMMANDS[keys]]
    return [down, {**event, "type": "keyUp"}]


def _place(key: str) -> tuple[str, int]:
    """Return where a key is on the keyboard, and its number; "" and 0 of one that is not there."""
    key = _SHIFTED.get(key, key)
    if key in _NAMED:
        return key, _NAMED[key]
    if key in _SIGNS:
        return _SIGNS[key]
    if key.isascii() and key.isalpha() and len(key) == 1:
        return f"Key{key.upper()}", ord(key.upper())
    if key.isascii() and key.isdigit():
        return f"Digit{key}", ord(key)
    return "", 0
