"""The whole program as systemd runs it, but that it can be made to hang, and loses patience sooner.

SIGUSR1 keeps the thread of the screens from going on, for good; the others do.
"""

import signal
import sys
from threading import Event

from mirrorapp import cli
from mirrorapp.kiosk import service

service.EYES_PATIENCE_S = 1.0
signal.signal(signal.SIGUSR1, lambda *_: Event().wait())
sys.exit(cli.main(sys.argv[1:]))
