"""What is reported of a batch: its table, its ranking and its pictures."""
