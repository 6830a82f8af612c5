"""`python -m mirrorapp`."""

import sys

from mirrorapp.cli import main

sys.exit(main())
