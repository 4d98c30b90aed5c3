"""Answers and requests of made-up shapes: every kind of shape in every place that the protocols have for it."""

import json

import botocore.awsrequest
import botocore.model
import botocore.parsers
import botocore.serialize

import files as writing
import whole

DEFAULTS = {"status": 200, "headers": []}
PROTOCOLS = {"awsJson1_1": "json", "restJson1": "rest-json"}

SHAPES = {
    "String": {"type": "string"}, "Boolean": {"type": "boolean"}, "Integer": {"type": "integer"}, "Long": {"type": "long"}, "Float": {"type": "float"},
    "Double": {"type": "double"}, "Blob": {"type": "blob"}, "Timestamp": {"type": "timestamp"}, "Iso": {"type": "timestamp", "timestampFormat": "iso8601"},
    "Http": {"type": "timestamp", "timestampFormat": "rfc822"}, "Unix": {"type": "timestamp", "timestampFormat": "unixTimestamp"},
    "Strings": {"type": "list", "member": {"shape": "String"}}, "Lists": {"type": "list", "member": {"shape": "Strings"}},
    "Blobs": {"type": "list", "member": {"shape": "Blob"}}, "Times": {"type": "list", "member": {"shape": "Iso"}},
    "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}}, "Maps": {"type": "list", "member": {"shape": "Map"}},
    "Longs": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Long"}},
    "Tree": {"type": "structure", "members": {"name": {"shape": "String"}, "child": {"shape": "Tree"}, "more": {"shape": "Trees"}}},
    "Trees": {"type": "list", "member": {"shape": "Tree"}}, "TreeMap": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Tree"}},
    "Union": {"type": "structure", "union": True, "members": {"text": {"shape": "String"}, "count": {"shape": "Long"}, "tree": {"shape": "Tree"}}},
    "Renamed": {"type": "structure", "members": {"ours": {"shape": "String", "locationName": "theirs"}}},
}


def resolver(members, **facts):
    shapes = json.loads(json.dumps(SHAPES))
    shapes["Output"] = {"type": "structure", "members": members, **facts}
    return botocore.model.ShapeResolver(shapes), shapes


def reached(shapes, name, found=None):
    """The shapes that one needs: a case holds no others."""
    found = {} if found is None else found
    if name in found:
        return found
    facts = found[name] = shapes[name]
    for other in [*facts.get("members", {}).values(), *(facts[part] for part in ("member", "key", "value") if part in facts)]:
        reached(shapes, other["shape"], found)
    return found


def plain(value):
    """The form of protocol_responses: times are numbers, blobs are texts, floats that JSON lacks are words."""
    value = writing.value_of(value)
    if isinstance(value, dict):
        if "$timestamp" in value:
            return value["$timestamp"]
        if "$float" in value:
            return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[value["$float"]]
        if "$blob_base64" in value:
            return {"$wtf8_base64": value["$blob_base64"]}
        return {name: plain(item) for name, item in value.items()} if "$int" not in value else value
    return [plain(item) for item in value] if isinstance(value, list) else value


def answer(name, protocol, members, body, headers=(), status=200, ours=None, why=None, **facts):
    shape_resolver, shapes = resolver(members, **facts)
    parser = botocore.parsers.create_parser(PROTOCOLS[protocol])
    all_headers = botocore.awsrequest.HeadersDict(headers)
    raw = body if isinstance(body, bytes) else body.encode()
    if ours is None:
        output = parser.parse({"status_code": status, "headers": all_headers, "body": raw}, shape_resolver.get_shape_by_name("Output"))
        output.pop("ResponseMetadata", None)
    made = {"name": f"{protocol}-{name}", "protocol": protocol}
    if ours is not None:
        made["departs"] = why
    if headers:
        made["headers"] = [list(pair) for pair in headers]
    if status != 200:
        made["status"] = status
    made.update(writing.body_fields(body), output_shape="Output", shapes=reached(shapes, "Output"))
    made["expect_output"] = plain(output) if ours is None else ours
    return made


ABSENT = "what was not sent is absent"

