"""What can be trained: exercises as data."""
