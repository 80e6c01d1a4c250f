"""What is reported of one run."""
