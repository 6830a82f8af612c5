"""Cameras of equal rank: Pi camera, webcam, video file, rehearsal clip."""
