"""Answers of both founding operations, as botocore reads them; and what this library makes of answers that botocore reads
leniently: scalars of another type, lists with nulls, bodies that are not a JSON object."""

import json

import botocore.config
import botocore.exceptions

import files as writing
import world

ID = "11112222-3333-4444-5555-666677778888"
DEFAULTS = {"status": 200, "headers": [["x-amzn-RequestId", ID]]}
CALLS = {
    "StopReplication": ("dms", {"ReplicationConfigArn": "arn"}),
    "RetryDataReplication": ("drs", {"sourceServerID": "s-1234567890abcdef0"}),
}
_clients = {}


def client(service):
    if service not in _clients:
        with world.home():
            _clients[service] = world.session().create_client(
                service, region_name="us-east-1", aws_access_key_id="AKIDGOLDEN", aws_secret_access_key="none",
                config=botocore.config.Config(retries={"total_max_attempts": 1}),
            )
    return _clients[service]


def theirs(operation, status, headers, body):
    """What botocore makes of it."""
    service, given = CALLS[operation]
    made = client(service)
    with world.transport(lambda request: world.answer(request.url, status, headers, body)):
        try:
            output = getattr(made, botocore.xform_name(operation))(**given)
        except botocore.exceptions.ClientError as error:
            response = error.response
            fields = {name: value for name, value in response.items() if name not in ("Error", "ResponseMetadata")}
            error = response["Error"]
            found = {"code": error.get("Code"), "message": error.get("Message"), "fields": writing.value_of(fields)}
            return {"ok": False, "kind": "service_error", "error": found}
        except Exception as error:  # a crash of its parsers
            return {"ok": False, "kind": "crash", "text": type(error).__name__}
    metadata = output.pop("ResponseMetadata")
    return {"ok": True, "output": writing.value_of(output), "request_id": metadata.get("RequestId")}


def case(name, operation, body, departs=None, ours=None, **changes):
    made = {"name": f"{CALLS[operation][0]}-{name}", "operation": operation, **changes}
    made.update(writing.body_fields(body))
    headers = made.get("headers", DEFAULTS["headers"])
    found = theirs(operation, made.get("status", 200), headers, body)
    found.pop("request_id", None)  # the headers say it
    if ours and json.dumps(found) != json.dumps(ours):
        made["departs"] = departs
    if not ours and found.get("kind") == "crash":
        raise ValueError(f"{name}: botocore crashed ({found['text']}), and there is no word of ours")
    return {**made, "expect": ours or found}


def output(value):
    return {"ok": True, "output": value}


def unreadable(path=None):
    return {"ok": False, "kind": "unreadable", **({"path": path} if path else {})}


LOSS = "a scalar that would lose something is an error"
CONVERTED = "a scalar of another type is converted when nothing is lost"
KIND = "a structure of another kind is an error"
NULLS = "null elements of lists and values of maps are left out"
WHOLE = "a body that is not the JSON object expected is an error"

# Places of each kind of value in both answers: operation, members on the way, as the path of a fault names it.
PLACES = {
    "boolean": [("StopReplication", ["Replication", "IsReadOnly"]), ("RetryDataReplication", ["sourceProperties", "supportsNitroInstances"])],
    "long": [("StopReplication", ["Replication", "ReplicationStats", "ElapsedTimeMillis"]), ("RetryDataReplication", ["sourceProperties", "ramBytes"])],
    "integer": [("StopReplication", ["Replication", "ProvisionData", "ProvisionedCapacityUnits"])],
    "string": [("StopReplication", ["Replication", "Status"]), ("RetryDataReplication", ["arn"])],
    "timestamp": [("StopReplication", ["Replication", "CdcStartTime"])],
    "strings": [("StopReplication", ["Replication", "FailureMessages"])],
    "structures": [("StopReplication", ["Replication", "PremigrationAssessmentStatuses"]), ("RetryDataReplication", ["sourceProperties", "disks"])],
    "structure": [("StopReplication", ["Replication"]), ("RetryDataReplication", ["lifeCycle"])],
    "map": [("RetryDataReplication", ["tags"])],
}

