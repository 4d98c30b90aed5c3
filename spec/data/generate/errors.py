"""Error documents of both protocols: their code and message, as botocore's parsers read them."""

import json

import botocore.awsrequest
import botocore.parsers

import files as writing

PROTOCOLS = {"awsJson1_1": "json", "restJson1": "rest-json"}
DEFAULTS = {"status": 400, "headers": []}
HEADER = "x-amzn-ErrorType"


def theirs(made, body):
    parser = botocore.parsers.create_parser(PROTOCOLS[made["protocol"]])
    headers = botocore.awsrequest.HeadersDict(made["headers"])
    try:
        found = parser.parse({"status_code": made["status"], "headers": headers, "body": body.encode() if isinstance(body, str) else body}, None)["Error"]
    except Exception as error:
        return type(error).__name__, None
    return str(found.get("Code")), found.get("Message")


def cases(name, body, headers=(), status=400, ours=None, why=None, only=None):
    """A case of each protocol (or of one). `ours` is (code, message) where this library reads something else."""
    for protocol in PROTOCOLS if not only else [only]:
        made = {"name": f"{protocol}-{name}", "protocol": protocol}
        if status != 400:
            made["status"] = status
        if headers:
            made["headers"] = [list(pair) for pair in headers]
        made.update(writing.body_fields(body))
        code, message = theirs({**DEFAULTS, **made}, body)
        if ours and code == ours[0] and (ours[1] is None or message == ours[1]):
            ours_here = None  # the departure is one from the other protocol's parser
        else:
            ours_here = ours
        if ours_here:
            made["departs"], (code, message) = why, ours_here
        elif "essage" not in (body if isinstance(body, str) else ""):
            message = None  # botocore makes one up
        yield {**made, "expect_code": code, "expect_message": message}


BOTH = "header, __type, code: in this order, for both protocols"
TEXT = "a code or a message is text; an empty one is not there"
JSON_ONLY = "what is not a JSON object has no code"


def documents():
    names = {
        "plain": "AFault", "namespace": "com.amazonaws.golden#AFault", "two-hashes": "a#b#AFault", "url": "AFault:http://internal.example.com/coral/a#b/",
        "namespace-and-url": "com.amazonaws.golden#AFault:http://internal.example.com/", "digits": "A1Fault", "dots": "Client.AFault", "lower-case": "aFault",
    }
    for name, text in names.items():
        ours = ("Client.AFault" if name == "dots" else "aFault" if name == "lower-case" else "A1Fault" if name == "digits" else "AFault", "m")
        yield from cases("type-" + name, json.dumps({"__type": text, "message": "m"}), ours=ours, why=BOTH)
        yield from cases("code-" + name, json.dumps({"code": text, "message": "m"}), ours=ours, why=BOTH)
        yield from cases("header-" + name, '{"message":"m"}', [(HEADER, text)], ours=ours, why=BOTH)
    yield from cases("header-and-type", '{"__type":"B","message":"m"}', [(HEADER, "A")], ours=("A", "m"), why=BOTH)
    yield from cases("header-and-code", '{"code":"B","message":"m"}', [(HEADER, "A")], ours=("A", "m"), why=BOTH)
    yield from cases("type-and-code", '{"__type":"A","code":"B","message":"m"}', ours=("A", "m"), why=BOTH)
    yield from cases("all-three", '{"__type":"B","code":"C","message":"m"}', [(HEADER, "A:u")], ours=("A", "m"), why=BOTH)
    for name in ("x-amzn-errortype", "X-Amzn-ErrorType", "X-AMZN-ERRORTYPE"):
        yield from cases("header-spelling-" + name, '{"message":"m"}', [(name, "A")], ours=("A", "m"), why=BOTH)
    for name, value in {"null": "null", "empty": '""', "number": "5", "list": "[]", "true": "true", "structure": "{}"}.items():
        shown = ("HTTP 400", "m")
        yield from cases("type-" + name, '{"__type":%s,"message":"m"}' % value, ours=shown, why=TEXT)
        yield from cases("code-" + name, '{"code":%s,"message":"m"}' % value, ours=shown, why=TEXT)
        yield from cases(f"type-{name}-and-code", '{"__type":%s,"code":"B","message":"m"}' % value, ours=("B", "m"), why=TEXT)
    yield from cases("header-empty", '{"__type":"B","message":"m"}', [(HEADER, "")], ours=("B", "m"), why=TEXT)
    yield from cases("header-blank", '{"__type":"B","message":"m"}', [(HEADER, " ")], ours=("B", "m"), why=TEXT)
    yield from cases("header-only-hash", '{"__type":"B","message":"m"}', [(HEADER, "a#")], ours=("B", "m"), why=TEXT)


def texts():
    for name, body in {
        "lower": {"message": "m"}, "upper": {"Message": "M"}, "both": {"message": "m", "Message": "M"}, "empty": {"message": ""}, "unicode": {"message": "\u00e4 \u6771 \U0001f600"},
        "lines": {"message": "a\nb\tc"}, "long": {"message": "word " * 200}, "quotes": {"message": '"a" \\ /'}, "html": {"message": "<b>a</b>"},
    }.items():
        yield from cases("message-" + name, json.dumps({"__type": "A", "code": "A", **body}))
    for name, value in {"null": "null", "number": "5", "list": "[]", "structure": "{}", "true": "true"}.items():
        yield from cases("message-" + name, '{"__type":"A","code":"A","message":%s}' % value, ours=("A", ""), why=TEXT)
    yield from cases("message-null-and-upper", '{"__type":"A","code":"A","message":null,"Message":"M"}', ours=("A", "M"), why="null is absent")
    yield from cases("message-none", '{"__type":"A","code":"A"}')
    yield from cases("message-in-structure", '{"__type":"A","code":"A","detail":{"message":"no"}}', ours=("A", None), why="botocore makes one up")


def bodies():
    for name, body in {
        "empty": "", "blank": " ", "null": "null", "list": "[]", "text": '"a"', "number": "1", "cut": '{"__type":"A"', "html": "<html><h1>502</h1></html>",
        "xml": "<Error><Code>A</Code><Message>m</Message></Error>", "plain": "upstream timed out", "not-utf-8": b"\xff\xfe",
    }.items():
        for status in (400, 503):
            code = "A" if name == "xml" else f"HTTP {status}"
            yield from cases(f"body-{name}-{status}", body, status=status, ours=(code, None), why=JSON_ONLY)
        yield from cases(f"body-{name}-and-header", body, [(HEADER, "A")], status=500, ours=("A", "m" if name == "xml" else None),
                         why="the header counts whatever the body is")
    for status in (300, 301, 302, 304, 307, 401, 403, 404, 405, 408, 409, 410, 413, 418, 429, 499, 500, 501, 502, 504, 505, 599):
        yield from cases(f"status-{status}", "{}", status=status, ours=(f"HTTP {status}", None), why="a missing code is said as the status")
        yield from cases(f"status-{status}-and-code", '{"__type":"A","code":"A","message":"m"}', status=status, ours=("A", "m"), why="this is not a success")
    yield from cases("duplicates", '{"__type":"B","__type":"A","code":"B","code":"A","message":"n","message":"m"}')


def files():
    return {"errors.json": [*documents(), *texts(), *bodies()]}
