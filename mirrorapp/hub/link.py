"""One connection to the broker, from the first dial to its end; never used twice.

paho sends again on reconnecting whatever it holds in memory, also what it was given while
offline. The outbox does that here, and better: so each attempt gets a client of its own.
"""

import logging
import ssl
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from functools import wraps
from typing import Any

from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions
from pydantic import SecretStr

from mirrorapp.config import HubConfig
from mirrorapp.hub import faults
from mirrorapp.hub.credentials import read_password, tls_context
from mirrorapp.hub.faults import Fault
from mirrorapp.hub.payloads import OFFLINE
from mirrorapp.hub.topics import Topics

KEEPALIVE_S = 30
MESSAGE_MOST = 16_384
"""Bytes that are taken in: no command comes near it. A broker of MQTT 5 keeps what is larger to
itself; one of 3.1.1 sends it, and it is dropped."""
UNACKED_MOST = 20
"""Messages that a broker of MQTT 5 may have on their way here."""
RECEIVED_MOST = 65_535
"""So many a broker receives unreleased that does not say otherwise (MQTT 5.0, 3.2.2.3.3)."""
_PROPOSED = "?"
"""Should a broker hand on what was never released: this is no JSON, and no state of anything. An
empty discovery would remove the device."""

_log = logging.getLogger(__name__)

# https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901031; paho translates
# the five codes of 3.1.1 into these.
_FAULTS = {0x84: Fault.VERSION, 0x86: Fault.CREDENTIALS, 0x87: Fault.CREDENTIALS,
           0x8A: Fault.CREDENTIALS, 0x8E: Fault.TAKEN_OVER}
_CALLBACKS = ("on_socket_open", "on_connect", "on_connect_fail", "on_disconnect", "on_publish",
              "on_subscribe", "on_message", "on_log", "on_received")
_FAILURE = 0x80
"""From here on reason codes say no."""


class Version(IntEnum):
    """The versions of MQTT that are tried, by the number on the wire."""

    V5 = 5
    V311 = 4

    @property
    def other(self) -> "Version":
        return Version.V311 if self is Version.V5 else Version.V5


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody took the call; whether it is a broker, its answer will tell."""

    link: "Link"


@dataclass(frozen=True, slots=True)
class Up:
    """The broker has let us in; `retains`: it would retain what it is told to, as far as it says;
    `most`: so many messages it receives without their being released (`Link.propose`).
    """

    link: "Link"
    retains: bool = True
    most: int = RECEIVED_MOST


@dataclass(frozen=True, slots=True)
class Down:
    """The connection is over, or never came about."""

    link: "Link"
    fault: Fault


@dataclass(frozen=True, slots=True)
class Acked:
    """The broker has answered `mid`, a message or a wish to hear some; not `accepted`: it won't."""

    link: "Link"
    mid: int
    accepted: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """A message came in, which the broker did not merely have in store unless that was wanted."""

    link: "Link"
    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who only tries the door: under a name of their own, so that whoever is in there
    stays, and without a last will. `password`: None is that of the file, as ever. They wait for
    `patience_s` until somebody opens, and again until that is encrypted.
    """

    client_id: str
    password: SecretStr | None
    patience_s: float


Signal = Reached | Up | Down | Acked | Heard


def _guarded(callback: Callable[..., None]) -> Callable[..., None]:
    """An exception that leaves a callback ends paho's thread while it still seems connected."""
    @wraps(callback)
    def guard(*args: Any) -> None:
        try:
            callback(*args)
        except Exception:
            _log.exception("A message from the broker could not be handled.")
    return guard


