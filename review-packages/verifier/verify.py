#!/usr/bin/env python3
"""Verifies and shows review packages, tickets, bundles and receipts.

    verify.py package FILE … --pin DIGEST [--keys KEYS.json] [--at TIME] [--json]
    verify.py ticket TICKET PACKAGE … --pin DIGEST --keys KEYS.json [--at TIME] [--json]
    verify.py delivery FILE --pin DIGEST --keys KEYS.json [--at TIME] [--json]
    verify.py bundle|bundle-card FILE --keys KEYS.json --ticket ID [--json]
    verify.py receipt|opening|transcript|archive|register|notice|card|share|statement|kit FILE --pin DIGEST --trust TRUST.json [--keys …] [--json]
    verify.py serve VECTORS        answers requests on standard input, one JSON object a line

Exit code 0: verified; 1: refused. KEYS.json holds `identities` and `signing` by name, as the
test keys beside the vectors do. `delivery` is the one-file form of package and ticket;
`bundle-card` is a bundle for a ticket addressed to an activation code, its holder named by the
card that travels along. Needs Python 3.9 and the package `cryptography`.
"""

import argparse
import base64
import datetime
import json
import os
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reader import readers
from reader.age import Identity
from reader.refusal import Refused, require


def load(path):
    with open(path, "rb") as file:
        return file.read()


class Context:
    """Pin, keys and trust file that a reading needs."""

    def __init__(self, pin, keys, trust=None, package=None):
        self.pin, self.trust, self.package = pin, trust, package
        self.identities = {n: Identity(t) for n, t in keys.get("identities", {}).items()}
        self.verifying = {n: self._public(t) for n, t in keys.get("signing", {}).items()}

    @staticmethod
    def _public(secret):
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)).public_key()
        return f"ed25519:{key.public_bytes_raw().hex()}"

    def read(self, kind, files, clock, memory=None, ticket="t1"):
        """What the first file says, read as this kind."""
        data = next(iter(files.values()))
        if kind in ("package", "package-open"):
            package = readers.Package(files, self.pin, clock, memory)
            opened = kind == "package-open" and "index" in self.identities
            return package.open(self.identities) if opened else package.show()
        if kind == "ticket":
            package = readers.Package(self.package, self.pin, clock, {**(memory or {}), "packages": {}})
            holder = self.verifying.get("expert")
            return readers.open_ticket(data, package, self.identities["expert"], holder)
        if kind == "delivery":
            own = self.identities["expert"], self.verifying.get("expert")
            return readers.open_delivery(data, self.pin, clock, *own, memory)
        if kind in ("bundle", "bundle-card"):
            holder = self.verifying["expert"] if kind == "bundle" else None
            keys = self.verifying["label"], holder
            return readers.open_bundle(data, self.identities["committee"], ticket, *keys)
        if kind == "card":
            return readers.read_card(data)
        if kind == "statement":
            return readers.read_statement(data)
        trust = readers.Trust(self.trust, self.pin, clock, memory)
        if kind == "share":
            return readers.open_share(data, trust, self.identities["holder1"])
        if kind == "kit":
            return readers.open_kit(data, trust, self.identities["expert"])
        require(kind in readers.ROLE_OF, "kind")
        return trust.by_role(readers.read(data, kind))


def attempt(context, request):
    """The answer to one request; only refusals count as answers, other errors are faults."""
    try:
        data = base64.b64decode(request["data"])
        name = "package.orp" if request["kind"].startswith("package") else "file"
        content = context.read(request["kind"], {name: data}, request["clock"], request.get("memory"))
        return {"ok": True, "content": content}
    except Refused as refusal:
        return {"ok": False, "reason": str(refusal)}


def serve(folder):
    """Answers requests until the input ends. Everything is read under the vectors' keys."""
    here = lambda *parts: os.path.join(folder, *parts)  # noqa: E731
    pin = json.loads(load(here("manifest.json")))["pin"]
    tiny = {"package.orp": load(here("valid", "package", "tiny.orp"))}
    keys = json.loads(load(here("keys.json")))
    context = Context(pin, keys, load(here("trust.json")), tiny)
    for line in sys.stdin:
        answer = attempt(context, json.loads(line))
        print(json.dumps(answer, ensure_ascii=False), flush=True)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--pin", default="")
    parser.add_argument("--keys")
    parser.add_argument("--trust")
    parser.add_argument("--ticket", default="t1")
    parser.add_argument("--at")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    if arguments.kind == "serve":
        serve(arguments.files[0])
        return 0
    keys = json.loads(load(arguments.keys)) if arguments.keys else {}
    trust = load(arguments.trust) if arguments.trust else None
    files = {os.path.basename(path): load(path) for path in arguments.files}
    kind = arguments.kind
    package = None
    if kind == "package":
        kind = "package-open" if keys else kind
    elif kind == "ticket":
        package = dict(list(files.items())[1:])
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    context = Context(arguments.pin, keys, trust, package)
    try:
        content = context.read(kind, files, arguments.at or now, ticket=arguments.ticket)
    except Refused as refusal:
        print(json.dumps({"refused": str(refusal)}) if arguments.json else f"refused: {refusal}")
        return 1
    print(json.dumps(content, ensure_ascii=False, indent=1) if arguments.json else "verified")
    return 0


if __name__ == "__main__":
    sys.exit(main())
