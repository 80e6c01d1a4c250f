"""What drives the milestones, in pictures and sentences."""
