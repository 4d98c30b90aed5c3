"""Every stage of a signature, in headers and in a query. botocore's signers make it; where a case has a rule that they do
not have, `Signer` says it in Python, after AWS's description, and the case says so (`departs`)."""

import re
from urllib.parse import quote, unquote_to_bytes

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import world

# What a case does not say.
DEFAULTS = {
    "method": "GET", "url": "https://example.amazonaws.com/", "headers": [], "body": "", "service": "service",
    "region": "us-east-1", "timestamp": "20240229T235958Z", "access_key": world.ACCESS_KEY, "secret_key": world.SECRET_KEY,
    "expires": 3600,
}


def is_s3(service):
    return service in ("s3", "s3express", "s3-object-lambda", "s3-outposts")


def encode_rest(text, kept):
    """Percent-encodes what is neither kept nor an escape already."""
    parts = re.split(rb"(%[0-9A-Fa-f]{2})", text.encode("utf-8"))
    return "".join(part.decode() if i % 2 else quote(part, safe=kept) for i, part in enumerate(parts))


def wire_url(url):
    """The URL that is sent: escapes are kept, what needs one gets it, a + of the query is %2B."""
    origin, path, query = re.match(r"^(https?://[^/?]*)([^?]*)\??(.*)$", url, re.S).groups()
    path = encode_rest(path or "/", "/~")
    query = encode_rest(query, "~!$&'()*,;=:@/?").replace("+", "%2B")
    return origin + path + ("?" + query if query else "")


class Signer(botocore.auth.SigV4Auth):
    """botocore's signer with this library's options; in a query as well."""

    def __init__(self, request, keys, expires=None):
        super().__init__(keys, request["service"], request["region"])
        self.options, self.expires = request, expires

    def option(self, name, default):
        return self.options.get(name, default)

    def _normalize_url_path(self, path):
        s3 = is_s3(self.options["service"])
        if self.option("normalize_path", not s3):
            path = botocore.utils.normalize_url_path(path)
        if self.option("double_encode", not s3):
            return quote(path, safe="/~")
        return quote(unquote_to_bytes(path), safe="/~")

    def canonical_query_string(self, request):
        """AWS's rule: names and values decoded, encoded anew, then sorted by their bytes."""
        pairs = []
        for part in botocore.auth.urlsplit(request.url).query.split("&"):
            if part:
                name, _, value = part.partition("=")
                pairs.append(tuple(quote(unquote_to_bytes(item), safe="-_.~") for item in (name, value)))
        return "&".join(f"{name}={value}" for name, value in sorted(pairs))

    def payload(self, request):
        given = self.option("payload_hash", None)
        if given:
            return given
        if self.expires is not None and is_s3(self.options["service"]):
            return botocore.auth.UNSIGNED_PAYLOAD
        return super().payload(request)

    def _modify_request_before_signing(self, request):
        token = self.credentials.token
        if not self.option("sign_token", True):
            self.credentials.token = None
        if self.expires is None:
            super()._modify_request_before_signing(request)
            if self.option("sign_payload_header", False):
                request.headers["X-Amz-Content-Sha256"] = self.payload(request)
        else:
            self.add_parameters(request)
        self.credentials.token = token

    def add_parameters(self, request):
        parameters = {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": self.scope(request),
            "X-Amz-Date": request.context["timestamp"],
            "X-Amz-Expires": str(self.expires),
            "X-Amz-SignedHeaders": self.signed_headers(self.headers_to_sign(request)),
        }
        if self.credentials.token:
            parameters["X-Amz-Security-Token"] = self.credentials.token
        query = "&".join(f"{name}={quote(value, safe='-_.~')}" for name, value in parameters.items())
        request.url += ("&" if "?" in request.url else "?") + query

    def add_auth(self, request):
        stages = {}
        with world.frozen(self.options["timestamp"]):
            request.context["timestamp"] = self.options["timestamp"]
            self._modify_request_before_signing(request)
            stages["canonical_request"] = self.canonical_request(request)
            stages["string_to_sign"] = self.string_to_sign(request, stages["canonical_request"])
            stages["signature"] = self.signature(stages["string_to_sign"], request)
            if self.expires is None:
                self._inject_signature_to_request(request, stages["signature"])
            else:
                request.url += "&X-Amz-Signature=" + stages["signature"]
        return stages


