"""Whether enough iterations tell of a figure: what reaches it, and how seldom."""