BODIES = [
    ("String", ['"a"', '""', '"\u00e4\U0001f600"']), ("Boolean", ["true", "false"]), ("Integer", ["0", "-2147483648", "2147483647"]),
    ("Long", ["9007199254740993", "-9223372036854775808"]), ("Float", ["1.5", "-0.25", "0", '"NaN"', '"Infinity"', '"-Infinity"', "1e10"]),
    ("Double", ["1.7976931348623157e308", "5e-324", "0.1", '"Infinity"', '"NaN"']), ("Blob", ['""', '"AP+A/w=="', '"YQ=="', '"YWJj"']),
    ("Timestamp", ["0", "1700000000.5", "1e9"]), ("Iso", ['"2023-11-14T22:13:20Z"', '"2023-11-14T22:13:20.75Z"', '"2023-11-14T23:13:20+01:00"']),
    ("Http", ['"Tue, 14 Nov 2023 22:13:20 GMT"']), ("Unix", ["1", "-1.5"]), ("Strings", ["[]", '["a","b"]']), ("Lists", ["[]", '[[],["a"],["b","c"]]']),
    ("Blobs", ['["AA==","/w=="]']), ("Times", ['["1970-01-01T00:00:01Z"]']), ("Map", ["{}", '{"a":"b","":""}']), ("Maps", ['[{},{"a":"b"}]']),
    ("Longs", ['{"a":1,"b":9007199254740993}']), ("Tree", ["{}", '{"name":"a","child":{"child":{"name":"c"}},"more":[{"name":"d"},{"more":[]}]}']),
    ("TreeMap", ['{"a":{"name":"b"},"c":{}}']), ("Union", ['{"text":"a"}', '{"count":1}', '{"tree":{"name":"a"}}', '{"text":null,"count":2}', '{"__type":"x","text":"a"}']),
    ("Renamed", ['{"theirs":"a"}', '{"ours":"a"}', "{}"]),
]


def answers():
    for protocol in PROTOCOLS:
        for shape, texts in BODIES:
            for i, text in enumerate(texts, 1):
                yield answer(f"{shape}-{i}", protocol, {"member": {"shape": shape}}, '{"member":%s}' % text)
            yield answer(f"{shape}-null", protocol, {"member": {"shape": shape}}, '{"member":null}')
        yield answer("renamed-member", protocol, {"member": {"shape": "Long", "locationName": "other"}}, '{"other":5,"member":6}')
    yield from headers()
    yield from payloads()


def in_header(shape, **more):
    return {"member": {"shape": shape, "location": "header", "locationName": "X-Member", **more}}


def headers():
    texts = [("String", ["a", "a b", "\u00e4", '"q"']), ("Boolean", ["true", "false"]), ("Integer", ["1", "-5"]), ("Long", ["9007199254740993"]),
             ("Double", ["1.5", "NaN", "-Infinity"]), ("Timestamp", ["Tue, 14 Nov 2023 22:13:20 GMT"]), ("Iso", ["2023-11-14T22:13:20Z"]), ("Unix", ["1700000000"])]
    for shape, values in texts:
        for i, value in enumerate(values, 1):
            yield answer(f"header-{shape}-{i}", "restJson1", in_header(shape), "{}", [("X-Member", value)])
        yield answer(f"header-{shape}-none", "restJson1", in_header(shape), "{}")
    yield answer("header-other-case", "restJson1", in_header("String"), "{}", [("x-mEMBER", "a")])
    yield answer("header-not-in-body", "restJson1", in_header("String"), '{"member":"a","X-Member":"b"}', ours={},
                 why="a member that is in a header is not in the body")
    prefixed = {"all": {"shape": "Map", "location": "headers", "locationName": "x-pre-"}}
    yield answer("headers-upper-case", "restJson1", prefixed, "{}", [("X-Pre-A", "1")], ours={"all": {"a": "1"}}, why="names of headers are in lower case")
    for i, given in enumerate([[], [("X-Pre-a", "1")], [("x-pre-a", "1"), ("X-Pre-b-c", ""), ("X-Prefix", "2")]], 1):
        yield answer(f"headers-{i}", "restJson1", prefixed, "{}", given, **({} if given else {"ours": {}, "why": ABSENT}))
    status = {"code": {"shape": "Integer", "location": "statusCode"}, "text": {"shape": "String"}}
    for code in (200, 201, 202):
        yield answer(f"status-{code}", "restJson1", status, '{"text":"a"}', status=code)


def payloads():
    for shape, bodies in {"Blob": ["text", "{}"], "String": ["a", "\u00e4", '{"a":1}'], "Tree": ['{"name":"a"}', "{}"]}.items():
        for i, body in enumerate(bodies, 1):
            yield answer(f"payload-{shape}-{i}", "restJson1", {"member": {"shape": shape}}, body, payload="member")
    yield answer("payload-empty", "restJson1", {"member": {"shape": "Blob"}}, "", payload="member", ours={}, why=ABSENT)
    yield answer("payload-bytes", "restJson1", {"member": {"shape": "Blob"}}, b"\x00\xff", payload="member", why="botocore reads it as text",
                 ours={"member": {"$wtf8_base64": "AP8="}})
    both = {"member": {"shape": "Tree"}, "id": {"shape": "String", "location": "header", "locationName": "X-Id"}}
    yield answer("payload-and-header", "restJson1", both, '{"name":"a","id":"b"}', [("X-Id", "i")], payload="member")


def located(shape, location, name="where"):
    return {"member": {"shape": shape, "location": location, "locationName": name}}


