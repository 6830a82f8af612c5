"""What is done to all that the mirror keeps: copied, brought back, erased."""
