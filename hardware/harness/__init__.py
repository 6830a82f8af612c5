"""The wiring, drawn by WireViz and looked at by `lint`."""
