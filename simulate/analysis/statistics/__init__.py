"""Estimates and tests that know no plan: what a sample tells, and how surely."""
