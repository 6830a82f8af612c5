"""From a frame to a body: the pose model, kept where no network is."""
