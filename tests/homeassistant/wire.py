"""Home Assistant's WebSocket: questions and answers, and everything that happens in it.

https://developers.home-assistant.io/docs/api/websocket
"""

import json
from itertools import count
from threading import Condition, Thread
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

TIMEOUT_S = 20.0


class RefusedError(Exception):
    """Home Assistant would not do what it was asked."""


class Wire:
    """One connection. Raises `OSError` where nobody listens, `RefusedError` for a wrong token."""

    def __init__(self, url: str, token: str) -> None:
        self._changed = Condition()
        self._answers: dict[int, dict[str, Any]] = {}
        self._events: list[dict[str, Any]] = []
        self._numbers = count(1)
        self._socket = connect(url, max_size=None)
        json.loads(self._socket.recv(TIMEOUT_S))  # "auth_required"
        self._socket.send(json.dumps({"type": "auth", "access_token": token}))
        welcome = json.loads(self._socket.recv(TIMEOUT_S))
        if welcome["type"] != "auth_ok":
            self._socket.close()
            raise RefusedError(str(welcome))
        self._thread = Thread(target=self._listen, name="wire", daemon=True)
        self._thread.start()
        self.ask("subscribe_events")

    def close(self) -> None:
        self._socket.close()
        self._thread.join(TIMEOUT_S)

    def ask(self, kind: str, **data: object) -> Any:
        """The result of the command `kind`. Raises `RefusedError` if there is none."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "type": kind, **data}))
        with self._changed:
            if not self._changed.wait_for(lambda: number in self._answers, TIMEOUT_S):
                raise RefusedError(f"{kind}: no answer within {TIMEOUT_S} s")
            answer = self._answers.pop(number)
        if not answer["success"]:
            raise RefusedError(f"{kind}: {answer['error']}")
        return answer["result"]

    @property
    def events(self) -> list[dict[str, Any]]:
        """All that has happened since the connection began, oldest first."""
        with self._changed:
            return list(self._events)

    def stirred(self, seen: int, timeout_s: float) -> None:
        """Return when more than `seen` events have happened, or after `timeout_s`."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._events) > seen, timeout_s)

    def _listen(self) -> None:
        try:
            for text in self._socket:
                message = json.loads(text)
                with self._changed:
                    if message["type"] == "event":
                        self._events.append(message["event"])
                    else:
                        self._answers[message["id"]] = message
                    self._changed.notify_all()
        except ConnectionClosed:
            pass  # Home Assistant was stopped
