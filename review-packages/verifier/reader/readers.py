"""Packages, tickets, bundles and the rest: from bytes to what they say."""

import datetime
import hashlib
import zlib

from . import age, envelope, strict
from .container import MAX_ENTRY, Container
from .documents import DOCUMENTS, SECRETS, free_of_ties, kit_lines, read_body, read_inner, read_payload
from .refusal import require

DAY = 24 * 60 * 60
MIME = "application/vnd.hengping."
ROLE_OF = {
    "manifest": "publisher",
    "ticket": "publisher",
    "register": "registrar",
    "receipt": "receiver",
    "opening": "chair",
    "transcript": "chair",
    "archive": "chair",
    "kit": "chair",
    "notice": "publisher",
}


def _seconds(text):
    moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    return moment.replace(tzinfo=datetime.timezone.utc).timestamp()


def verified(sealed, keys, threshold=1):
    """A document whose signatures and content have been checked."""
    require(len(strict.write(sealed.ordered())) <= DOCUMENTS[sealed.kind][0], "too-large")
    signers = sealed.signers(keys, threshold)
    return {
        "type": sealed.kind,
        "digest": sealed.digest(),
        "signers": signers,
        "content": read_payload(sealed.payload, sealed.kind),
    }


def read(data, kind):
    """An envelope of a kind, its form checked."""
    return envelope.read(data, kind, DOCUMENTS[kind][0])


class Trust:
    """The chain from the pinned root on, at one moment."""

    def __init__(self, data, pin, clock, memory):
        require(len(data) <= 1024 * 1024, "too-large")
        self.clock, self.memory = _seconds(clock), memory or {}
        latest = self.memory.get("latest")
        self.latest = _seconds(latest) if latest else None
        behind = self.latest is not None and self.latest - self.clock > DAY
        self._read(data)
        require(not behind, "clock-behind")
        self._chain(pin)
        self._remember()

    def _read(self, data):
        value = strict.read(data)
        require(isinstance(value, dict) and set(value) == {"roots", "roles", "rounds"}, "json-shape")
        require(isinstance(value["roots"], list) and isinstance(value["rounds"], list), "json-shape")
        self.roots = [envelope.Envelope(root, "root") for root in value["roots"]]
        self.roles_envelope = envelope.Envelope(value["roles"], "roles")
        self.round_envelopes = [envelope.Envelope(item, "round") for item in value["rounds"]]
        ordered = {
            "roots": [root.ordered() for root in self.roots],
            "roles": self.roles_envelope.ordered(),
            "rounds": [item.ordered() for item in self.round_envelopes],
        }
        require(strict.write(ordered) == data, "envelope-form")

    def _chain(self, pin):
        require(self.roots and self.roots[0].digest() == pin, "pin-mismatch")
        claimed = read_payload(self.roots[0].payload, "root")
        self.root = verified(self.roots[0], claimed["keys"], claimed["threshold"])
        for sealed in self.roots[1:]:
            self._next_root(sealed)
        keys, threshold = self.root["content"]["keys"], self.root["content"]["threshold"]
        self.roles = verified(self.roles_envelope, keys, threshold)
        rounds = [verified(item, keys, threshold) for item in self.round_envelopes]
        for document in [self.roles, *rounds]:
            same = document["content"]["authority"] == self.root["content"]["authority"]
            require(same, "authority-differs")
        ids = [item["content"]["round"] for item in rounds]
        require(all(a < b for a, b in zip(ids, ids[1:])), "envelope-form")
        self.rounds = dict(zip(ids, rounds))

    def _next_root(self, sealed):
        before = self.root["content"]
        claimed = read_payload(sealed.payload, "root")
        root = verified(sealed, [*before["keys"], *claimed["keys"]])
        for each in (before, claimed):
            signed = [k for k in each["keys"] if envelope.fingerprint(k) in root["signers"]]
            require(len(signed) >= each["threshold"], "root-chain")
        require(claimed["version"] == before["version"] + 1, "root-chain")
        require(claimed["authority"] == before["authority"], "authority-differs")
        self.root = root

    def admit(self, time):
        """Takes note of a signed time."""
        require(_seconds(time) - self.clock <= DAY, "signed-in-future")
        self.latest = max(self.latest or 0, _seconds(time))

    def now(self):
        """The moment that counts."""
        return max(self.clock, self.latest or 0)

    @staticmethod
    def _advance(seen, number, digest, older, other):
        if seen:
            require(number >= seen["number"], older)
            require(number > seen["number"] or digest == seen["digest"], other)

    def _remember(self):
        advance = lambda seen, doc: self._advance(  # noqa: E731
            seen, doc["content"]["version"], doc["digest"], "trust-rollback", "trust-fork"
        )
        advance(self.memory.get("root"), self.root)
        advance(self.memory.get("roles"), self.roles)
        for name, item in self.rounds.items():
            advance(self.memory.get("rounds", {}).get(name), item)
        for document in [self.root, self.roles, *self.rounds.values()]:
            self.admit(document["content"]["issued"])
        require(self.now() <= _seconds(self.roles["content"]["expires"]), "trust-expired")

    def round(self, name):
        """The authority's word on a round."""
        require(name in self.rounds, "round-missing")
        return self.rounds[name]

    def by_role(self, sealed):
        """A document signed by the holders of its role."""
        role = self.roles["content"]["roles"].get(ROLE_OF[sealed.kind])
        require(role, "unknown-signer")
        revoked = self.roles["content"]["revoked"]
        require(all(keyid not in revoked for keyid, _ in sealed.signatures), "key-revoked")
        return verified(sealed, role["keys"], role["threshold"])

    def by_authority(self, sealed):
        """A document signed by the authority."""
        return verified(sealed, self.root["content"]["keys"], self.root["content"]["threshold"])

    def admit_manifest(self, manifest):
        """Round known, time right, not older than what was accepted."""
        content = manifest["content"]
        expires = self.round(content["round"])["content"]["expires"]
        self.admit(content["issued"])
        require(_seconds(content["valid_from"]) <= self.now(), "not-yet-valid")
        require(self.now() <= _seconds(content["valid_until"]), "expired")
        require(self.now() <= _seconds(expires), "trust-expired")
        seen = self.memory.get("packages", {}).get(content["package"])
        self._advance(seen, content["seq"], manifest["digest"], "package-rollback", "package-fork")


