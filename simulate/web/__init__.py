"""The page: a plan under the hands of its planner, served on this machine only."""