BAD, SAME = object(), object()  # an error of ours; what botocore reads
# Text in the JSON, and what this library makes of it where botocore makes something else.
NUMBERS = {
    "0": SAME, "-1": SAME, "2147483648": SAME, "9007199254740992": SAME, "9007199254740993": SAME, "9223372036854775807": SAME,
    "-9223372036854775808": SAME, "18446744073709551616": SAME, "12.0": 12, "1e3": 1000, "1.5": BAD, '"12"': 12, '"-7"': -7, '"1.5"': BAD, '""': BAD,
    '"abc"': BAD, '"0x10"': BAD, "true": BAD, "[]": BAD, "{}": BAD, "null": SAME, "1e400": BAD,
}
VALUES = {
    "boolean": {"true": SAME, "false": SAME, "null": SAME, '"true"': True, '"false"': False, '"TRUE"': BAD, '"yes"': BAD, '""': BAD, "1": BAD, "0": BAD,
                "[]": BAD, "{}": BAD},
    "long": NUMBERS,
    "integer": {text: ours for text, ours in NUMBERS.items() if len(text) < 12},
    "string": {
        '"a"': SAME, '""': SAME, '" "': SAME, "null": SAME, "5": "5", "-1.5": "-1.5", "true": "true", "false": "false", "[]": BAD, "{}": BAD, '"\\u00e4"': SAME,
        '"\\uD83D\\uDE00"': SAME, '"a\\u0000b"': SAME, '"\\"\\\\\\/\\b\\f\\n\\r\\t"': SAME, '"\u00e4\u6771\U0001f600"': SAME, '"\u2028"': SAME, '"\x7f"': SAME,
        '"null"': SAME, '"1e5"': SAME, '"<a>"': SAME,
    },
    "timestamp": {
        "0": SAME, "1700000000": SAME, "-1": SAME, "1700000000.5": SAME, "1.7e9": SAME, "1700000000.125": SAME, '"1700000000"': SAME, '"2023-11-14T22:13:20Z"': SAME,
        '"2023-11-14T22:13:20.25Z"': SAME, '"2023-11-14T23:13:20+01:00"': SAME, '"2023-11-14T16:43:20-05:30"': SAME, '"1969-12-31T23:59:59Z"': SAME,
        '"2000-02-29T00:00:00Z"': SAME, "253402300799": SAME, '"Tue, 14 Nov 2023 22:13:20 GMT"': SAME, "null": SAME, "true": BAD, "[]": BAD, "{}": BAD, '"soon"': BAD,
        '""': BAD, '"2023-02-30T00:00:00Z"': BAD, '"2023-11-14T25:00:00Z"': BAD,
    },
    "strings": {"[]": SAME, '["a","b"]': SAME, '[""]': SAME, "null": SAME, '["a",null,"b"]': ["a", "b"], "[null]": [], '["a",5,true]': ["a", "5", "true"], '""': BAD,
                '"a"': BAD, "{}": BAD, "1": BAD, '{"a":"b"}': BAD},
    "structures": {"[]": SAME, "[{}]": SAME, "[{},null,{}]": [{}, {}], '[{"unknown":1}]': SAME, "{}": BAD, '"a"': BAD, '["a"]': BAD, "[[]]": BAD, "true": BAD},
    "structure": {"{}": SAME, "null": SAME, '{"unknown":{"a":[1]}}': SAME, "[]": BAD, '""': BAD, '"a"': BAD, "1": BAD, "false": BAD},
    "map": {"{}": SAME, '{"a":"b"}': SAME, '{"":""}': SAME, '{"a":null,"b":"c"}': {"b": "c"}, '{"\u00e4":"\u6771"}': SAME, '{"a b.c/d":"e"}': SAME, '{"a":1}': {"a": "1"},
            '{"a":"1","a":"2"}': SAME, '{"a\\u0000":"b"}': SAME, "[]": BAD, '["a"]': BAD, '"a"': BAD, '{"a":{}}': BAD, '{"a":["b"]}': BAD, "1": BAD},
}


def nested(path, value):
    for name in reversed(path):
        value = {name: value}
    return value


