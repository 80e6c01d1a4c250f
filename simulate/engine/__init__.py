"""From a scenario to an outcome: random numbers, quantile lookups, the kernel and the run that drives it."""
