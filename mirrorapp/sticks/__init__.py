"""USB sticks: which are in, and a file put on one so that it can be pulled out."""
