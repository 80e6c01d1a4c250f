"""Plans to start from, shipped with the package."""
