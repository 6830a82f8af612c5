"""A simulated user: exercises are done in front of the real judge and coach, without a camera."""
