"""Between Python's values and the JSON form that vectors have in every language."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from prorata import Money


def to_json(value: Any) -> Any:
    """A result as JSON."""
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, dt.datetime):
        assert value.utcoffset() == dt.timedelta(0), "an instant that is not in UTC"
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        # With the constant `kind` of a variant, which `dataclasses.fields` leaves out.
        return {name.rstrip("_"): to_json(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, (list, tuple, bytes)):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    assert value is None or type(value) in (str, int, float, bool), f"{value!r} is not of the package"
    return value


def from_json(value: Any, kind: Any) -> Any:
    """A given value as a caller of the package would have it."""
    if value is None:
        return None
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        parts = [part for part in get_args(kind) if part is not type(None)]
        tagged = [part for part in parts if hasattr(part, "kind") and part.kind == value["kind"]]
        return from_json(value, (tagged or parts)[0])
    if origin is list:
        return [from_json(item, get_args(kind)[0]) for item in value]
    if origin is dict:
        return {key: from_json(item, get_args(kind)[1]) for key, item in value.items()}
    if kind is Money:
        return Money(value["minor"], value["currency"])
    if kind is bytes:
        return bytes(value)
    if kind is Decimal:
        return Decimal(value)
    if kind is dt.datetime:
        return dt.datetime.fromisoformat(value.replace("Z", "+00:00"))
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        names = {field.name.rstrip("_"): field.name for field in dataclasses.fields(kind)}
        # The constant `kind` of a variant has chosen the class.
        given = {key: item for key, item in value.items() if key != "kind" or "kind" in names}
        fields = {names[key]: from_json(item, hints[names[key]]) for key, item in given.items()}
        make: Any = kind
        return make(**fields)
    assert type(value) is kind, f"{value!r} is no {kind}"
    return value
