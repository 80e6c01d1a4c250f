"""What is told of a batch: its table, its ranking and its pictures."""