class Package:
    """A package of one or more files, given by name."""

    def __init__(self, files, pin, clock, memory=None):
        require("package.orp" in files, "volume-missing")
        first = Container(files["package.orp"], MIME + "package")
        trust = first.next("trust.json", 1024 * 1024)
        listed = first.next("manifest.dsse.json", DOCUMENTS["manifest"][0])
        self.trust = Trust(trust, pin, clock, memory)
        self.manifest = self.trust.by_role(read(listed, "manifest"))
        self.content = self.manifest["content"]
        self.trust.admit_manifest(self.manifest)
        self.entries = {}
        for n, volume in enumerate(self.content["volumes"]):
            name = f"v{n:04}.orp" if n else "package.orp"
            require(name in files, "volume-missing")
            container = Container(files[name], MIME + "volume") if n else first
            self._volume(container, volume["entries"])

    def _volume(self, container, listed):
        lines = [(entry["name"], entry["size"], entry["crc32"]) for entry in listed]
        contents = container.check(lines)
        for entry in listed:
            data = contents[entry["name"]]
            require(hashlib.sha256(data).hexdigest() == entry["sha256"], "content-digest")
            require(zlib.crc32(data) == entry["crc32"], "content-crc")
            self.entries[entry["name"]] = data

    def show(self, inner=None, bodies=()):
        """What was decoded, in the form that readers compare."""
        return {
            "manifest": self.manifest,
            "root": self.trust.root,
            "roles": self.trust.roles,
            "round": self.trust.round(self.content["round"]),
            "inner": inner,
            "applications": list(bodies),
        }

    def open(self, identities):
        """Everything that these identities open."""
        plain = age.open_sealed(self.entries["inner.age"], identities["index"], age.ENTRY_BLOCK)
        inner, objects = read_inner(plain)
        require(inner["package"] == self.content["package"], "scope-differs")
        require(inner["round"]["id"] == self.content["round"], "scope-differs")
        practice = inner.get("practice")
        require(not practice or practice["package"] == self.content["package"], "scope-differs")
        named = ["inner.age", *(f"objects/{o}.age" for o in objects)]
        named += [f"applications/{row['id']}.age" for row in inner["applications"]]
        require(sorted(named) == sorted(self.entries), "lists-disagree")
        rows = [row for row in inner["applications"] if row["id"] in identities]
        return self.show(inner, [self._body(row, identities[row["id"]]) for row in rows])

    def _body(self, row, identity):
        require(identity.recipient == row["recipient"], "key-differs")
        sealed = self.entries[f"applications/{row['id']}.age"]
        body = strict.read(age.open_sealed(sealed, identity, age.ENTRY_BLOCK))
        files = read_body(body)
        application = body["application"]
        require(body["package"] == self.content["package"], "scope-differs")
        require(application["id"] == row["id"], "scope-differs")
        require(application["enterprise"] == row["enterprise"], "lists-disagree")
        require(application["material_version"] == row["material_version"], "lists-disagree")
        require(sorted(files) == sorted(row["objects"]), "lists-disagree")
        for name, (digest, size, _) in files.items():
            plain = age.open_sealed(self.entries[f"objects/{name}.age"], identity, age.ENTRY_BLOCK)
            require(len(plain) == size, "plain-digest")
            require(hashlib.sha256(plain).hexdigest() == digest, "plain-digest")
        return body


