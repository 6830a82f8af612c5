"""The mirror on a machine of its own: what the system around it hears of it."""
