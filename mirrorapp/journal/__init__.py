"""What was done, kept on disk."""
