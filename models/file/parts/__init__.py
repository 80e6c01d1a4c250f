"""The mappings that a scenario file is made of, each with its keys, by noun."""