def request(name, protocol, members, given, path="/", method="POST", content_type=None, **facts):
    shape_resolver, shapes = resolver(members, **facts)
    shapes["Input"] = shapes.pop("Output")
    model = {
        "metadata": {"protocol": PROTOCOLS[protocol], "targetPrefix": "Toy", "jsonVersion": "1.1", "endpointPrefix": "toy"},
        "operations": {"Run": {"name": "Run", "http": {"method": method, "requestUri": path}, "input": {"shape": "Input"}}}, "shapes": shapes,
    }
    operation = botocore.model.ServiceModel(model, "toy").operation_model("Run")
    sent = botocore.serialize.create_serializer(PROTOCOLS[protocol], include_validation=False).serialize_to_request(whole.python_of(given), operation)
    body = sent["body"]
    expect = {"method": sent["method"], "path": sent["url_path"], "query": sorted([name, str(value)] for name, value in whole.pairs_of(sent["query_string"] or {}))}
    sent_headers = {name.lower(): str(value) for name, value in sent["headers"].items()}
    if content_type:
        sent_headers["content-type"] = content_type
    expect["headers"] = sorted(map(list, sent_headers.items()))
    expect.update(writing.body_fields(body if isinstance(body, (bytes, str)) else b""))
    departs = {"departs": "the media types are Smithy's"} if content_type else {}
    return {"name": f"{protocol}-{name}", **departs, "protocol": protocol, "method": method, "path": path, "input_shape": "Input",
            "shapes": reached(shapes, "Input"), "input": given, "expect": expect}


def requests():
    time = {"$timestamp": 1700000000}
    values = {
        "String": ["a", "", "\u00e4 \U0001f600"], "Boolean": [True, False], "Integer": [0, -2147483648], "Long": [9007199254740991, -1], "Double": [1.5, -0.1, 1e100],
        "Blob": [{"$blob_base64": "AP+A/w=="}, {"$blob_base64": ""}], "Timestamp": [time], "Iso": [time], "Http": [time], "Unix": [time, {"$timestamp": 0}], "Strings": [[], ["a", ""]],
        "Lists": [[["a"], []]], "Blobs": [[{"$blob_base64": "/w=="}]], "Times": [[time]], "Map": [{"a": "b", "c": ""}], "Longs": [{"a": 1}], "Maps": [[{"a": "b"}]],
        "Tree": [{"name": "a", "child": {"more": [{"name": "b"}]}}], "TreeMap": [{"a": {"name": "b"}}], "Union": [{"text": "a"}, {"tree": {"name": "a"}}], "Renamed": [{"ours": "a"}],
    }
    for protocol in PROTOCOLS:
        for shape, all_given in values.items():
            for i, given in enumerate(all_given, 1):
                yield request(f"{shape}-{i}", protocol, {"member": {"shape": shape}}, {"member": given})
        yield request("nothing", protocol, {"member": {"shape": "String"}}, {})
        yield request("renamed-member", protocol, {"member": {"shape": "Long", "locationName": "other"}}, {"member": 5})
    texts = ["a", "a b", "a/b", "\u00e4\U0001f600", "!$&'()*+,;=:@", "%41", "~-._", "?#[]", '"<>\\^`{|}']
    scalars = {"String": texts, "Boolean": [True, False], "Integer": [0, -5], "Long": [9007199254740991], "Timestamp": [time], "Iso": [time], "Http": [time], "Unix": [time]}
    for shape, all_given in scalars.items():
        for i, given in enumerate(all_given, 1):
            yield request(f"label-{shape}-{i}", "restJson1", located(shape, "uri"), {"member": given}, path="/a/{where}/b", method="GET")
            yield request(f"greedy-{shape}-{i}", "restJson1", located(shape, "uri"), {"member": given}, path="/a/{where+}", method="GET")
            yield request(f"query-{shape}-{i}", "restJson1", located(shape, "querystring"), {"member": given}, method="GET")
            if shape != "String" or i in (1, 2, 5):
                yield request(f"header-{shape}-{i}", "restJson1", located(shape, "header", "X-Where"), {"member": given}, method="PUT")
    yield request("headers", "restJson1", {"all": {"shape": "Map", "location": "headers", "locationName": "X-Pre-"}}, {"all": {"a": "b", "C-d": ""}})
    yield request("query-list", "restJson1", located("Strings", "querystring"), {"member": ["b", "a", "", "a b"]}, method="DELETE")
    yield request("query-empty", "restJson1", located("String", "querystring"), {"member": ""}, method="GET")
    for shape, (given, content_type) in {
        "Tree": ({"name": "a"}, None), "Blob": ({"$blob_base64": "AP8="}, "application/octet-stream"), "String": ("\u00e4", "text/plain"),
    }.items():
        yield request(f"payload-{shape}", "restJson1", {"member": {"shape": shape}}, {"member": given}, content_type=content_type, payload="member")
    mixed = {**located("String", "uri"), "q": {"shape": "Long", "location": "querystring", "locationName": "q"}, "h": {"shape": "Boolean", "location": "header", "locationName": "X-H"},
             "body": {"shape": "Map"}}
    yield request("everywhere", "restJson1", mixed, {"member": "a/b", "q": 5, "h": True, "body": {"a": "b"}}, path="/x/{where}", method="PATCH")


def files():
    return {"shape_answers.json": list(answers()), "shape_requests.json": list(requests())}
