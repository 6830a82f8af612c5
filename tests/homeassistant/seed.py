"""The folder that Home Assistant starts from: an owner, a token, a broker to talk to, blueprints.

What its first-run screens would write, in the formats of its `.storage` at 2025.4 (auth 1.1,
onboarding 4.1, core.config 1.4, core.config_entries 1.1); later versions migrate them.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

from tests.homeassistant.packages import FOLDER, PACKAGE, PHONE

YEARS_S = 315_360_000
_CONFIGURATION = """\
http:
  server_host: 127.0.0.1
  server_port: {port}
api:
config:
system_log:
  max_entries: 1000
  fire_event: true
logger:
  default: warning
automation: !include automations.yaml
mobile_app:
input_text:
tts:
"""
BOOK = """\
recorder:
  commit_interval: 0
  include:  # what the logbook is read of: it complains where it is quicker than a rename
    domains: [event]
history:
logbook:
"""
CLOCKWORK = "clockwork:\n"
"""Its time is moved by hand."""
PACKAGES = """\
homeassistant:
  packages: !include_dir_named packages
"""
"""As the package says, with the phone of the tests for yours."""

_CLOCKWORK = Path(__file__).parent / "clockwork"


def seed(folder: Path, port: int, broker_port: int | None, more: str = BOOK,
         phone: str = PHONE) -> str:
    """Fill `folder` for a Home Assistant on loopback `port`; the token that it will accept.

    `broker_port` None: it has not been told of a broker yet. `more` ends its configuration.yaml;
    `phone` is what the package tells.
    """
    storage = folder / ".storage"
    storage.mkdir(parents=True)
    token_id, key = secrets.token_hex(16), secrets.token_hex(64)
    for name, version, data in (
            ("auth", (1, 1), _owner(token_id, key)),
            ("onboarding", (4, 1), {"done": ["user", "core_config", "analytics", "integration"]}),
            ("core.config", (1, 4), _place()),
            ("http", (3, 1), _listening(port)),
            ("core.config_entries", (1, 1),
             {"entries": [] if broker_port is None else [_mqtt(broker_port)]})):
        (storage / name).write_text(json.dumps(
            {"version": version[0], "minor_version": version[1], "key": name, "data": data}))
    (folder / "configuration.yaml").write_text(
        _CONFIGURATION.format(port=port) + more)
    (folder / "automations.yaml").write_text("[]\n")
    copytree(FOLDER / "blueprints", folder / "blueprints")
    copytree(_CLOCKWORK, folder / "custom_components" / _CLOCKWORK.name)
    (folder / "packages").mkdir()
    (folder / "packages" / PACKAGE.name).write_text(PACKAGE.read_text().replace(PHONE, phone))
    return _signed({"iss": token_id, "iat": int(time.time()) - 60,
                    "exp": int(time.time()) + YEARS_S}, key)


def _owner(token_id: str, key: str) -> dict[str, Any]:
    owner = secrets.token_hex(16)
    return {
        "users": [{"id": owner, "group_ids": ["system-admin"], "is_owner": True, "is_active": True,
                   "name": "Test", "system_generated": False, "local_only": False}],
        "groups": [{"id": "system-admin", "name": "Administrators"},
                   {"id": "system-users", "name": "Users"},
                   {"id": "system-read-only", "name": "Read Only"}],
        "credentials": [],
        "refresh_tokens": [{
            "id": token_id, "user_id": owner, "client_id": None, "client_name": "test",
            "client_icon": None, "token_type": "long_lived_access_token",
            "created_at": datetime.now(UTC).isoformat(),
            "access_token_expiration": float(YEARS_S), "token": secrets.token_hex(64),
            "jwt_key": key, "last_used_at": None, "last_used_ip": None, "expire_at": None,
            "credential_id": None, "version": None}]}


def _place() -> dict[str, Any]:
    return {"latitude": 52.5, "longitude": 13.4, "elevation": 0, "unit_system_v2": "metric",
            "location_name": "Test", "time_zone": "Europe/Berlin", "external_url": None,
            "internal_url": None, "currency": "EUR", "country": "DE", "language": "en",
            "radius": 100}


def _listening(port: int) -> dict[str, Any]:
    """Where to listen, for 2026: from the YAML it is only tried, and then all addresses are."""
    return {"yaml_migration_done": True, "pending": None, "stable": {
        "server_host": ["127.0.0.1"], "server_port": port, "cors_allowed_origins": [],
        "login_attempts_threshold": -1, "ip_ban_enabled": True,
        "ssl_profile": "intermediate_v6", "use_x_frame_options": True,
        "created_at": datetime.now(UTC).isoformat(), "error": None, "error_message": None}}


def _mqtt(broker_port: int) -> dict[str, Any]:
    """The broker, with the birth and last-will messages that Home Assistant has by default."""
    said = {"topic": "homeassistant/status", "qos": 0, "retain": False}
    return {
        "entry_id": secrets.token_hex(16), "version": 1, "minor_version": 2, "domain": "mqtt",
        "title": "mqtt", "source": "user", "unique_id": None, "disabled_by": None,
        "pref_disable_new_entities": False, "pref_disable_polling": False,
        "data": {"broker": "127.0.0.1", "port": broker_port, "protocol": "5"},
        "options": {"discovery": True, "discovery_prefix": "homeassistant",
                    "birth_message": {**said, "payload": "online"},
                    "will_message": {**said, "payload": "offline"}}}


def _signed(claims: dict[str, Any], key: str) -> str:
    """`claims` as a JSON Web Token (RFC 7519), signed with HMAC-SHA256."""
    def encoded(raw: bytes) -> bytes:
        return base64.urlsafe_b64encode(raw).rstrip(b"=")
    head = json.dumps({"alg": "HS256", "typ": "JWT"}, separators=(",", ":")).encode()
    body = json.dumps(claims, separators=(",", ":")).encode()
    signed = encoded(head) + b"." + encoded(body)
    return (signed + b"." + encoded(hmac.digest(key.encode(), signed, hashlib.sha256))).decode()
