"""age v1 with X25519 stanzas, and the padding layer of the review formats."""

import base64
import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .refusal import Refused, require

CHUNK = 64 * 1024
ENTRY_BLOCK = 64 * 1024
DOCUMENT_BLOCK = 4 * 1024
MAX_HEADER = 4096
ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def _polymod(values):
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> bit & 1 else 0
    return check


def _expand(prefix):
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _regroup(values, width, to, pad):
    buffer = bits = 0
    out = []
    for value in values:
        buffer = buffer << width | value
        bits += width
        while bits >= to:
            bits -= to
            out.append(buffer >> bits & (1 << to) - 1)
    if pad and bits:
        out.append(buffer << to - bits & (1 << to) - 1)
    elif not pad:
        require(bits < width and not buffer & (1 << bits) - 1, "bech32")
    return out


def bech32_decode(text, prefix):
    """The 32 bytes of a key written with this lower-case prefix."""
    require(isinstance(text, str) and text == text.lower() and text.startswith(prefix + "1"), "bech32")
    rest = text[len(prefix) + 1 :]
    require(len(rest) > 6 and all(c in ALPHABET for c in rest), "bech32")
    values = [ALPHABET.index(c) for c in rest]
    require(_polymod(_expand(prefix) + values) == 1, "bech32")
    raw = bytes(_regroup(values[:-6], 5, 8, False))
    require(len(raw) == 32, "bech32")
    return raw


def bech32_encode(raw, prefix):
    """A key written with this prefix."""
    values = _regroup(raw, 8, 5, True)
    check = _polymod(_expand(prefix) + values + [0] * 6) ^ 1
    values += [check >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(ALPHABET[v] for v in values)


class Identity:
    """A secret key from its written form `AGE-SECRET-KEY-1…`."""

    def __init__(self, text):
        require(isinstance(text, str) and text == text.upper(), "bech32")
        self.key = X25519PrivateKey.from_private_bytes(bech32_decode(text.lower(), "age-secret-key-"))
        self.public = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.recipient = bech32_encode(self.public, "age")


def _unpadded(text, length):
    try:
        raw = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError as error:
        raise Refused("cipher-header") from error
    require(len(raw) == length and base64.b64encode(raw).rstrip(b"=") == text, "cipher-header")
    return raw


def _hkdf(key, salt, info):
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(key)


def _lines(data):
    """Stanzas and MAC line of the header, and where the payload begins."""
    at = 0
    stanzas = []
    in_body = False
    while True:
        end = data.find(b"\n", at, MAX_HEADER)
        require(end >= 0, "cipher-header")
        line = data[at:end]
        if at == 0:
            require(line == b"age-encryption.org/v1", "cipher-header")
        elif line.startswith(b"---"):
            require(not in_body and line.startswith(b"--- "), "cipher-header")
            return stanzas, line[4:], at + 3, end + 1
        elif line.startswith(b"-> "):
            require(not in_body, "cipher-header")
            words = line[3:].split(b" ")
            require(all(words) and all(33 <= b <= 126 for word in words for b in word), "cipher-header")
            stanzas.append((words, []))
            in_body = True
        else:
            require(in_body and len(line) <= 64, "cipher-header")
            stanzas[-1][1].append(line)
            in_body = len(line) == 64
        at = end + 1


def _body(lines):
    text = b"".join(lines)
    return _unpadded(text, len(text) * 3 // 4)


def _file_key(stanzas, identity):
    require(all(words[0] != b"scrypt" for words, _ in stanzas), "cipher-header")
    found = None
    for words, lines in stanzas:
        body = _body(lines)
        if words[0] != b"X25519" or found:
            continue
        require(len(words) == 2, "cipher-header")
        share = _unpadded(words[1], 32)
        require(len(body) == 32, "cipher-header")
        try:
            shared = identity.key.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as error:
            raise Refused("cipher-header") from error
        key = _hkdf(shared, share + identity.public, b"age-encryption.org/v1/X25519")
        try:
            found = ChaCha20Poly1305(key).decrypt(bytes(12), body, None)
        except InvalidTag:
            continue
    require(found, "not-for-this-key")
    return found


def decrypt(data, identity):
    """The plaintext of an age file, before the padding is taken off."""
    stanzas, mac, covered, start = _lines(data)
    file_key = _file_key(stanzas, identity)
    mac_key = _hkdf(file_key, b"", b"header")
    expected = hmac.new(mac_key, data[:covered], hashlib.sha256).digest()
    require(hmac.compare_digest(_unpadded(mac, 32), expected), "cipher-header")
    nonce, payload = data[start : start + 16], data[start + 16 :]
    require(len(nonce) == 16, "cipher-header")
    cipher = ChaCha20Poly1305(_hkdf(file_key, nonce, b"payload"))
    size = CHUNK + 16
    chunks = [payload[at : at + size] for at in range(0, len(payload), size)] or [b""]
    plain = []
    for counter, chunk in enumerate(chunks):
        last = counter == len(chunks) - 1
        try:
            plain.append(cipher.decrypt(counter.to_bytes(11, "big") + bytes([last]), chunk, None))
        except (InvalidTag, ValueError) as error:
            raise Refused("cipher-payload") from error
    require(len(plain) == 1 or plain[-1], "cipher-payload")
    return b"".join(plain)


def open_sealed(data, identity, block):
    """The content of a sealed part: size line and padding checked and taken off."""
    plain = decrypt(data, identity)
    line = plain[:16]
    require(len(line) == 16 and line[:15].isdigit() and line[15:] == b"\n", "padding")
    size = int(line[:15])
    padded = -(-(size + 16) // block) * block
    require(len(plain) == padded and not any(plain[16 + size :]), "padding")
    return plain[16 : 16 + size]
