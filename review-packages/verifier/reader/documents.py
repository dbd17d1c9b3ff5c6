"""The documents: their shapes, and the rules that shapes alone do not express."""

import hashlib
import re

from . import strict
from .refusal import require
from .schema import *  # noqa: F403 (the shapes are the vocabulary of this file)
from .schema import Maybe, array, choice, code, decimal, digest, i32, i64, instant, integer, key
from .schema import literal, mapping, name, opaque, record, recipient, text, u32, u64

KIB, MIB = 1024, 1024 * 1024
FIELD_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}(_[1-9])?\Z")
ENTRY = re.compile(r"(inner|applications/[a-z0-9][a-z0-9-]{0,63}|objects/[a-z0-9][a-z0-9-]{0,63})\.age\Z")


GROUND = literal("employment", "kinship", "same_unit", "advised", "litigation", "other")


def field_key(value):
    text(value)
    stem, mark, years = value.rpartition("_")
    if mark:
        require(re.match(r"[1-9]\Z", years), "json-shape")
        code(stem)
    else:
        code(value)


def entry_name(value):
    require(isinstance(value, str) and ENTRY.match(value), "json-shape")


def _different(items, rule):
    require(len(set(items)) == len(items), rule)


def _root(doc):
    require(doc["version"] >= 1, "field-value")
    _different(doc["keys"], "field-value")
    require(len(doc["keys"]) <= 16 and 1 <= doc["threshold"] <= len(doc["keys"]), "field-value")


def _roles(doc):
    require(doc["version"] >= 1 and doc["issued"] <= doc["expires"], "field-value")
    for role in doc["roles"].values():
        _different(role["keys"], "field-value")
        require(len(role["keys"]) <= 16, "field-value")
        require(1 <= role["threshold"] <= len(role["keys"]), "field-value")


def _round(doc):
    require(doc["version"] >= 1 and doc["issued"] <= doc["expires"], "field-value")


def _manifest(doc):
    require(doc["seq"] >= 1 and doc["valid_from"] <= doc["valid_until"], "field-value")
    before = doc.get("supersedes")
    require(not before or before["seq"] < doc["seq"], "field-value")
    require(1 <= len(doc["volumes"]) <= 9999, "entry-list")
    listed = [(n, e) for n, volume in enumerate(doc["volumes"]) for e in volume["entries"]]
    _different([e["name"] for _, e in listed], "entry-list")
    require(all(len(volume["entries"]) < 60_000 for volume in doc["volumes"]), "entry-list")
    require(all(e["size"] <= 1_800_000_000 for _, e in listed), "too-large")
    ranks = [(n, "iao".index(e["name"][0])) for n, e in listed]
    require(ranks == sorted(ranks) and ranks[:1] == [(0, 0)], "entry-list")
    require(sum(kind == 0 for _, kind in ranks) == 1, "entry-list")
    require(all(n == 0 or kind == 2 for n, kind in ranks), "entry-list")


def _ticket(doc):
    require(doc["seq"] >= 1 and doc.get("replaces") != doc["ticket"], "field-value")


def _chained(number):
    def check(doc):
        require(doc[number] >= 1, "field-value")
        require((doc[number] == 1) == (doc.get("previous") is None), "field-value")

    return check


def _label(doc):
    _chained("seq")(doc)
    require(doc["payload_size"] <= 1_800_000_000, "too-large")


def _payload(doc):
    recused = [row["application"] for row in doc["recused"]]
    _different(doc["not_done"] + recused, "doubled")
    _log(doc)


def _pledge(doc):
    _different([row["application"] for row in doc["declarations"]], "doubled")
    require(doc["count"] == len(free_of_ties(doc)), "field-value")


def free_of_ties(pledge):
    """The applications that the sentence of a pledge covers."""
    return {row["application"] for row in pledge["declarations"] if row.get("ground") is None}


def _log(doc):
    """The entries lead, link by link, from the base to the head."""
    entries = doc["log"]
    require(entries and entries[0]["number"] >= 1, "field-value")
    length, chain = entries[0]["number"] - 1, doc["log_base"]
    require((length == 0) == (chain == "0" * 64), "field-value")
    for entry in entries:
        length += 1
        require(entry["number"] == length, "field-value")
        subjects = entry.get("subjects", [])
        items = ["hengping-log-1", chain, str(length), entry["at"], entry["kind"]]
        items += [str(len(subjects)), *subjects]
        written = b"".join(b"%d:%s," % (len(item.encode()), item.encode()) for item in items)
        chain = hashlib.sha256(written).hexdigest()
    require((length, chain) == (doc["log_length"], doc["log_head"]), "field-value")