def departure_of(kind, text, ours):
    if ours is BAD:
        return LOSS if kind not in ("strings", "structures", "structure", "map") else KIND
    return NULLS if "null" in text else CONVERTED


def members():
    for kind, values in VALUES.items():
        for operation, path in PLACES[kind]:
            for index, (text, ours) in enumerate(values.items(), 1):
                body = nested(path, "@")
                body = json.dumps(body).replace('"@"', text)
                name = f"{kind}-{index:02d}"
                if ours is SAME:
                    yield case(name, operation, body)
                elif ours is BAD:
                    yield case(name, operation, body, departure_of(kind, text, ours), unreadable(".".join(path)))
                else:
                    yield case(name, operation, body, departure_of(kind, text, ours), output(nested(path, ours)))


BODIES = {
    "empty-object": ("{}", SAME), "blanks-around": (" \t\r\n{} \t\r\n", SAME), "nothing": ("", BAD), "blank": (" ", BAD), "null": ("null", BAD), "list": ("[]", BAD),
    "text": ('"a"', BAD), "number": ("1", BAD), "true": ("true", BAD), "html": ("<html><body>Log in</body></html>", BAD), "xml": ('<?xml version="1.0"?><a/>', BAD),
    "cut": ('{"a": {"b"', BAD), "cut-in-text": ('{"a": "b', BAD), "comma-at-the-end": ('{"a": 1,}', BAD), "two-values": ("{}{}", BAD), "garbage": ("{} x", BAD),
    "single-quotes": ("{'a': 1}", BAD), "comment": ("{/* a */}", BAD), "no-quotes": ("{a: 1}", BAD), "byte-order-mark": ("\ufeff{}", BAD), "nan": ('{"a": NaN}', BAD),
    "leading-zero": ('{"a": 01}', BAD), "plus": ('{"a": +1}', BAD), "bare-dot": ('{"a": 1.}', BAD), "hex": ('{"a": 0x1}', BAD), "bad-escape": ('{"a": "\\x"}', BAD),
    "short-escape": ('{"a": "\\u12"}', BAD), "raw-nul": ('{"a": "\0"}', BAD), "no-colon": ('{"a" 1}', BAD), "no-value": ('{"a":}', BAD), "trailing-nul": ("{}\0", BAD),
    "unclosed-list": ('{"a": [1, 2}', BAD), "only-a-brace": ("{", BAD), "unknown-word": ('{"a": nil}', BAD), "comma-first": ('{,"a": 1}', BAD),
}


def bodies():
    for operation in CALLS:
        for name, (body, ours) in BODIES.items():
            yield case("body-" + name, operation, body, *([] if ours is SAME else [WHOLE, unreadable()]))
        yield case("unknown-members", operation, '{"a": 1, "b": [null, {"c": 1e5}], "REPLICATION": {}, "Arn": "x"}')
        yield case("deep-unknown", operation, '{"a":' * 60 + "1" + "}" * 60)
        yield case("no-headers", operation, "{}", headers=[])
        yield case("status-201", operation, "{}", status=201)
        yield case("status-299", operation, "{}", status=299)
        yield case("wrong-content-type", operation, "{}", headers=[*DEFAULTS["headers"], ["Content-Type", "text/html"]])
        yield case("utf-16", operation, "{}".encode("utf-16"), WHOLE, unreadable())
    yield case("duplicate-keys", "StopReplication", '{"Replication": {"Status": "a", "Status": "b"}}')
    yield case("duplicate-null-last", "StopReplication", '{"Replication": {"Status": "a", "Status": null}}')
    yield case("duplicate-structures", "StopReplication", '{"Replication": {"Status": "a"}, "Replication": {"StopReason": "b"}}')
    yield case("not-utf-8", "StopReplication", b'{"Replication": {"Status": "a\xff"}}', "bytes that are not UTF-8 pass through",
               {"ok": True, "output": {"Replication": {"Status": {"$wtf8_base64": "Yf8="}}}})
    yield case("lone-surrogate", "StopReplication", '{"Replication": {"Status": "a\\ud83db"}}', "a lone surrogate is three bytes",
               {"ok": True, "output": {"Replication": {"Status": {"$wtf8_base64": "Ye2gvWI="}}}})
    yield case("leap-second", "StopReplication", '{"Replication": {"CdcStartTime": "2016-12-31T23:59:60Z"}}', "a leap second is the second after it",
               output({"Replication": {"CdcStartTime": {"$timestamp": 1483228800}}}))
    yield case("path-in-lists", "RetryDataReplication", '{"sourceProperties": {"networkInterfaces": [{"ips": ["a"]}, {"ips": ["b", {}]}]}}', LOSS,
               unreadable("sourceProperties.networkInterfaces[2].ips[2]"))
    yield case("path-in-map", "RetryDataReplication", '{"tags": {"a": "b", "c": []}}', LOSS, unreadable('tags["c"]'))


