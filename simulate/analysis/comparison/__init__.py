"""Comparison: two plans on the same iterations, figure by figure."""