# Not signed beside botocore's own list: proxies and the SDKs change them between signing and sending.
UNSIGNED = ["amz-sdk-invocation-id", "amz-sdk-request", "via", "x-forwarded-for"]


def aws_request(given):
    request = AWSRequest(method=given["method"], url=wire_url(given["url"]), data=given["body"].encode("utf-8"))
    for name, value in given["headers"]:
        if name.lower() not in UNSIGNED:
            request.headers[name] = value  # HTTPHeaders keeps several of a name
    return request


def keys_of(given):
    return Credentials(given["access_key"], given["secret_key"], given.get("session_token"))


WRITTEN = ["authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"]


def sent_headers(given, request):
    """What is sent: the given headers (a fold is one space), then those that the signer wrote."""
    replaced = [name for name in WRITTEN if name in request.headers or name == "authorization"]
    sent = [[name, re.sub("\n[ \t]+", " ", value)] for name, value in given["headers"] if name.lower() not in replaced]
    if not any(name.lower() == "host" for name, _ in sent):
        sent.insert(0, ["Host", botocore.auth._host_from_url(given["url"])])
    for name in replaced:
        sent.append([name, request.headers[name]])
    if given.get("session_token") and "x-amz-security-token" not in request.headers:
        sent.append(["x-amz-security-token", given["session_token"]])
    return sorted([[name.lower(), value] for name, value in sent])


def check_botocore(given, stages, in_query):
    """Without options of this library's own, botocore's own signers make the same of it."""
    s3 = is_s3(given["service"])
    if in_query:
        kind = botocore.auth.S3SigV4QueryAuth if s3 else botocore.auth.SigV4QueryAuth
        signer = kind(keys_of(given), given["service"], given["region"], given["expires"])
    else:
        kind = botocore.auth.S3SigV4Auth if s3 else botocore.auth.SigV4Auth
        signer = kind(keys_of(given), given["service"], given["region"])
    request = aws_request(given)
    with world.frozen(given["timestamp"]):
        signer.add_auth(request)
    theirs = request.url if in_query else request.headers["Authorization"]
    if stages["signature"] not in theirs:
        raise ValueError(f"botocore signs {given['name']} otherwise")


def case(name, departs=None, **changes):
    given = {"name": name, **DEFAULTS, **changes}
    request = aws_request(given)
    header = Signer(given, keys_of(given)).add_auth(request)
    header["headers"] = sent_headers(given, request)
    header["url"] = wire_url(given["url"])
    request = aws_request(given)
    del request.headers["Authorization"]
    query = Signer(given, keys_of(given), given["expires"]).add_auth(request)
    query["url"] = request.url
    if given.get("session_token") and not given.get("sign_token", True):
        query["url"] += "&X-Amz-Security-Token=" + quote(given["session_token"], safe="-_.~")
    if not departs:
        check_botocore(given, header, False)
        if not given["body"]:
            check_botocore(given, query, True)
    made = {"name": name, **({"departs": departs} if departs else {}), **changes}
    return {**made, "expect_header": header, "expect_query": query}


URL = "https://example.amazonaws.com"
OPTION = "an option that botocore's signers do not have"
RULE = "a rule of AWS's description that botocore leaves to its callers"

PATHS = {
    "none": "", "slash": "/", "plain": "/a/b", "trailing-slash": "/a/b/", "two-slashes": "//a//b//", "dot": "/./a/.",
    "dot-dot": "/a/b/../c", "above-the-root": "/../../a", "dots-in-names": "/.a/..b/c..", "only-dots": "/.../....",
    "blank": "/a b", "plus": "/a+b", "tilde": "/~a", "encoded-tilde": "/%7Ea", "encoded-slash": "/a%2Fb",
    "encoded-dots": "/a/%2E%2E/b", "encoded-percent": "/a%25b", "percent-at-the-end": "/a%", "half-an-escape": "/%4",
    "not-an-escape": "/%zz", "lower-case-escape": "/%c3%a4", "upper-case-escape": "/%C3%A4", "unicode": "/\u00e4/\u6771\u4eac/\U0001f600",
    "reserved": "/!$&'()*,;=:@", "others": '/"<>[\\]^`{|}', "arn": "/arn:aws:dms:us-east-1:123456789012:task:A", "unreserved": "/-._~09AZaz",
    "encoded-nul": "/a%00b", "long": "/" + "segment/" * 40, "encoded-unreserved": "/%41%2d%5F", "combining": "/e\u0301",
}

