"""What was said of a plan at its reviews, kept from one to the next."""
