"""Document: a plan under several hands, with all that has been done to it since it was opened."""
