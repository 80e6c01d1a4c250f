"""Sections of the page: a subject each, none knows another."""
