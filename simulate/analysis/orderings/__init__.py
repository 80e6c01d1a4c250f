"""Comparing the orders in which risks can be retired."""
