"""What of a plan is outside its tolerances, why, and what could be done about it."""
