"""What a plan is: tasks, milestones, links, distributions and the calendar, read from a scenario file and checked."""
