"""MediaPipe's pose networks, run by LiteRT on as many threads as help.

MediaPipe's Python package infers on one thread and gives no say in it. Here the same two networks
run with the same cropping, decoding, tracking and filtering: what comes out is the same.
"""
