"""What a builder gets wrong, found out without changing anything, each with what to do about it."""
