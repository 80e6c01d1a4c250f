"""What is told of one run."""
