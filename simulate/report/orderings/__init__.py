"""What is reported of a comparison of orderings."""
