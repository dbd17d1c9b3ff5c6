"""DSSE envelopes in their one byte form."""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from . import strict
from .refusal import Refused, require

MAX_SIGNATURES = 16
P = 2**255 - 19
# y coordinates of the points of small order.
SMALL_ORDER_Y = {
    0,
    1,
    P - 1,
    2707385501144840649318225287225658788936804267575313519463743609750303021660,
    P - 2707385501144840649318225287225658788936804267575313519463743609750303021660,
    55188659117513257062467267217118295137698188065244968500265048394206261417927,
    P - 55188659117513257062467267217118295137698188065244968500265048394206261417927,
}


def parse_key(text):
    """The 32 bytes of a verifying key in its one written form."""
    require(isinstance(text, str) and text.startswith("ed25519:"), "key")
    digits = text[len("ed25519:") :]
    require(len(digits) == 64 and all(c in "0123456789abcdef" for c in digits), "key")
    raw = bytes.fromhex(digits)
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    require(y < P and y not in SMALL_ORDER_Y, "key")
    return raw


def fingerprint(text):
    """SHA-256 over the written form."""
    return hashlib.sha256(text.encode()).hexdigest()


def decode_base64(text):
    """Standard padded base64 in its one form."""
    require(isinstance(text, str), "base64")
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Refused("base64") from error
    require(base64.b64encode(raw).decode() == text, "base64")
    return raw


class Envelope:
    """An envelope whose form has been checked, its signatures not yet."""

    def __init__(self, value, kind):
        require(isinstance(value, dict), "envelope-syntax")
        require(set(value) == {"payloadType", "payload", "signatures"}, "envelope-syntax")
        require(isinstance(value["payloadType"], str), "envelope-syntax")
        self.payload_type = value["payloadType"]
        require(self.payload_type == payload_type(kind), "payload-type")
        self.kind = kind
        self.payload = decode_base64(value["payload"])
        self.signatures = self._signatures(value["signatures"])

    @staticmethod
    def _signatures(records):
        require(isinstance(records, list) and 1 <= len(records) <= MAX_SIGNATURES, "signature-list")
        signatures = []
        for record in records:
            require(isinstance(record, dict) and set(record) == {"keyid", "sig"}, "envelope-syntax")
            keyid, sig = record["keyid"], decode_base64(record["sig"])
            require(isinstance(keyid, str) and len(keyid) == 64, "envelope-syntax")
            require(all(c in "0123456789abcdef" for c in keyid), "envelope-syntax")
            require(len(sig) == 64, "signature-list")
            signatures.append((keyid, sig))
        names = [keyid for keyid, _ in signatures]
        require(all(a < b for a, b in zip(names, names[1:])), "signature-list")
        return signatures

    def ordered(self):
        """The value with its members in the order of the one form."""
        return {
            "payloadType": self.payload_type,
            "payload": base64.b64encode(self.payload).decode(),
            "signatures": [
                {"keyid": keyid, "sig": base64.b64encode(sig).decode()}
                for keyid, sig in self.signatures
            ],
        }

    def digest(self):
        """What the document is known by."""
        return hashlib.sha256(self.payload).hexdigest()

    def signers(self, keys, threshold=1):
        """Fingerprints of the signers: each one of `keys`, each signature right, enough of them."""
        known = {fingerprint(key): parse_key(key) for key in keys}
        head = f"DSSEv1 {len(self.payload_type)} {self.payload_type} {len(self.payload)} "
        message = head.encode() + self.payload
        for keyid, sig in self.signatures:
            require(keyid in known, "unknown-signer")
            try:
                Ed25519PublicKey.from_public_bytes(known[keyid]).verify(sig, message)
            except InvalidSignature as error:
                raise Refused("signature-invalid") from error
        require(len(self.signatures) >= max(threshold, 1), "threshold")
        return [keyid for keyid, _ in self.signatures]


def payload_type(kind):
    """The payload type of a kind of document."""
    return f"application/vnd.hengping.{kind}.v1+json"


def read(data, kind, limit):
    """An envelope of a kind; every byte compared with the one form."""
    require(len(data) <= limit, "too-large")
    envelope = Envelope(strict.read(data), kind)
    require(strict.write(envelope.ordered()) == data, "envelope-form")
    return envelope