def open_ticket(data, package, identity, holder=None):
    """A ticket for a package, opened by its holder."""
    ticket = package.trust.by_role(read(data, "ticket"))
    outside, manifest = ticket["content"], package.manifest
    require(outside["package"] == manifest["content"]["package"], "scope-differs")
    require(outside["manifest"] == manifest["digest"], "scope-differs")
    sealed = envelope.decode_base64(outside["sealed"])
    secrets = strict.read(age.open_sealed(sealed, identity, age.DOCUMENT_BLOCK))
    SECRETS(secrets)
    require(secrets["type"] == "ticket-secrets.v1", "payload-type")
    ids = [item["application"] for item in secrets["assignments"]]
    require(len(set(ids)) == len(ids), "doubled")
    require(secrets["ticket"] == outside["ticket"], "scope-differs")
    require(secrets["package"] == outside["package"], "scope-differs")
    require(secrets["round"] == manifest["content"]["round"], "scope-differs")
    named = secrets.get("holder")
    require(named is None or holder is None or named == holder, "key-differs")
    record = package.trust.round(secrets["round"])["content"]
    require(secrets["committee"] == record["committee"], "committee-differs")
    for seen in package.trust.memory.get("tickets", []):
        if (seen["package"], seen["kind"]) == (secrets["package"], secrets["kind"]):
            Trust._advance(
                seen["seen"], outside["seq"], ticket["digest"], "ticket-rollback", "ticket-rollback"
            )
    return _show_ticket(ticket, secrets)


def _show_ticket(ticket, secrets):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    label = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secrets["label_key"]))
    public = label.public_key().public_bytes_raw().hex()
    recipient = lambda text: age.Identity(text).recipient if text else None  # noqa: E731
    return {
        "outside": ticket,
        "round": secrets["round"],
        "kind": secrets["kind"],
        "holder": secrets.get("holder"),
        "assignments": [
            {"application": item["application"], "recipient": recipient(item.get("identity"))}
            for item in secrets["assignments"]
        ],
        "due": secrets["due"],
        "committee": secrets["committee"],
        "index": recipient(secrets["index"]),
        "label_key": f"ed25519:{public}",
    }


def open_delivery(data, pin, clock, identity, holder=None, memory=None):
    """The one-file form: package and ticket, each verified on its own."""
    outer = Container(data, MIME + "delivery")
    inside = outer.next("package.orp", MAX_ENTRY)
    ticket = outer.next("ticket.ort", DOCUMENTS["ticket"][0])
    outer.check([])
    package = Package({"package.orp": inside}, pin, clock, memory)
    return {"package": package.show(), "ticket": open_ticket(ticket, package, identity, holder)}


