"""Signed requests as a client sends them: regions, endpoints, keys, inputs of every kind; and what is refused before it is sent."""

import re
import urllib.parse

import botocore.config
import botocore.exceptions
from botocore.auth import SigV4Auth

import files as writing
import whole
import world

RESOURCE = "arn:aws:drs:us-east-1:123456789012:"
ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:GOLDEN"
SERVER = "s-1234567890abcdef0"
DEFAULTS = {
    "region": "us-east-1", "endpoint_url": None, "client_config": {}, "timestamp": "20240229T235958Z",
    "credentials": {"access_key": world.ACCESS_KEY, "secret_key": world.SECRET_KEY, "session_token": None},
}
CALLS = {"dms": ("StopReplication", {"ReplicationConfigArn": ARN}), "drs": ("RetryDataReplication", {"sourceServerID": SERVER})}


class Sent(Exception):
    pass


def client_of(given):
    keys = given["credentials"]
    return world.session().create_client(
        given["service"], region_name=given["region"], endpoint_url=given["endpoint_url"],
        aws_access_key_id=keys["access_key"], aws_secret_access_key=keys["secret_key"], aws_session_token=keys["session_token"],
        config=botocore.config.Config(**given["client_config"]),
    )


def sent_by(client, given):
    seen = []

    def send(request):
        seen.append(request)
        raise Sent()

    with world.transport(send), world.frozen(given["timestamp"]):
        stages = {}
        original = SigV4Auth.canonical_request
        SigV4Auth.canonical_request = lambda self, request: stages.setdefault("canonical", original(self, request))
        try:
            getattr(client, botocore.xform_name(given["operation"]))(**whole.python_of(given["input"]))
        except Sent:
            pass
        finally:
            SigV4Auth.canonical_request = original
    return seen[0], stages["canonical"]


LEFT_OUT = ("authorization", "user-agent", "host", "content-length", "amz-sdk-invocation-id")


def request_of(request, canonical):
    headers = {name: world.text(value) for name, value in request.headers.items()}
    authorization = headers["Authorization"]
    expect = {"ok": True, "method": request.method, "url": request.url}
    headers["amz-sdk-request"] = "attempt=1; max=3"  # later botocores say the maximum at once
    expect["headers"] = [[name, value] for name, value in headers.items() if name.lower() not in LEFT_OUT]
    expect.update(writing.body_fields(request.body or b""))
    expect["authorization"], expect["canonical_request"] = authorization, canonical
    expect["credential_scope"] = re.search(r"Credential=[^/]+/([^,]+),", authorization).group(1)
    return expect


# What a line of botocore's report is about, and a word that any good message has.
REPORTS = [
    (r'Missing required parameter in (.*): "(.*)"', lambda m: (member(m[1], m[2]), "required")),
    (r'Unknown parameter in (.*): "(.*)", must', lambda m: (member(m[1], m[2]), "unknown")),
    (r"Invalid length for parameter (.*), value: .*, valid min length: (.*)", lambda m: (m[1], m[2])),
    (r"Invalid value for parameter (.*), value: .*, valid min value: (.*)", lambda m: (m[1], m[2])),
    (r"Invalid type for parameter (.*), value: .*, type: .*, valid types: (.*)", lambda m: (m[1], kind_of(m[2]))),
]
KINDS = {"str": "string", "bool": "boolean", "list": "list", "dict": "expected", "int": "integer", "float": "number", "datetime": "timestamp"}


def member(parent, name):
    return name if parent == "input" else f"{parent}.{name}"


def kind_of(types):
    return KINDS[re.search(r"'(?:datetime\.)?(\w+)'", types).group(1)]


def problems_of(report):
    problems = []
    for line in report.splitlines():
        for pattern, read in REPORTS:
            match = re.fullmatch(pattern, line) or re.match(pattern, line)
            if match:
                path, says = read(match)
                break
        else:
            raise ValueError(line)
        path = re.sub(r"\[(\d+)\]", lambda m: f"[{int(m[1]) + 1}]", path)  # Lua counts from 1
        problems.append({"path": path, "says": says})
    return problems


def expectation(given):
    try:
        client = client_of(given)
    except (botocore.exceptions.BotoCoreError, ValueError) as error:
        return {"ok": False, "phase": "create_client", "botocore_exception": type(error).__name__}
    try:
        return request_of(*sent_by(client, given))
    except botocore.exceptions.ParamValidationError as error:
        return {"ok": False, "phase": "validation", "problems": problems_of(error.kwargs["report"])}
    except ValueError as error:
        return {"ok": False, "phase": "crash", "text": str(error)}


