"""Every operation of both services: its request by botocore's serializer, and an answer by its parser. A `full` case has
every member that there is, a `least` one has what is required; the values are drawn at random, from a seed that is fixed."""

import base64
import datetime
import json
import random
import urllib.parse

import botocore.parsers
import botocore.serialize
from botocore import xform_name

import files as writing
import world

SERVICES = ("dms", "drs")
DEPTH = 5

TEXTS = ["a", "b-1", "Gr\u00fc\u00dfe", "\u6771\u4eac", '"quoted"', "back\\slash", "line\nfeed", "</b>&amp;", "a/b c?d=e&f", "\u2028", "\U0001f600", "%41+", "tab\there"]

# What AWS's models say since this botocore was made.
NEWER_MINIMUMS = {"PITPolicy": 3}


class Maker:
    """Values of shapes. `mode` is "full", "least" or "some"; `wire` makes what is in an answer's body, not what Lua has."""

    def __init__(self, name, mode, wire):
        self.random, self.mode, self.wire = random.Random(name), mode, wire

    def value(self, shape, depth=0):
        return getattr(self, shape.type_name, self.number)(shape, depth)

    def structure(self, shape, depth):
        made = {}
        for name, member in shape.members.items():
            if self.takes(shape, name, member, depth):
                made[self.name_of(name, member)] = self.value(member, depth + 1)
            if made and getattr(shape, "is_tagged_union", False):
                break
        return made

    def name_of(self, name, member):
        return member.serialization.get("name", name) if self.wire and not member.serialization.get("location") else name

    def takes(self, shape, name, member, depth):
        required = name in shape.required_members or member.metadata.get("idempotencyToken")
        if required or getattr(shape, "is_tagged_union", False):
            return True
        if depth >= DEPTH or self.mode == "least":
            return False
        return self.mode == "full" or self.random.random() < 0.4

    def list(self, shape, depth):
        least = NEWER_MINIMUMS.get(shape.name, shape.metadata.get("min", 0))
        count = max(least, 1 if self.mode == "full" else 0 if self.mode == "least" else self.random.randrange(3))
        return [self.value(shape.member, depth + 1) for _ in range(count if depth < DEPTH else least)]

    def map(self, shape, depth):
        count = {"full": 1, "least": 0}.get(self.mode, self.random.randrange(3))
        return {f"{self.string(shape.key, depth)}{i}"[-100:]: self.value(shape.value, depth + 1) for i in range(count)}

    def string(self, shape, _):
        if shape.enum:
            return self.random.choice(shape.enum)
        text = self.random.choice(TEXTS)
        least, most = shape.metadata.get("min", 0), shape.metadata.get("max", 1000)
        return (text * (least // len(text) + 1))[: max(least, len(text))][: max(most, least)]

    def boolean(self, *_):
        return self.random.random() < 0.5

    def number(self, shape, _):
        least, most = shape.metadata.get("min", -3), shape.metadata.get("max", 100000)
        if shape.type_name == "long" and "max" not in shape.metadata:
            most = 2**40
        number = self.random.randint(int(least), int(most))
        return number + 0.5 if shape.type_name in ("double", "float") and number < most else number

    def timestamp(self, shape, _):
        epoch = self.random.randint(0, 2**31)
        if not self.wire:
            return {"$timestamp": epoch}
        form = shape.serialization.get("timestampFormat") or "unixTimestamp"
        moment = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc)
        return {"unixTimestamp": epoch + self.random.choice([0, 0, 0.5, 0.125]), "iso8601": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}[form]

    def blob(self, *_):
        text = base64.b64encode(bytes(self.random.randrange(256) for _ in range(self.random.randrange(12)))).decode()
        return text if self.wire else {"$blob_base64": text}


def python_of(value):
    """An input as botocore takes it."""
    if isinstance(value, list):
        return [python_of(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$timestamp" in value:
        return datetime.datetime.fromtimestamp(value["$timestamp"], datetime.timezone.utc)
    if "$blob_base64" in value:
        return base64.b64decode(value["$blob_base64"])
    return {name: python_of(item) for name, item in value.items()}


def pairs_of(query):
    pairs = query.items() if isinstance(query, dict) else query
    return [[name, item] for name, value in pairs for item in (value if isinstance(value, list) else [value])]


def request_case(service, operation, mode):
    name = f"{service.service_name}-{operation.name}-{mode}"
    made = Maker(name, mode, False).value(operation.input_shape) if operation.input_shape else {}
    serializer = botocore.serialize.create_serializer(service.metadata["protocol"])
    sent = serializer.serialize_to_request(python_of(made), operation)
    headers, body = sent["headers"], sent["body"]
    path, _, fixed = sent["url_path"].partition("?")
    return {
        "name": name, "service": service.service_name, "operation": xform_name(operation.name), "input": made,
        "expect": {
            "method": sent["method"], "path": path,
            "query": pairs_of(sent["query_string"] or []) + [list(pair) for pair in urllib.parse.parse_qsl(fixed)],
            "target": headers.get("X-Amz-Target"), "content_type": headers.get("Content-Type"),
            "body_json": json.loads(body) if body else None,
        },
    }


def answer_case(service, operation, mode):
    name = f"{service.service_name}-{operation.name}-{mode}"
    made = Maker(name + "-answer", mode, True).value(operation.output_shape) if operation.output_shape else {}
    if mode == "some":
        made["AMemberThatNobodyKnows"] = [{"a": None}]
    body = json.dumps(made, ensure_ascii=False)
    parser = botocore.parsers.create_parser(service.metadata["protocol"])
    output = parser.parse({"status_code": 200, "headers": {}, "body": body.encode()}, operation.output_shape)
    output.pop("ResponseMetadata", None)
    return {
        "name": name, "service": service.service_name, "operation": xform_name(operation.name), "status": 200, "body": body,
        "expect": writing.value_of(output),
    }


def files():
    session, made = world.session(), {}
    for service_name in SERVICES:
        service = session.get_service_model(service_name)
        operations = [service.operation_model(name) for name in sorted(service.operation_names)]
        for kind, build in (("requests", request_case), ("answers", answer_case)):
            cases = [build(service, operation, mode) for mode in ("full", "some", "least") for operation in operations]
            made[f"whole_{kind}_{service_name}.json"] = cases
    return made
