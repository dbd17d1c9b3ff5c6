"""Shapes of documents: small checkers that are put together like the tables of FORMAT.md."""

import datetime
import re

from . import age, envelope
from .refusal import Refused, require

OPAQUE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
DIGEST = re.compile(r"[0-9a-f]{64}\Z")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?\Z")


def pattern(regex):
    def check(value):
        require(isinstance(value, str) and regex.match(value), "json-shape")

    return check


def text(value):
    require(isinstance(value, str), "json-shape")


def instant(value):
    pattern(INSTANT)(value)
    try:
        datetime.datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError as error:
        raise Refused("json-shape") from error


def decimal(value):
    pattern(DECIMAL)(value)
    require(value != "-0" and len(value.replace("-", "").replace(".", "")) <= 28, "json-shape")


def integer(low, high):
    def check(value):
        require(type(value) is int and low <= value <= high, "json-shape")

    return check


def key(value):
    envelope.parse_key(value)


def recipient(value):
    age.bech32_decode(value, "age")


def identity(value):
    age.Identity(value)


def base64_text(value):
    envelope.decode_base64(value)


def literal(*allowed):
    def check(value):
        require(isinstance(value, str) and value in allowed, "json-shape")

    return check


def name(value):
    """A person's or body's name: 1–200 characters, no control characters."""
    text(value)
    controls = any(ord(c) < 32 or 127 <= ord(c) < 160 for c in value)
    require(value.strip() and len(value) <= 200 and not controls, "field-value")


def array(item):
    def check(value):
        require(isinstance(value, list), "json-shape")
        for inner in value:
            item(inner)

    return check


def mapping(key_check, item):
    def check(value):
        require(isinstance(value, dict), "json-shape")
        for inner_key, inner in value.items():
            key_check(inner_key)
            item(inner)

    return check


class Maybe:
    """A member that may be missing (or null, where the shape says so)."""

    def __init__(self, check, null=True):
        self.check, self.null = check, null


def record(**members):
    required = {n.rstrip("_") for n, check in members.items() if not isinstance(check, Maybe)}
    checks = {n.rstrip("_"): check for n, check in members.items()}

    def check(value):
        require(isinstance(value, dict), "json-shape")
        require(required <= set(value) <= set(checks), "json-shape")
        for member, inner in value.items():
            rule = checks[member]
            if isinstance(rule, Maybe):
                if inner is None and rule.null:
                    continue
                rule = rule.check
            rule(inner)

    return check


def choice(unit=(), **variants):
    """One of several: a bare name, or an object with one member."""

    def check(value):
        if isinstance(value, str):
            require(value in unit, "json-shape")
            return
        require(isinstance(value, dict) and len(value) == 1, "json-shape")
        ((variant, inner),) = value.items()
        if variant in unit:
            require(inner is None, "json-shape")
            return
        require(variant in variants, "json-shape")
        variants[variant](inner)

    return check


opaque, code, digest = pattern(OPAQUE), pattern(CODE), pattern(DIGEST)
u32, u64, i64, i32 = (
    integer(0, 2**32 - 1),
    integer(0, 2**64 - 1),
    integer(-(2**63), 2**63 - 1),
    integer(-(2**31), 2**31 - 1),
)
