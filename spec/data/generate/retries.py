"""Retries: botocore's standard mode, with its sleeps at the smallest and the largest random number; and by hand what it
does not do: Retry-After, 429 without a code, a clock that is wrong."""

import unittest.mock

import botocore.config
import botocore.exceptions
import botocore.retries.standard

import world

NOW = "20240301T120000Z"
CALLS = {
    "RetryDataReplication": ("drs", {"sourceServerID": "s-1234567890abcdef0"}),
    "StopReplication": ("dms", {"ReplicationConfigArn": "arn"}),
}
EXCEPTIONS = {
    "read_timeout": lambda: botocore.exceptions.ReadTimeoutError(endpoint_url="u"),
    "connect_timeout": lambda: botocore.exceptions.ConnectTimeoutError(endpoint_url="u"),
    "connection_closed": lambda: botocore.exceptions.ConnectionClosedError(endpoint_url="u"),
    "tls_error": lambda: botocore.exceptions.SSLError(endpoint_url="u", error="e"),
    "proxy_error": lambda: botocore.exceptions.ProxyConnectionError(proxy_url="u"),
}
NAMES = {"read_timeout": "ReadTimeoutError", "connect_timeout": "ConnectTimeoutError", "connection_closed": "ConnectionError",
         "tls_error": "TLSError", "proxy_error": "ProxyError"}


class World:
    """One client; `random` is what its random numbers are."""

    def __init__(self, made, random):
        self.sleeps, self.requests, self.responses, self.given = [], [], [], made
        service, self.input = CALLS[made["operation"]]
        self.method = botocore.xform_name(made["operation"])
        quotas = []

        class Quota(botocore.retries.quota.RetryQuota):
            def __init__(self):
                super().__init__()
                self._available_capacity = made.get("quota_before", 500)
                quotas.append(self)

        with world.home(), unittest.mock.patch.object(botocore.retries.standard.quota, "RetryQuota", Quota):
            self.client = world.session().create_client(
                service, region_name="us-east-1", aws_access_key_id="AKIDGOLDEN", aws_secret_access_key="none",
                config=botocore.config.Config(**made.get("client_config", {})),
            )
        self.quota, self.random = quotas[0], random

    def send(self, request):
        self.requests.append(request)
        given = self.responses.pop(0)
        if "exception" in given:
            raise EXCEPTIONS[given["exception"]]()
        return world.answer(request.url, given["status"], given.get("headers", []), given.get("body", "{}"))

    def call(self, responses):
        self.sleeps, self.requests, self.responses = [], [], list(responses)
        backoff = botocore.retries.standard.ExponentialBackoff
        scale = unittest.mock.patch.object(backoff, "delay_amount", delays(backoff.delay_amount, self.random))
        made = {"final": "ok"}
        with scale, world.transport(self.send), world.frozen(NOW), unittest.mock.patch("time.sleep", self.sleeps.append):
            try:
                getattr(self.client, self.method)(**self.input)
            except botocore.exceptions.ClientError as error:
                made = {"final": "err", "error_code": error.response["Error"]["Code"]}
            except botocore.exceptions.BotoCoreError:
                made = {"final": "err", "error_code": NAMES[responses[len(self.requests) - 1]["exception"]]}
        if self.responses and "calls" in self.given:
            raise ValueError("answers that nobody asked for: the next call would get them")
        made["attempts"], made["quota_left"] = len(self.requests), self.quota.available_capacity
        return made


def delays(original, random):
    def delay_amount(self, context):
        self._random = lambda: random
        return original(self, context)

    return delay_amount


def header(count, most):
    return [f"attempt={i}; max={most}" for i in range(1, count + 1)]


def most_of(made):
    return made.get("client_config", {}).get("retries", {}).get("total_max_attempts", 3)


def theirs(made):
    worlds = [World(made, 0.0), World(made, 1.0)]
    expects = []
    for responses in made.get("calls") or [made["responses"]]:
        results = [each.call(responses) for each in worlds]
        if results[0] != results[1]:
            raise ValueError(made["name"])
        expect = results[0]
        expect["sleeps"] = [[round(low, 9), round(high, 9)] for low, high in zip(worlds[0].sleeps, worlds[1].sleeps)]
        expect["amz_sdk_request"] = header(expect["attempts"], most_of(made))
        expects.append(expect)
    return expects if "calls" in made else expects[0]


def case(name, responses=None, departs=None, ours=None, operation="RetryDataReplication", **changes):
    made = {"name": name, "operation": operation}
    if responses:
        made["responses"] = responses
    made.update(changes)
    if ours:
        made["departs"] = departs
        ours.setdefault("amz_sdk_request", header(ours["attempts"], most_of(made)))
        return {**made, "expect": ours}
    return {**made, "expect": theirs(made)}