def _review(doc):
    review = doc["review"]
    _chained("seal")(review)
    _different([mark["indicator"] for mark in review["marks"]], "doubled")
    ids = [citation["id"] for citation in review.get("citations", [])]
    _different(ids, "doubled")
    used = [c for mark in review["marks"] for c in mark.get("citations", [])]
    used += [c for proposal in review.get("proposals", []) for c in proposal["citations"]]
    require(set(used) <= set(ids), "lists-disagree")


def _transcript(doc):
    bundles = doc["bundles"]
    require(all(a < b for a, b in zip(bundles, bundles[1:])), "field-value")


def _opening(doc):
    labels = doc["labels"]
    require(all(a < b for a, b in zip(labels, labels[1:])), "field-value")


def _statement(doc):
    words = doc["words"]
    require(len(words) <= 4000, "field-value")
    require(all(c == "\n" or not _is_control(c) for c in words), "field-value")
    require("decision" in doc["about"] or words.strip(), "field-value")


def _notice(doc):
    _chained("number")(doc)
    ((kind, word),) = doc["word"].items()
    if kind == "extend":
        named = word.get("tickets", [])
        require(len(named) <= 8, "field-value")
        require(all(a < b for a, b in zip(named, named[1:])), "field-value")
    if kind == "withdraw":
        reason = word["reason"]
        require(reason.strip() and len(reason) <= 120, "field-value")
        require(not any(map(_is_control, reason)), "field-value")
    if kind == "replace":
        require(word["ticket"] != word["by"], "field-value")


def _is_control(character):
    return ord(character) < 32 or 127 <= ord(character) < 160


def kit_lines(doc):
    """The sealed inside of a kit."""
    KIT_LINES(doc)
    require(doc["type"] == "kit-lines.v1", "payload-type")
    _different([visit["application"] for visit in doc["visits"]], "doubled")
    for visit in doc["visits"]:
        _different([strict.write(line["subject"]) for line in visit["lines"]], "doubled")
        reasons = [line["reasons"] for line in visit["lines"]]
        require(all(r and all(a < b for a, b in zip(r, r[1:])) for r in reasons), "field-value")


def _archive(doc):
    names = [file["name"] for file in doc["files"]]
    require(all(a < b for a, b in zip(names, names[1:])), "entry-list")
    legal = re.compile(r"(?!\.)[a-z0-9.-]+(/(?!\.)[a-z0-9.-]+)*")
    require(all(len(name) <= 200 and legal.fullmatch(name) for name in names), "entry-name")


def _register(doc):
    require(doc["number"] >= 1, "field-value")
    names = [item["ticket"] for item in doc["tickets"]]
    require(all(a < b for a, b in zip(names, names[1:])), "field-value")
    for item in doc["tickets"]:
        _different(item["assigned"], "doubled")


def _share(doc):
    require(1 <= doc["shares"] <= 32, "field-value")
    require(min(doc["shares"], 2) <= doc["needed"] <= doc["shares"], "field-value")
    require(1 <= doc["index"] <= doc["shares"], "field-value")
    require(len(doc["digests"]) == doc["shares"], "lists-disagree")


def boolean(value):
    require(isinstance(value, bool), "json-shape")


