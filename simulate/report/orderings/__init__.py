"""What is told of a comparison of orderings."""