def refusal(status, code=None, headers=(), message="m"):
    pairs = [["x-amzn-ErrorType", code]] if code else []
    body = '{"message":"%s"}' % message if code else ""
    return {"status": status, "headers": [*pairs, *map(list, headers)], "body": body}


OK = {"status": 200}
THROTTLING = ["Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "TooManyRequestsException", "ProvisionedThroughputExceededException",
              "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "RequestThrottled", "SlowDown",
              "PriorRequestNotComplete", "EC2ThrottledException"]
TRANSIENT = ["RequestTimeout", "RequestTimeoutException"]
FINAL = ["ValidationException", "AccessDeniedException", "ResourceNotFoundException", "InternalError", "ServiceUnavailable", "throttlingexception", "Throttled", "ConflictException",
         "UninitializedAccountException", "InvalidParameterValue", "RequestTimeTooSkewed", "SignatureDoesNotMatch", "ExpiredTokenException", "InternalFailure"]
STATUSES = [400, 401, 403, 404, 405, 408, 409, 410, 413, 418, 499, 500, 501, 502, 503, 504, 505, 507, 511, 599]


def conditions():
    for operation in CALLS:
        for code in THROTTLING + TRANSIENT:
            body = {"status": 400, "body": '{"__type":"%s","message":"m"}' % code}
            given = body if operation == "StopReplication" else refusal(400, code)
            yield case(f"code-{code}-{operation}", [given, given, OK], operation=operation)
            if operation == "RetryDataReplication":
                yield case(f"code-{code}-to-the-end", [given] * 3)
    for code in FINAL:
        yield case(f"final-{code}", [refusal(400, code), OK])
    for status in STATUSES:
        yield case(f"status-{status}", [refusal(status), OK])
        yield case(f"status-{status}-and-code", [refusal(status, "SomethingNewException"), OK])
    for name in EXCEPTIONS:
        if name == "tls_error":
            continue
        yield case(f"failure-{name}", [{"exception": name}, OK])
        yield case(f"failure-{name}-to-the-end", [{"exception": name}] * 3)
        yield case(f"failure-{name}-then-500", [{"exception": name}, refusal(500), OK])
    yield case("failure-tls_error", [{"exception": "tls_error"}], "a certificate stays as bad as it is",
               {"attempts": 1, "sleeps": [], "final": "err", "error_code": "TLSError", "quota_left": 500})
    yield case("429-without-code", [refusal(429), refusal(429), OK], "429 says that there were too many requests, with a code or without",
               {"attempts": 3, "sleeps": [[0, 1], [0, 2]], "final": "ok", "quota_left": 495})
    yield case("429-to-the-end", [refusal(429)] * 3, "429 says that there were too many requests, with a code or without",
               {"attempts": 3, "sleeps": [[0, 1], [0, 2]], "final": "err", "error_code": "429", "quota_left": 490})
    yield case("first-time", [OK])
    yield case("500-then-throttled", [refusal(500), refusal(400, "ThrottlingException"), OK])
    yield case("throttled-then-500", [refusal(400, "ThrottlingException"), refusal(500), OK])
    yield case("500-then-final", [refusal(500), refusal(400, "ValidationException")])
    yield case("throttled-500", [refusal(500, "ThrottlingException"), OK])
    yield case("throttled-429", [refusal(429, "ThrottlingException"), OK])


def attempts():
    for most in (1, 2, 3, 5, 12):
        config = {"retries": {"mode": "standard", "total_max_attempts": most}}
        yield case(f"most-{most}-500", [refusal(500)] * most, client_config=config)
        yield case(f"most-{most}-throttled", [refusal(400, "SlowDown")] * most, client_config=config)
        yield case(f"most-{most}-last-is-good", [refusal(503)] * (most - 1) + [OK], client_config=config)


def quotas():
    for left in (0, 4, 5, 13, 14, 27, 28, 100, 500):
        yield case(f"quota-{left}-500", [refusal(500)] * 2 + [OK], quota_before=left)
        yield case(f"quota-{left}-throttled", [refusal(400, "Throttling")] * 2 + [OK], quota_before=left)
        yield case(f"quota-{left}-timeout", [{"exception": "read_timeout"}] * 2 + [OK], quota_before=left)
        yield case(f"quota-{left}-first-time", [OK], quota_before=left)
    bad, good, slow = [refusal(500)] * 3, [OK], [refusal(400, "Throttling"), OK]
    yield case("quota-over-calls", calls=[bad, good, slow, good, bad, bad, good])
    yield case("quota-runs-out-over-calls", calls=[bad, bad, [refusal(500)], good, good], quota_before=60)
    yield case("quota-is-given-back", calls=[[refusal(500), OK], [refusal(500), refusal(500), OK], good], quota_before=100)
    yield case("quota-never-above-500", calls=[good, good], quota_before=499)