KIND = literal("review", "visit")
REGISTERED = record(
    ticket=opaque,
    seq=u32,
    package=opaque,
    kind=literal("expert", "panel", "visit", "observer"),
    replaces=Maybe(opaque),
    holder=Maybe(key),
    label=key,
    assigned=array(opaque),
    revoked=boolean,
)
ROLES = literal("publisher", "registrar", "receiver", "chair", "observer", "visitor", "revoker")
FIELD_VALUE = choice(money=i64, number=decimal, text=text, date=text, code=text, list=array(text))
FACT = choice(("enterprise_type",), field=field_key, choice=code, item=code)
FACT_VALUE = choice(field=FIELD_VALUE, option=code, enterprise_type=code, count=u32)
JUDGEMENT = choice(("not_applicable",), score=i64, choice=code)
LOG_ENTRY = record(number=u64, at=instant, kind=opaque, subjects=Maybe(array(code), null=False))
BOX = record(left=i32, bottom=i32, right=i32, top=i32)
CITATION = record(
    id=opaque, evidence=code, document=digest, page=u32, quote=text, boxes=array(BOX)
)
MARK = record(
    indicator=code,
    judgement=JUDGEMENT,
    comment=Maybe(text, null=False),
    citations=Maybe(array(opaque), null=False),
    material_version=u32,
)
PROPOSAL = record(fact=FACT, value=FACT_VALUE, reason=text, citations=array(opaque))
ABOUT = choice(log=record(head=digest, length=u64), decision=digest)
WORD = choice(
    extend=record(due=instant, tickets=Maybe(array(opaque), null=False)),
    withdraw=record(application=opaque, reason=text),
    replace=record(ticket=opaque, by=opaque),
    revoke=record(ticket=opaque),
)
SUBJECT = choice(fact=FACT, indicator=code)
KIT_LINE = record(
    subject=SUBJECT, reasons=array(literal("flagged", "open_issue", "sample"))
)
KIT_LINES = record(
    type=text,
    round=opaque,
    ticket=opaque,
    seed=digest,
    visits=array(record(application=opaque, lines=array(KIT_LINE))),
    made_at=instant,
)
REVIEW = record(
    round=opaque,
    package=opaque,
    ticket=opaque,
    application=opaque,
    seal=u32,
    previous=Maybe(digest),
    lineage=opaque,
    scheme=digest,
    material_version=u32,
    last_notice=u32,
    unseal_reason=Maybe(text),
    fact_sheet_read=Maybe(instant),
    proposals=Maybe(array(PROPOSAL), null=False),
    marks=array(MARK),
    citations=Maybe(array(CITATION), null=False),
    opinion=record(fields=mapping(code, text), recommendation=Maybe(code)),
    sealed_at=instant,
)
ENTERPRISE = record(
    name=text,
    credit_code=text,
    legal_representative=text,
    group=Maybe(text),
    shareholders=Maybe(array(text), null=False),
    unit=code,
)
EVIDENCE = record(
    code=code,
    title=text,
    file_name=text,
    object=opaque,
    digest=digest,
    size=u64,
    media=literal("pdf", "jpeg", "png"),
    pages=Maybe(record(first=u32, last=u32)),
)
APPLICATION = record(
    id=opaque,
    enterprise=ENTERPRISE,
    enterprise_type=code,
    fields=mapping(
        field_key, record(value=FIELD_VALUE, source=Maybe(record(evidence=code, page=u32)))
    ),
    choices=mapping(code, code),
    evidence=array(EVIDENCE),
    material_version=u32,
)
BODY = record(
    type=text,
    suite=text,
    package=opaque,
    application=APPLICATION,
    recognised=Maybe(
        array(record(object=opaque, pages=array(record(page=u32, text=text)))), null=False
    ),
)
ROUND = record(
    id=opaque,
    title=record(zh=text, en=Maybe(text)),
    kind=literal("selection", "annual", "re_review"),
    review_year=integer(0, 65535),
    time_zone=text,
    scheme=digest,
    units=mapping(code, record(name=text, quota=u32)),
)
INNER = record(
    type=text,
    suite=text,
    package=opaque,
    round=ROUND,
    scheme=text,
    practice=Maybe(BODY),
    applications=array(
        record(
            id=opaque,
            recipient=recipient,
            objects=array(opaque),
            enterprise=ENTERPRISE,
            material_version=u32,
        )
    ),
)
SECRETS = record(
    type=text,
    ticket=opaque,
    package=opaque,
    round=opaque,
    kind=literal("expert", "panel", "visit", "observer"),
    holder=Maybe(key),
    assignments=array(record(application=opaque, identity=Maybe(identity))),  # noqa: F405
    due=instant,
    committee=recipient,
    index=identity,  # noqa: F405
    label_key=digest,
)
_SAME = dict(
    suite=text,
    bundle=opaque,
    ticket=opaque,
    lineage=opaque,
    seq=u32,
    previous=Maybe(digest),
    kind=KIND,
    committee=recipient,
)


def anything(_):
    """Checked elsewhere."""


