"""Listening: the socket of a server, on this machine and nowhere else."""

import socket
from typing import Final

from milepost.models.error import MilepostError

ADDRESS: Final = "127.0.0.1"
"""Where it listens: on this machine, and nowhere else."""
_BACKLOG: Final = 64
"""Connections that wait to be taken."""


class PortTakenError(MilepostError):
    """Another program listens at a port; the text says which, and what to do."""


def listening(port: int | None) -> socket.socket:
    """
    Return a socket that listens on this machine.

    Parameters
    ----------
    port
        At which port; at any that is free unless given.

    Raises
    ------
    PortTakenError
        When another program listens there.
    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows, where SO_REUSEADDR would share a port that is taken
            found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((ADDRESS, port or 0))
        found.listen(_BACKLOG)
    except OSError as error:
        found.close()
        raise PortTakenError(
            f"port {port} cannot be had ({error.strerror}): give another by --port, or none for one that is free"
        ) from None
    found.setblocking(False)
    return found