# Milliseconds in x-amz-retry-after: what botocore makes of them. It does not know Retry-After.
AMZ = ["0", "20", "50", "1500", "4999", "5000", "5050", "6000", "60000", "-1", "1.5", "soon", "", " 1500 ", "0x10", "1e3", "99999999999", "+1500", "1_500"]
AFTER = {
    "0": 0, "1": 1, "3": 3, "60": 60, "soon": None, "-1": None, "1.5": None, "": None, "Fri, 01 Mar 2024 12:00:02 GMT": 2, "Fri, 01 Mar 2024 11:59:00 GMT": 0,
    "Fri, 01 Mar 2024 13:00:00 GMT": 3600,
}


def honoured(asked, most):
    return [max(delay, min(asked or 0, delay + 5)) for delay in (0, most)]


def asked():
    for i, value in enumerate(AMZ, 1):
        yield case(f"x-amz-retry-after-{i}", [refusal(500, "SomethingNewException", [("x-amz-retry-after", value)]), OK])
        yield case(f"x-amz-retry-after-{i}-throttled", [refusal(400, "SlowDown", [("X-Amz-Retry-After", value)]), OK])
    for i, (value, seconds) in enumerate(AFTER.items(), 1):
        for name, status, code, most in (("500", 500, None, 0.05), ("throttled", 400, "SlowDown", 1)):
            yield case(f"retry-after-{i}-{name}", [refusal(status, code, [("Retry-After", value)]), OK], "Retry-After is honoured",
                       {"attempts": 2, "sleeps": [honoured(seconds, most)], "final": "ok", "quota_left": 500})
    yield case("both-retry-afters", [refusal(500, None, [("Retry-After", "4"), ("x-amz-retry-after", "1000")]), OK], "milliseconds count before seconds",
               {"attempts": 2, "sleeps": [[1, 1]], "final": "ok", "quota_left": 500})
    yield case("retry-after-is-not-retried-for-it", [refusal(400, "ValidationException", [("Retry-After", "1")])])


SKEW = ["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure"]
CLOCK = "a clock that is more than 4 minutes off is corrected, once in a call"


def skewed(name, responses, dates, ok=True, **more):
    count = len(dates)
    ours = {"attempts": count, "sleeps": [[0, 0.05 * 2**i] for i in range(count - 1)], "final": "ok" if ok else "err", "amz_dates": dates,
            "quota_left": 500 if ok else 500 - 14 * (count - 1)}
    return case("clock-" + name, responses, CLOCK, {**ours, **more})


def clocks():
    late, date = "20240301T121000Z", ("Date", "Fri, 01 Mar 2024 12:10:00 GMT")
    for code in SKEW:
        yield skewed(code, [refusal(403, code, [date]), OK], [NOW, late])
        yield skewed(code + "-twice", [refusal(403, code, [date])] * 2, [NOW, late], False, error_code=code)
        yield skewed(code + "-no-date", [refusal(403, code)], [NOW], False, error_code=code)
    for name, text, then in (("4-minutes", "12:04:00", None), ("4-minutes-and-1", "12:04:01", "20240301T120401Z"), ("4-minutes-slow", "11:56:00", None),
                             ("4-minutes-and-1-slow", "11:55:59", "20240301T115559Z"), ("right", "12:00:00", None)):
        given = refusal(403, "SignatureDoesNotMatch", [("Date", f"Fri, 01 Mar 2024 {text} GMT")])
        dates = [NOW, then] if then else [NOW]
        yield skewed(name, [given, OK][: len(dates)], dates, then is not None, **({} if then else {"error_code": "SignatureDoesNotMatch"}))
    yield skewed("other-code", [refusal(403, "AccessDeniedException", [date])], [NOW], False, error_code="AccessDeniedException")
    yield skewed("then-500", [refusal(403, SKEW[0], [date]), refusal(500), OK], [NOW, late, late], quota_left=486)
    yield skewed("bad-date", [refusal(403, SKEW[0], [("Date", "yesterday")])], [NOW], False, error_code=SKEW[0])


def files():
    return {"retries.json": [*conditions(), *attempts(), *quotas(), *asked(), *clocks()]}
