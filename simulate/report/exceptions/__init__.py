"""What is outside its tolerances, for those who want to hear of nothing else."""