class _Client(paho.Client):
    """paho's, which also tells when its thread dies of what it did not foresee, and what the broker
    has received of a message in two steps (QoS 2), whose second is never taken.

    A host with a part of more than 63 letters is such: no OSError (`socket.getaddrinfo`).
    """

    on_death: Callable[[], None]
    on_received: Callable[[int, bool], None]

    def loop_forever(self, timeout: float = 1.0,
                     retry_first_connection: bool = False) -> MQTTErrorCode:
        try:
            return super().loop_forever(timeout, retry_first_connection)
        except Exception as error:
            _log.info("The connection to the broker broke off: %r", error)
            self.on_death()
            return MQTTErrorCode.MQTT_ERR_UNKNOWN

    def _handle_pubrec(self) -> MQTTErrorCode:
        # https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901131; paho would
        # release the message now, and does not look at the reason.
        packet = bytes(self._in_packet["packet"])
        reason = packet[2] if len(packet) > 2 else 0
        self.on_received(int.from_bytes(packet[:2], "big"), reason < _FAILURE)
        return MQTTErrorCode.MQTT_ERR_SUCCESS


class Link:
    """A connection that tells of itself through `post`, from paho's thread.

    `post` must not block. Signals only pass facts on; what follows from them is for the thread
    that takes them off its queue, so an acknowledgement that comes before `publish` has returned
    is still handled after it. Raises `HubError` if the password or certificate file is amiss.
    """

    def __init__(self, config: HubConfig, version: Version,
                 post: Callable[[Signal], None], guest: Guest | None = None) -> None:
        self.version = version
        self._config = config
        self._guest = guest
        self._post = post
        self._answered = False
        self._tls_error: ssl.SSLError | None = None
        self._dropped: set[str] = set()
        self._stored: set[str] = set()
        self._client = self._make_client()

    def open(self) -> None:
        """Begin to connect; `Down` follows, or `Reached` and then, unless it stays silent, `Up`."""
        start: dict[str, Any] = {}
        if self.version is Version.V5:
            limits = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
            limits.MaximumPacketSize = MESSAGE_MOST
            limits.ReceiveMaximum = UNACKED_MOST
            start = {"clean_start": True, "properties": limits}
        self._client.connect_async(self._config.host, self._config.port, KEEPALIVE_S, **start)
        self._client.loop_start()

    def close(self) -> None:
        """Say goodbye (so that there is no last will) and end paho's thread; blocks for that."""
        self._client.disconnect()
        with suppress(AttributeError):  # paho forgets its thread when it ends, perhaps just now
            self._client.loop_stop()
        # paho closes its wake-up sockets when it is deleted. A late signal may hold this link for
        # long, and its callbacks do: two more would be open after each attempt until then.
        del self._client

    def subscribe(self, topic: str, *, stored: bool = False) -> int | None:
        """Ask for what comes in on `topic` from now on, and, if `stored`, for what the broker has
        in store.

        Returns the number of the answer, as `publish`.
        """
        if stored:
            self._stored.add(topic)
        if self.version is Version.V5:
            _, mid = self._client.subscribe(topic, options=SubscribeOptions(
                qos=1, retainHandling=SubscribeOptions.RETAIN_SEND_ON_SUBSCRIBE if stored
                else SubscribeOptions.RETAIN_DO_NOT_SEND))
        else:
            _, mid = self._client.subscribe(topic, qos=1)
        return mid

    def mention(self, topic: str, payload: str) -> None:
        """Hand a message to the broker, at most once: the next one makes good for it."""
        self._client.publish(topic, payload, qos=0)

    def publish(self, topic: str, payload: str | bytes, *, retain: bool) -> int | None:
        """Hand a message to the broker, at least once.

        Returns the number under which it will be acknowledged, None if the connection is gone.
        """
        sent = self._client.publish(topic, payload, qos=1, retain=retain)
        return sent.mid if sent.rc == MQTTErrorCode.MQTT_ERR_SUCCESS else None

    def propose(self, topic: str) -> int | None:
        """Ask whether the broker would take a message on `topic`, without letting it have one: it
        is received, and never released to anybody. Only a broker of MQTT 5 tells in its answer.

        Returns the number of the answer, as `publish`.
        """
        sent = self._client.publish(topic, _PROPOSED, qos=2)
        return sent.mid if sent.rc == MQTTErrorCode.MQTT_ERR_SUCCESS else None

    def _make_client(self) -> paho.Client:
        config, guest = self._config, self._guest
        client = _Client(
            CallbackAPIVersion.VERSION2,
            client_id=guest.client_id if guest else f"{config.base}-{config.id}",
            clean_session=True if self.version is Version.V311 else None,
            protocol=MQTTProtocolVersion(self.version), reconnect_on_failure=False)
        if guest:
            client.connect_timeout = guest.patience_s
        password = guest.password if guest else None
        if password is None:
            password = read_password(config.password_file)
        if config.username:
            client.username_pw_set(
                config.username, None if password is None else password.get_secret_value())
        context = tls_context(config)
        if context is not None:
            client.tls_set_context(context)
        if guest is None:
            client.will_set(Topics.of(config).availability, OFFLINE, qos=1, retain=True)
        client.on_death = lambda: self._post(Down(self, Fault.UNREACHABLE))
        for callback in _CALLBACKS:
            setattr(client, callback, _guarded(getattr(self, f"_{callback}")))
        return client

    def _on_log(self, *_: object) -> None:
        # paho tells of a broken connection only that it is broken; but it logs while it handles
        # the error, and that may be the broker's word on the mirror's certificate.
        error = sys.exception()
        if isinstance(error, ssl.SSLError):
            self._tls_error = error

    def _on_socket_open(self, *_: object) -> None:
        self._post(Reached(self))

    def _on_connect(self, _client: object, _data: object, _flags: object, reason: ReasonCode,
                    properties: Properties | None) -> None:
        if self._answered:
            return  # a broker answers once
        self._answered = True
        if reason.is_failure:
            self._post(Down(self, _FAULTS.get(reason.value, Fault.REFUSED)))
        else:
            self._post(Up(self, bool(getattr(properties, "RetainAvailable", True)),
                          getattr(properties, "ReceiveMaximum", RECEIVED_MOST)))

    def _on_connect_fail(self, _client: object, _data: object) -> None:
        # paho calls this while it handles the error, and tells it in no other way.
        error = sys.exception()
        self._client.disconnect()  # else paho would try again on its own
        if isinstance(error, ssl.SSLError):
            fault = faults.tls_fault(error)
        elif isinstance(error, ConnectionResetError) and self._config.tls:
            fault = Fault.UNENCRYPTED  # what mosquitto does to whom it does not understand
        else:
            fault = Fault.UNREACHABLE
        self._post(Down(self, fault))

    def _on_disconnect(self, _client: object, _data: object, _flags: object, reason: ReasonCode,
                       _properties: object) -> None:
        if self._answered:
            fault = _FAULTS.get(reason.value, Fault.LOST)
        elif self._tls_error is not None:
            fault = faults.tls_fault(self._tls_error)
        else:
            fault = Fault.SILENT
        self._post(Down(self, fault))

    def _on_publish(self, _client: object, _data: object, mid: int, reason: ReasonCode,
                    _properties: object) -> None:
        self._post(Acked(self, mid, not reason.is_failure))

    def _on_subscribe(self, _client: object, _data: object, mid: int, reasons: list[ReasonCode],
                      _properties: object) -> None:
        self._post(Acked(self, mid, not any(reason.is_failure for reason in reasons)))

    def _on_received(self, mid: int, accepted: bool) -> None:
        self._post(Acked(self, mid, accepted))

    def _on_message(self, _client: object, _data: object, message: paho.MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            self._drop("with a topic that is not UTF-8")
            return
        if message.retain and topic not in self._stored:
            return
        if len(message.payload) > MESSAGE_MOST:
            self._drop("that are too large")
        else:
            self._post(Heard(self, topic, bytes(message.payload)))

    def _drop(self, which: str) -> None:
        if which not in self._dropped:
            self._dropped.add(which)
            _log.warning("The broker sends messages %s; they are dropped.", which)
