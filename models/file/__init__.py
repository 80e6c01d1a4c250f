"""The scenario file: from text to a scenario, with the place of everything that is wrong in it."""