def open_bundle(data, committee, ticket, label_key, holder=None):
    """A bundle, opened by the committee, for the ticket it must belong to.

    Without `holder` the ticket was addressed to an activation code: the holder is the signing key
    of the card that travels along, whose fingerprint is still to be confirmed.
    """
    container = Container(data, MIME + "bundle")
    label = verified(read(container.next("label.dsse.json", DOCUMENTS["label"][0]), "label"), [label_key])
    outside = label["content"]
    line = ("payload.age", outside["payload_size"], outside["payload_crc32"])
    sealed = container.check([line])["payload.age"]
    require(hashlib.sha256(sealed).hexdigest() == outside["payload_sha256"], "content-digest")
    require(zlib.crc32(sealed) == outside["payload_crc32"], "content-crc")
    require(outside["ticket"] == ticket, "scope-differs")
    require(outside["committee"] == committee.recipient, "committee-differs")
    plain = age.open_sealed(sealed, committee, age.ENTRY_BLOCK)
    sealed = read(plain, "payload")
    if holder is None:
        travels = read_payload(sealed.payload, "payload").get("card")
        require(travels is not None, "key-differs")
        holder = verified_card(envelope.Envelope(travels, "card"))["content"]["signing"]
    payload = verified(sealed, [holder])
    inside = payload["content"]
    for member in ("bundle", "ticket", "lineage", "seq", "previous", "kind", "committee"):
        require(inside.get(member) == outside.get(member), "label-differs")
    shown = {"label": label, "payload": payload, "reviews": [], "visits": [], "card": None, "pledge": None}
    _documents(shown, inside, holder)
    return shown


def _documents(shown, inside, holder):
    done = list(inside["not_done"]) + [row["application"] for row in inside["recused"]]
    if inside.get("card") is not None:
        shown["card"] = verified_card(envelope.Envelope(inside["card"], "card"))
        require(shown["card"]["content"]["signing"] == holder, "key-differs")
    if inside.get("pledge") is not None:
        shown["pledge"] = verified(envelope.Envelope(inside["pledge"], "pledge"), [holder])
        require(shown["pledge"]["content"]["round"] == inside["round"], "scope-differs")
    for value in inside["documents"]:
        document = verified(envelope.Envelope(value, inside["kind"]), [holder])
        content = document["content"]
        if inside["kind"] == "review":
            review = content["review"]
            for member in ("round", "package", "ticket"):
                require(review[member] == inside[member], "scope-differs")
            done.append(review["application"])
        else:
            for member in ("round", "ticket"):
                require(content[member] == inside[member], "scope-differs")
        shown[inside["kind"] + "s"].append(document)
    require(len(set(done)) == len(done), "doubled")
    reviewed = {document["content"]["review"]["application"] for document in shown["reviews"]}
    pledged = free_of_ties(shown["pledge"]["content"]) if shown["pledge"] else set()
    require(reviewed <= pledged, "lists-disagree")


def read_card(data):
    """An enrolment card, signed by the key it names."""
    return verified_card(read(data, "card"))


def verified_card(sealed):
    """A card whose form has been checked, verified by the key it names."""
    claimed = read_payload(sealed.payload, "card")
    return verified(sealed, [claimed["signing"]])


def read_statement(data):
    """What somebody says about the panel's work, verified by the card inside."""
    sealed = read(data, "statement")
    claimed = read_payload(sealed.payload, "statement")
    card = verified_card(envelope.Envelope(claimed["card"], "card"))
    return verified(sealed, [card["content"]["signing"]])


def open_kit(data, trust, team):
    """The kit of a visit, opened by its team."""
    kit = trust.by_role(read(data, "kit"))
    sealed = envelope.decode_base64(kit["content"]["sealed"])
    lines = strict.read(age.open_sealed(sealed, team, age.DOCUMENT_BLOCK))
    kit_lines(lines)
    for name in ("round", "ticket"):
        require(lines[name] == kit["content"][name], "scope-differs")
    return {"outside": kit, "lines": lines}


def open_share(data, trust, holder):
    """A share of the committee key, opened by its holder and compared with its digest."""
    document = trust.by_authority(read(data, "share"))
    share = document["content"]
    require(share["authority"] == trust.root["content"]["authority"], "authority-differs")
    record = trust.round(share["round"])["content"]
    require(share["recipient"] == record["committee"], "committee-differs")
    require(share["ceremony"] == record["ceremony"], "shares-mixed")
    sealed = envelope.decode_base64(share["sealed"])
    secret = age.open_sealed(sealed, holder, age.DOCUMENT_BLOCK)
    fits = len(secret) == 75 and secret[0] == share["index"]
    digest = hashlib.sha256(secret).hexdigest()
    require(fits and digest == share["digests"][share["index"] - 1], "share-corrupt")
    return document
