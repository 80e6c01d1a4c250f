"""What must hold for a plan as a whole, and advice on what may stay."""
