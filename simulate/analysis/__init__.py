"""From an outcome to tables: estimates, each with its interval."""
