"""When tasks and milestones come about."""
