"""What drives the milestones: what each risk, response, task and category is worth, by runs without it."""
