"""All that the journal keeps, out into files that others can read, and back."""
