"""A process to be killed: it holds a private broker. Prints the broker's process and port.

    python broker_child.py KIND
"""

import signal
import sys

from mirrorapp.hub.broker import PrivateBroker


def main() -> None:
    with PrivateBroker((sys.argv[1],)) as broker:  # type: ignore[arg-type]
        sys.stdout.write(f"{broker.pid} {broker.port}\n")
        sys.stdout.flush()
        signal.pause()


if __name__ == "__main__":
    main()