def case(name, service, departs=None, expect=None, operation=None, input=None, **changes):
    made = {"name": f"{service}-{name}", "service": service}
    made["operation"], made["input"] = operation or CALLS[service][0], CALLS[service][1] if input is None else input
    if departs:
        made["departs"] = departs
    made.update(changes)
    with world.home():
        theirs = expectation({**DEFAULTS, **made})
    if departs and theirs == expect:
        raise ValueError(f"{name} departs from nothing")
    return {**made, "expect": expect or theirs}


def keys(token=None, access_key=world.ACCESS_KEY, secret_key=world.SECRET_KEY):
    return {"access_key": access_key, "secret_key": secret_key, "session_token": token}


REGIONS = ["eu-central-1", "ap-southeast-7", "us-gov-east-1", "cn-northwest-1", "us-iso-east-1", "us-isob-east-1", "eusc-de-east-1", "xx-new-9", "local"]
BAD_REGIONS = {"underscore": "eu_west_1", "dot": "eu.west.1", "slash": "eu/west", "blank": "eu west", "hyphen-first": "-eu", "hyphen-last": "eu-",
               "at": "a@b", "hash": "a#b", "upper-case": "EU-WEST-1", "digits": "12", "long": "a" * 64, "just-short-enough": "a" * 63}
ENDPOINTS = {
    "port": "http://localhost:9999", "https-port": "https://example.com:8443", "slash": "https://example.com/", "path": "https://example.com/one/two",
    "path-and-slash": "https://example.com/one/", "blank-in-path": "https://example.com/one%20two", "upper-case": "https://EXAMPLE.com", "default-port":
    "http://example.com:80", "ipv4": "https://192.0.2.7:9999", "ipv6": "https://[2001:db8::7]", "tilde": "https://example.com/~me", "escape": "https://example.com/a%2Fb",
}
WRONG = "a custom endpoint together with FIPS or dual stack is an error"
NOT_CREATED = {"ok": False, "phase": "create_client", "botocore_exception": "ConfigError"}


def places():
    for service in CALLS:
        yield case("plain", service)
        for region in REGIONS:
            yield case("region-" + region, service, region=region)
        for name, region in BAD_REGIONS.items():
            yield case("bad-region-" + name, service, region=region)
        yield case("region-none", service, region=None)
        for name, url in ENDPOINTS.items():
            yield case("endpoint-" + name, service, endpoint_url=url)
        for name in ("example.com", "ftp://example.com", "http://", "https://exa mple.com", "http://example.com:99999"):
            text = re.sub(r"\W+", "-", name)
            yield case("bad-endpoint-" + text, service, "this is not an endpoint", NOT_CREATED, endpoint_url=name)
        for option in ("use_fips_endpoint", "use_dualstack_endpoint"):
            yield case(option, service, client_config={option: True})
            yield case(option + "-gov", service, region="us-gov-west-1", client_config={option: True})
            yield case(option + "-off", service, client_config={option: False})
            yield case(option + "-and-endpoint", service, WRONG, NOT_CREATED, endpoint_url="https://example.com", client_config={option: True})
        yield case("token", service, credentials=keys(world.TOKEN))
        yield case("odd-keys", service, credentials=keys(access_key="AKID_odd_2", secret_key="\u00e4 +/=%"))
        for time in ("19700101T000001Z", "20000229T120000Z", "20380119T031408Z", "20991231T235959Z"):
            yield case("time-" + time, service, timestamp=time)


TEXTS = {
    "unicode": "Gr\u00fc\u00dfe \u6771\u4eac", "emoji": "\U0001f600", "quotes": '"a\\b/c', "controls": "".join(map(chr, range(1, 32))), "delete": "\x7f",
    "nul": "a\0b", "line-separators": "\u2028\u2029", "html": "<a href='b'>&amp;</a>", "blank": " ", "long": "0123456789" * 300, "percent": "%41%zz", "nfd": "e\u0301",
}


