"""A broker in Python for where mosquitto is not installed; it speaks MQTT 3.1.1 only.

    python -m mirrorapp.hub.amqtt_broker PARENT_PID PORT

On loopback, open to every user of this machine, nothing kept. Prints READY once it listens.
"""

import asyncio
import sys

from mirrorapp.hub.tether import tie_to

READY = "amqtt is ready"


async def serve(port: int) -> None:
    """Serve on `port` for ever. Raises amqtt's `BrokerError` if it is taken."""
    from amqtt.broker import Broker

    broker = Broker({
        "listeners": {"default": {"type": "tcp", "bind": f"127.0.0.1:{port}"}},
        "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
    })
    await broker.start()
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def main() -> None:
    """Serve until the parent dies or terminates us."""
    tie_to(int(sys.argv[1]))
    asyncio.run(serve(int(sys.argv[2])))


if __name__ == "__main__":
    main()
