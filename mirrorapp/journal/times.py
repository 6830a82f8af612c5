"""Times as the journal keeps them: always with their UTC offset."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(time: datetime) -> int:
    """Since 1970 in UTC. Raises `ValueError` for a time without an offset."""
    return (_placed(time) - _EPOCH) // timedelta(microseconds=1)


def instant(microseconds_since: int) -> datetime:
    """What `microseconds` was made of, in UTC."""
    return _EPOCH + timedelta(microseconds=microseconds_since)


def iso(time: datetime) -> str:
    """As it is kept, with its offset. Raises `ValueError` for a time without one."""
    return _placed(time).isoformat()


def _placed(time: datetime) -> datetime:
    if time.utcoffset() is None:
        raise ValueError(f"{time} has no UTC offset")
    return time