def inputs():
    for name, text in TEXTS.items():
        yield case("text-" + name, "dms", input={"ReplicationConfigArn": text})
        yield case("text-" + name, "drs", input={"sourceServerID": text + "x" * 19})
    yield case("text-empty", "dms", input={"ReplicationConfigArn": ""})
    for name, resource in {
        "arn": "source-server/s-1", "unicode": "\u00e4\u6771", "reserved": "!$&'()*+,;=:@", "blank": "a b", "percent": "a%2Fb", "slashes": "a//b/",
        "question": "a?b#c", "dots": "a..b", "tilde": "~a", "quotes": "\"<>\\^`{|}", "emoji": "\U0001f600",
    }.items():
        for operation, more in {"ListTagsForResource": {}, "TagResource": {"tags": {"a": "b"}}, "UntagResource": {"tagKeys": [resource, "a"]}}.items():
            yield case(f"path-{operation}-{name}", "drs", operation=operation, input={"resourceArn": RESOURCE + resource, **more})
    yield case("query-many", "drs", operation="UntagResource", input={"resourceArn": RESOURCE, "tagKeys": ["b", "a", "B", "", "a=b&c", "\u00e4", "a b", "+"]})
    start, stop = {"$timestamp": 1700000000}, {"$timestamp": 0}
    yield case("timestamps", "dms", operation="DescribeEvents", input={"StartTime": start, "EndTime": stop, "Filters": [{"Name": "n", "Values": ["v", ""]}], "MaxRecords": 100})
    yield case("blob", "dms", operation="ImportCertificate", input={"CertificateIdentifier": "c", "CertificateWallet": {"$blob_base64": "AP+A/w=="}})
    yield case("blob-empty", "dms", operation="ImportCertificate", input={"CertificateIdentifier": "c", "CertificateWallet": {"$blob_base64": ""}})
    yield case("empty-list", "dms", operation="DescribeEvents", input={"EventCategories": []})
    yield case("no-input", "dms", operation="DescribeAccountAttributes", input={})
    yield case("booleans", "dms", operation="ModifyReplicationInstance", input={"ReplicationInstanceArn": "a", "ApplyImmediately": False, "MultiAZ": True})
    yield case("integers", "dms", operation="ModifyReplicationInstance", input={"ReplicationInstanceArn": "a", "AllocatedStorage": -2147483648})
    yield case("map", "drs", operation="TagResource", input={"resourceArn": RESOURCE, "tags": {"": "", "\u00e4": "\u6771", "a b": '"'}})


RECOVERY = "StartRecovery"


def refusal(path, says):
    return {"ok": False, "phase": "validation", "problems": [{"path": path, "says": says}]}


def refusals():
    for name, value in {"integer": 5, "fraction": 1.5, "boolean": True, "list": ["a"], "structure": {"a": "b"}}.items():
        yield case("refused-" + name, "dms", input={"ReplicationConfigArn": value})
        yield case("refused-" + name, "drs", input={"sourceServerID": value})
    for service in CALLS:
        yield case("refused-nothing", service, input={})
        yield case("refused-unknown", service, input={**CALLS[service][1], "Unknown": 1})
        yield case("refused-two-unknown", service, input={**CALLS[service][1], "B": 1, "A": 2})
        yield case("refused-all-wrong", service, input={"Unknown": 1})
    yield case("refused-lower-case", "dms", input={"replicationConfigArn": ARN})
    yield case("refused-18", "drs", input={"sourceServerID": "x" * 18})
    yield case("refused-18-of-unicode", "drs", input={"sourceServerID": "\u00e4" * 18})
    yield case("taken-19-of-unicode", "drs", input={"sourceServerID": "\U0001f600" * 19})
    events = {
        "in-list": {"Filters": [{"Name": "a", "Values": ["b"]}, {"Name": 1, "Values": ["b", 2]}]}, "missing-in-list": {"Filters": [{}]},
        "unknown-in-list": {"Filters": [{"Name": "a", "Values": [], "More": 1}]}, "text-for-integer": {"MaxRecords": "100"}, "fraction-for-integer": {"MaxRecords": 1.5},
        "text-for-list": {"EventCategories": "a"}, "boolean-for-timestamp": {"StartTime": [1]},
        "text-for-structure": {"Filters": ["a"]},
    }
    for name, given in events.items():
        yield case("refused-" + name, "dms", operation="DescribeEvents", input=given)
    yield case("refused-text-for-boolean", "dms", operation="ModifyReplicationInstance", input={"ReplicationInstanceArn": "a", "MultiAZ": "true"})
    yield case("refused-integer-for-boolean", "dms", operation="ModifyReplicationInstance", input={"ReplicationInstanceArn": "a", "MultiAZ": 1})
    yield case("refused-too-few", "drs", operation=RECOVERY, input={"sourceServers": []})
    yield case("refused-deep", "drs", operation=RECOVERY, input={"sourceServers": [{"sourceServerID": SERVER}, {"sourceServerID": "short"}]})
    yield case("refused-too-small", "drs", operation="DescribeSourceServers", input={"filters": {}, "maxResults": 0})
    yield case("refused-boolean-for-integer", "dms", "Python has True as 1", refusal("MaxRecords", "integer"),
               operation="DescribeEvents", input={"MaxRecords": True})
    yield case("refused-list-for-map", "drs", "Lua's list is a map with integers as keys", refusal("tags[1]", "key"),
               operation="TagResource", input={"resourceArn": RESOURCE, "tags": ["a"]})
    yield case("refused-value-of-map", "drs", "the path of a map's value is as Lua writes it", refusal('tags["a"]', "string"),
               operation="TagResource", input={"resourceArn": RESOURCE, "tags": {"a": True}})


def files():
    return {"requests.json": [*places(), *inputs()], "refusals.json": list(refusals())}
