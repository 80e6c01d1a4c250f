"""Trend: what the reviews of a plan said, one after another, in words, tables and pictures."""