QUERIES = {
    "one": "a=b", "no-value": "a", "empty-value": "a=", "empty-name": "=a", "sorted": "b=2&a=1&c=3", "same-name": "a=2&a=1&a=10",
    "upper-before-lower": "b=1&B=2&a=3&A=4", "prefix": "aa=1&a=2&a-=3&a%2F=4", "unreserved": "-._~=09AZaz", "encoded": "a%20b=c%2Fd",
    "lower-case-escape": "a=%c3%a4", "encoded-unreserved": "%61=%7E", "blank": "a=b c", "plus": "a=1+1", "encoded-plus": "a=1%2B1",
    "two-equals": "a=b=c", "colon-and-slash": "a=b:c/d?e@f", "brackets": "a[0]=1&a[1]=2", "unicode": "\u00e4=\u6771\u4eac", "arn": "arn=arn:aws:s3:::b",
    "empty-parts": "&a=1&&b=2&", "quotes": "a=\"b\"&c='d'", "percent": "a=100%", "sub-delims": "a=!$'()*,;", "emoji": "a=\U0001f600",
    "sort-by-encoded-bytes": "%E4=1&z=2&%7E=3", "name-before-value": "a=1&a%3D=0", "many": "&".join(f"k{i % 7}=v{40 - i}" for i in range(40)),
}

HEADERS = {
    "none": [], "one": [["My-Header", "value"]], "sorted": [["Zebra", "1"], ["apple", "2"], ["Mango", "3"]],
    "blanks-around": [["My-Header", "  a  "]], "blanks-inside": [["My-Header", "a   b    c"]], "tabs": [["My-Header", "\ta\t\tb"]],
    "quoted-blanks": [["My-Header", '"a   b"']], "empty": [["My-Header", ""]], "only-blanks": [["My-Header", "   "]],
    "twice": [["My-Header", "b"], ["My-Header", "a"]], "twice-in-two-cases": [["MY-HEADER", "1"], ["my-header", "2"]],
    "twice-and-empty": [["My-Header", ""], ["My-Header", "a"], ["My-Header", ""]], "three-times-between-others":
    [["X", "1"], ["Y", "2"], ["x", "3"], ["Z", "4"], ["X", "5"]], "commas": [["My-Header", "a,b , c"]],
    "fold": [["My-Header", "a\n  b\n\tc"]], "content-type": [["Content-Type", "application/json; charset=utf-8"]],
    "unicode": [["My-Header", "\u00e4"]], "host-given": [["Host", "given.example.com"]], "host-with-port": [["host", "given.example.com:8443"]],
    "old-date": [["X-Amz-Date", "20000101T000000Z"]],
    "punctuation-in-names": [["a.b", "1"], ["a-b", "2"], ["a_b", "3"], ["ab", "4"], ["a!b", "5"]], "digits": [["1", "a"], ["10", "b"], ["2", "c"]],
    "colons": [["My-Header", "a:b: c"]], "amz": [["X-Amz-Target", "Service_20240101.Operation"], ["X-Amz-Meta-a", "1"]],
    "user-agent": [["User-Agent", "test/1"]], "connection": [["Connection", "keep-alive"], ["Expect", "100-continue"]], "trace":
    [["X-Amzn-Trace-Id", "Root=1"]], "long": [["My-Header", "a b " * 100]], "range": [["Range", "bytes=0-9"], ["If-Match", '"e"']],
}

URLS = {
    "default-port": "https://example.amazonaws.com:443/a", "other-port": "https://example.amazonaws.com:8443/a", "http": "http://example.amazonaws.com/a",
    "http-default-port": "http://example.amazonaws.com:80/a", "https-on-80": "https://example.amazonaws.com:80/a", "ipv4": "https://192.0.2.1/a",
    "ipv6": "https://[2001:db8::1]/a", "ipv6-with-port": "http://[2001:db8::1]:4566/a", "upper-case-host": "https://EXAMPLE.AmazonAWS.com/a",
    "no-path-but-query": "https://example.amazonaws.com?a=b", "one-label": "http://localhost:4566/",
}

QUERY_RULE = ["blank", "plus", "colon-and-slash", "brackets", "unicode", "quotes", "percent", "sub-delims", "emoji", "lower-case-escape",
              "encoded-unreserved", "two-equals", "empty-parts", "arn", "sort-by-encoded-bytes", "no-value", "empty-name", "same-name",
              "name-before-value", "many", "empty-value"]


