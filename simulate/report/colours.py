"""
The colours of every picture; each means one thing wherever it is used.

They are told apart by the colour-blind too [1]_.

References
----------
.. [1] Okabe, Ito (2008), Color Universal Design.
"""

INK = "#222222"
"""Text and axes."""

FAINT = "#8c8c8c"
"""What is there to be looked past: grids, second lines of text."""

GRID = "#dddddd"
"""Lines to read a value by."""

TASK = "#0072B2"
"""Work at its median times."""

SPREAD = "#9CCBE8"
"""Where work may fall, between its percentiles."""

MAJOR = "#000000"
"""A major milestone."""

MINOR = "#8c8c8c"
"""A minor milestone."""

DUE = "#D55E00"
"""A due date, and the chance of keeping it."""

PROMISE = "#00785A"
"""A date that could be promised instead: Okabe and Ito's bluish green, darkened so that thin text can be read."""
