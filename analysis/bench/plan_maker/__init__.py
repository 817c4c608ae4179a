"""Plan sets drawn from a seed, with labels of what is wrong with each."""
