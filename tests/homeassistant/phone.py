"""A phone with Home Assistant's app, as far as notifications go.

https://developers.home-assistant.io/docs/api/native-app-integration
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from tests.homeassistant.house import House

NAME = "Phone of the tests"
CLEAR = "clear_notification"
PRESSED = "mobile_app_notification_action"
ACTION = "mobile_app_phone_of_the_tests"
SERVICE = f"notify.{ACTION}"

_PATIENCE_S = 10.0

Note = dict[str, Any]


class Phone:
    """Registers itself with `house`, is pushed to, and answers by its webhook."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._pushed: list[Note] = []
        self._near = Event()
        self._near.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        push = {"push_token": "token",
                "push_url": f"http://127.0.0.1:{self._server.server_address[1]}/"}
        self._webhook = house.post("mobile_app/registrations", {
            "app_id": "test", "app_name": "Test", "app_version": "1", "device_name": NAME,
            "device_id": "phone", "manufacturer": "Test", "model": "Test", "os_name": "Test",
            "os_version": "1", "supports_encryption": False, "app_data": push})["webhook_id"]
        house.until(lambda: ACTION in house.ask("get_services")["notify"], lambda: ACTION)
        self.device = next(each["id"] for each in house.ask("config/device_registry/list")
                           if each["name"] == NAME)

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def notes(self) -> list[Note]:
        """What it was told to show, oldest first."""
        return [each for each in self._pushed if each["message"] != CLEAR]

    @property
    def shown(self) -> dict[str, Note]:
        """What is on its screen, by tag."""
        shown: dict[str, Note] = {}
        for note in list(self._pushed):
            tag = note["data"]["tag"]
            if note["message"] == CLEAR:
                shown.pop(tag, None)
            else:
                shown[tag] = note
        return shown

    def forget(self) -> None:
        """Begin anew."""
        self._pushed.clear()

    @contextmanager
    def far_away(self) -> Iterator[None]:
        """While in the context it shows what it is told, and Home Assistant does not know yet."""
        self._near.clear()
        try:
            yield
        finally:
            self._near.set()

    def until_told(self, times: int = 1) -> Note:
        """The newest note, once there have been so many."""
        self._house.until(lambda: len(self.notes) >= times, lambda: str(self._pushed))
        assert len(self.notes) == times, str(self.notes)
        return self.notes[-1]

    def until_clear(self) -> None:
        """Wait until nothing is shown."""
        self._house.until(lambda: not self.shown, lambda: str(self._pushed))

    def press(self, title: str, note: Note | None = None) -> None:
        """Press the button of that title on `note`, or on the newest one."""
        buttons = (note or self.notes[-1])["data"]["actions"]
        action = next(each["action"] for each in buttons if each["title"] == title)
        # No finger is as quick as a test: it is pressed once somebody waits for it.
        self._house.until(lambda: self._house.listeners(PRESSED) >= len(buttons), lambda: action)
        self._house.post(f"webhook/{self._webhook}", {"type": "fire_event", "data": {
            "event_type": PRESSED, "event_data": {"action": action}}})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        pushed, near = self._pushed, self._near

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                pushed.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                near.wait(_PATIENCE_S)
                self.send_response(201)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