# kind: (largest envelope, shape, further rules)
DOCUMENTS = {
    "root": (
        64 * KIB,
        record(suite=text, authority=name, version=u32, keys=array(key), threshold=u32, issued=instant),
        _root,
    ),
    "roles": (
        256 * KIB,
        record(
            suite=text,
            authority=name,
            version=u32,
            roles=mapping(ROLES, record(keys=array(key), threshold=u32)),
            office=recipient,
            revoked=array(digest),
            issued=instant,
            expires=instant,
        ),
        _roles,
    ),
    "round": (
        64 * KIB,
        record(
            suite=text,
            authority=name,
            round=opaque,
            version=u32,
            committee=recipient,
            ceremony=opaque,
            issued=instant,
            expires=instant,
        ),
        _round,
    ),
    "card": (
        16 * KIB,
        record(suite=text, signing=key, recipient=recipient, name=name, unit=name, made_at=instant),
        anything,
    ),
    "manifest": (
        64 * MIB,
        record(
            suite=text,
            package=opaque,
            round=opaque,
            seq=u32,
            supersedes=Maybe(record(manifest=digest, seq=u32)),
            issued=instant,
            valid_from=instant,
            valid_until=instant,
            volumes=array(
                record(entries=array(record(name=entry_name, size=u64, crc32=u32, sha256=digest)))
            ),
        ),
        _manifest,
    ),
    "ticket": (
        4 * MIB,
        record(
            suite=text,
            package=opaque,
            manifest=digest,
            ticket=opaque,
            seq=u32,
            replaces=Maybe(opaque),
            sealed=base64_text,  # noqa: F405
        ),
        _ticket,
    ),
    "label": (
        16 * KIB,
        record(**_SAME, payload_size=u64, payload_crc32=u32, payload_sha256=digest),
        _label,
    ),
    "payload": (
        64 * MIB,
        record(
            **_SAME,
            round=opaque,
            package=opaque,
            not_done=array(opaque),
            recused=array(record(application=opaque, ground=GROUND)),
            log_head=digest,
            log_length=u64,
            log_base=digest,
            log=array(LOG_ENTRY),
            handed_in_at=instant,
            card=Maybe(anything),
            pledge=Maybe(anything),
            documents=array(anything),
        ),
        _payload,
    ),
    "pledge": (
        4 * MIB,
        record(
            suite=text,
            round=opaque,
            ticket=opaque,
            sentence=literal("no-ties-1"),
            count=u32,
            declarations=array(record(application=opaque, ground=Maybe(GROUND))),
            made_at=instant,
        ),
        _pledge,
    ),
    "review": (8 * MIB, record(suite=text, review=REVIEW), _review),
    "visit": (8 * MIB, record(suite=text, round=opaque, ticket=opaque, record=anything), anything),
    "receipt": (
        16 * KIB,
        record(
            suite=text,
            round=opaque,
            ticket=opaque,
            number=u32,
            previous=Maybe(digest),
            bundle=opaque,
            label=digest,
            received_at=instant,
        ),
        _chained("number"),
    ),
    "transcript": (
        4 * MIB,
        record(suite=text, round=opaque, bundles=array(digest), made_at=instant),
        _transcript,
    ),
    "opening": (
        4 * MIB,
        record(
            suite=text,
            round=opaque,
            ceremony=opaque,
            labels=array(digest),
            present=array(name),
            opened_at=instant,
        ),
        _opening,
    ),
    "statement": (
        64 * KIB,
        record(suite=text, round=opaque, card=anything, about=ABOUT, words=text, made_at=instant),
        _statement,
    ),
    "kit": (4 * MIB, record(suite=text, round=opaque, ticket=opaque, sealed=base64_text), anything),  # noqa: F405
    "notice": (
        4 * KIB,
        record(
            suite=text,
            round=opaque,
            number=u32,
            previous=Maybe(digest),
            issued=instant,
            word=WORD,
        ),
        _notice,
    ),
    "archive": (
        64 * MIB,
        record(
            suite=text,
            round=opaque,
            root=digest,
            files=array(record(name=text, size=u64, sha256=digest)),
            made_at=instant,
        ),
        _archive,
    ),
    "register": (
        8 * MIB,
        record(suite=text, round=opaque, number=u32, issued=instant, tickets=array(REGISTERED)),
        _register,
    ),
    "share": (
        64 * KIB,
        record(
            suite=text,
            authority=text,
            round=opaque,
            ceremony=opaque,
            recipient=recipient,
            index=u32,
            needed=u32,
            shares=u32,
            holder=recipient,
            digests=array(digest),
            sealed=base64_text,  # noqa: F405
        ),
        _share,
    ),
}


def read_payload(payload, kind):
    """The content of a document of this kind."""
    _, shape, rules = DOCUMENTS[kind]
    content = strict.read(payload)
    shape(content)
    require(content["suite"] == "intl-1", "suite-unknown")
    rules(content)
    return content


def read_body(content):
    """The body of an application, from its parsed form."""
    BODY(content)
    require(content["suite"] == "intl-1", "suite-unknown")
    require(content["type"] == "application.v1", "payload-type")
    evidence = content["application"]["evidence"]
    _different([item["code"] for item in evidence], "lists-disagree")
    files = {}
    for item in evidence:
        file = (item["digest"], item["size"], item["media"])
        require(files.setdefault(item["object"], file) == file, "lists-disagree")
        pages = item.get("pages")
        require(not pages or 1 <= pages["first"] <= pages["last"], "field-value")
    known = all(part["object"] in files for part in content.get("recognised", []))
    require(known, "lists-disagree")
    return files


def read_inner(plain):
    """The inner document of a package."""
    inner = strict.read(plain)
    INNER(inner)
    require(inner["suite"] == "intl-1", "suite-unknown")
    require(inner["type"] == "inner.v1", "payload-type")
    scheme = hashlib.sha256(inner["scheme"].encode()).hexdigest()
    require(scheme == inner["round"]["scheme"], "scheme-digest")
    practice = inner.get("practice")
    ids = [row["id"] for row in inner["applications"]]
    objects = [o for row in inner["applications"] for o in row["objects"]]
    if practice:
        objects += list(read_body(practice))
        ids.append(practice["application"]["id"])
    _different(ids, "lists-disagree")
    _different(objects, "lists-disagree")
    return inner, objects