def paths():
    for name, path in PATHS.items():
        yield case("path-" + name, url=URL + path)
        yield case("path-not-normalized-" + name, departs=OPTION, url=URL + path, normalize_path=False)
        yield case("path-encoded-once-" + name, departs=OPTION, url=URL + path, double_encode=False)
        yield case("path-s3-" + name, departs="the path is signed as S3 reads it, and the header is an option",
                   url=URL + path, service="s3", sign_payload_header=True)
    yield case("path-as-it-is", departs=OPTION, url=URL + "/a/./b//c%2f", double_encode=False, normalize_path=False)
    for service in ("s3express", "s3-object-lambda", "s3-outposts"):
        yield case("path-" + service, departs=OPTION, url=URL + "/a//../b c", service=service)
    yield case("path-s3-normalized", departs=OPTION, url=URL + "/a//../b c", service="s3", normalize_path=True, double_encode=True)


def queries():
    for name, query in QUERIES.items():
        yield case("query-" + name, departs=RULE if name in QUERY_RULE else None, url=f"{URL}/?{query}")


def headers():
    for name, given in HEADERS.items():
        yield case("header-" + name, headers=given)
    for name in UNSIGNED:
        yield case("header-unsigned-" + name, departs="others change this header on the way", headers=[[name.title(), "value"], ["My-Header", "1"]])


def bodies():
    texts = {"text": "hello", "unicode": "\u00e4\u6771\U0001f600", "blank": " ", "newline": "\n", "json": '{"a": 1}', "nul": "a\0b",
             "block-55": "a" * 55, "block-56": "a" * 56, "block-64": "a" * 64, "block-65": "a" * 65, "large": "0123456789" * 200}
    for name, body in texts.items():
        yield case("body-" + name, method="POST", body=body)
    for name, body in {"empty": "", "text": "hello"}.items():
        yield case("payload-header-" + name, departs=OPTION, method="PUT", body=body, sign_payload_header=True)
        yield case("payload-unsigned-" + name, departs=OPTION, method="PUT", body=body, payload_hash="UNSIGNED-PAYLOAD")
        yield case("payload-unsigned-header-" + name, departs=OPTION, method="PUT", body=body, payload_hash="UNSIGNED-PAYLOAD",
                   sign_payload_header=True)
        yield case("payload-hash-given-" + name, departs=OPTION, method="PUT", body=body, payload_hash="0123456789abcdef" * 4)
        yield case("payload-s3-" + name, departs="the header is an option", method="PUT", body=body, service="s3", sign_payload_header=True)
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        yield case("method-" + method, method=method)


def keys():
    for name, token in {"plain": "token", "odd": world.TOKEN, "long": "t/+=" * 100}.items():
        yield case("token-" + name, session_token=token)
        yield case("token-after-" + name, departs=OPTION, session_token=token, sign_token=False)
        yield case("token-s3-" + name, departs="the header is an option", session_token=token, service="s3", sign_payload_header=True)
    yield case("token-replaces-old", session_token="new", headers=[["x-amz-security-token", "old"]], departs="in a query the header would stay")
    old = "AWS4-HMAC-SHA256 old"
    yield case("header-old-authorization", headers=[["authorization", old]], departs="a presigned URL has no Authorization header")
    yield case("key-odd", access_key="AKID.odd_1", secret_key="\u00e4 b/+=%\"'\\")
    yield case("key-longer-than-a-block", secret_key="x" * 200)
    yield case("key-block-60", secret_key="x" * 60)
    yield case("key-block-61", secret_key="x" * 61)
    for region in ("eu-central-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "aws-global", "local"):
        yield case("region-" + region, region=region)
    for service in ("dms", "drs", "sts", "execute-api", "es"):
        yield case("service-" + service, service=service)
    for time in ("19700101T000000Z", "20000229T000000Z", "20150830T123600Z", "20231231T235959Z", "20380119T031408Z", "21000301T000001Z"):
        yield case("time-" + time, timestamp=time)
    for expires in (1, 60, 604800):
        yield case(f"expires-{expires}", expires=expires)


def urls():
    for name, url in URLS.items():
        yield case("url-" + name, url=url)


def group(*makers):
    return [case for make in makers for case in make()]


def files():
    return {
        "sigv4_paths.json": group(paths),
        "sigv4_queries.json": group(queries, urls),
        "sigv4_headers.json": group(headers),
        "sigv4_bodies_and_keys.json": group(bodies, keys),
    }
