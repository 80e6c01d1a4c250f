"""What is spent and comes in, when, and how it stands against the milestones."""
