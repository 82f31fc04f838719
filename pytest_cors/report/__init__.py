"""What a run has seen, for people to look at: each report is a function of the records alone."""
