"""What happens to a plan when it is played out many times, and what can be said about it."""
