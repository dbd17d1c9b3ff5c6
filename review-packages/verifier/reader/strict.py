"""Strict JSON: duplicate members, floats, big integers, deep nesting and lone surrogates are refused."""

import json
import re

from .refusal import Refused, require

MAX_DEPTH = 24
INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")


def _members(pairs):
    members = {}
    for name, value in pairs:
        require(name not in members, "json-duplicate")
        members[name] = value
    return members


def _integer(text):
    require(INTEGER.match(text) and text != "-0", "json-number")
    value = int(text)
    require(-(2**63) <= value < 2**64, "json-number")
    return value


def _refuse(_):
    raise Refused("json-number")


def _depth(value, level):
    if isinstance(value, (dict, list)):
        require(level < MAX_DEPTH, "json-depth")
        for inner in value.values() if isinstance(value, dict) else value:
            _depth(inner, level + 1)


def read(data):
    """The value that `data` means, or a refusal."""
    try:
        text = data.decode("utf-8")
        require(not text.startswith("\ufeff"), "json-syntax")
        value = json.loads(
            text,
            object_pairs_hook=_members,
            parse_float=_refuse,
            parse_int=_integer,
            parse_constant=_refuse,
        )
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except Refused:
        raise
    except (ValueError, RecursionError) as error:
        raise Refused("json-syntax") from error
    _depth(value, 0)
    return value


def write(value):
    """Compact JSON in the one form: no spaces, no escapes beyond the necessary ones."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
