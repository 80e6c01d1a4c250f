"""What becomes of risks: which occur, are retired in time, and stop the project."""
