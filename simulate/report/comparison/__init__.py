"""Comparison: what changes from one plan to another, in words and documents."""