MODELED = {
    "StopReplication": {"ResourceNotFoundFault": "m", "InvalidResourceStateFault": "m", "AccessDeniedFault": "m"},
    "RetryDataReplication": {"ResourceNotFoundException": "m", "InternalServerException": "m", "ThrottlingException": "m", "ValidationException": "m",
                             "UninitializedAccountException": "m"},
}
FIELDS = {
    "ResourceNotFoundException": {"message": "not there", "code": "c", "resourceId": "s-1", "resourceType": "server"},
    "ValidationException": {"message": "wrong", "code": "c", "reason": "fieldValidationFailed", "fieldList": [{"name": "a", "message": "b"}, {}]},
    "ThrottlingException": {"message": "slow", "serviceCode": "drs", "quotaCode": "q"},
    "InternalServerException": {"message": "oops"}, "UninitializedAccountException": {"message": "first", "code": "c"},
}


def error_headers(code, *more):
    return [*DEFAULTS["headers"], ["x-amzn-ErrorType", code], *more]


def errors():
    for code in MODELED["StopReplication"]:
        for name, body in {"type": {"__type": code, "message": "m"}, "namespace": {"__type": "com.amazonaws.dms#" + code, "message": "m"}, "upper": {"__type": code, "Message": "M"},
                           "both": {"__type": code, "message": "m", "Message": "M"}, "none": {"__type": code}}.items():
            yield case(f"error-{code}-{name}", "StopReplication", json.dumps(body), status=400)
    for code, fields in FIELDS.items():
        status = {"InternalServerException": 500, "ThrottlingException": 429, "ResourceNotFoundException": 404}.get(code, 400)
        yield case(f"error-{code}", "RetryDataReplication", json.dumps(fields), status=status, headers=error_headers(code))
        yield case(f"error-{code}-url", "RetryDataReplication", json.dumps(fields), status=status, headers=error_headers(code + ":http://internal.example.com/"))
        yield case(f"error-{code}-nothing", "RetryDataReplication", "{}", status=status, headers=error_headers(code))
        yield case(f"error-{code}-nulls", "RetryDataReplication", json.dumps(dict.fromkeys(fields)), status=status, headers=error_headers(code))
    for code in ("InternalServerException", "ThrottlingException"):
        yield case(f"error-{code}-retry-after", "RetryDataReplication", '{"message": "m"}', status=500,
                   headers=error_headers(code, ["Retry-After", "17"]))
    for status in (400, 403, 404, 500, 503):
        yield case(f"error-unknown-{status}", "StopReplication", '{"__type": "SomethingNewException", "message": "m", "More": 1}', status=status)
        yield case(f"error-unknown-{status}", "RetryDataReplication", '{"message": "m"}', status=status, headers=error_headers("SomethingNewException"))
    yield case("error-nulls-in-list", "RetryDataReplication", '{"message": "m", "fieldList": [null, {"name": "a"}]}', NULLS,
               {"ok": False, "kind": "service_error", "error": {"code": "ValidationException", "message": "m", "fields": {"message": "m", "fieldList": [{"name": "a"}]}}},
               status=400, headers=error_headers("ValidationException"))


def files():
    return {"responses.json": [*members(), *bodies(), *errors()]}
