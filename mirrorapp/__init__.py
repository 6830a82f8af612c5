"""mirrorapp: an exercise coach in a smart mirror, for knees that cave in."""

import os

__version__ = "0.1.0"

# Nothing here multiplies matrices that are worth more than one thread, and OpenBLAS would begin one
# for each core in each process, which take the cores away from what begins beside.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
