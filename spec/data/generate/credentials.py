"""Where a client's keys come from: botocore's chain of providers, with files, variables and answers by script."""

import contextlib
import datetime
import hashlib
import json
import unittest.mock
from urllib.parse import parse_qsl

import botocore.config
import botocore.credentials
import botocore.exceptions
import botocore.tokens
import dateutil.tz

import world

NOW = 1700000000  # what the library's clock says in these cases
CONFIG, CREDENTIALS = ".aws/config", ".aws/credentials"
LATER = "2099-01-01T00:00:00Z"


def keys(name, token=False):
    text = f"aws_access_key_id = AKID{name}\naws_secret_access_key = none/of+{name}\n"
    return text + (f"aws_session_token = token/of+{name}==\n" if token else "")


def variables(name, token=None):
    made = {"AWS_ACCESS_KEY_ID": "AKID" + name, "AWS_SECRET_ACCESS_KEY": "none/of+" + name}
    return {**made, **({"AWS_SESSION_TOKEN": token} if token else {})}


def document(name, **changes):
    made = {"AccessKeyId": "AKID" + name, "SecretAccessKey": "none/of+" + name, "Token": "token/of+" + name, "Expiration": LATER}
    return {key: value for key, value in {**made, **changes}.items() if value is not None}


class Now(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(NOW, tz)


# Headers of a request that a case names: those that say whose it is.
NAMED = ("content-type", "authorization", "x-amz-security-token", "x-amz-sso_bearer_token", "x-aws-ec2-metadata-token", "x-aws-ec2-metadata-token-ttl-seconds")


class Script:
    """Answers of a case: each is for requests with a method and a beginning of the URL, and comes once."""

    def __init__(self, answers):
        self.answers, self.requests = list(answers), []

    def send(self, request):
        url, body = request.url, world.text(request.body or "")
        headers = {name.lower(): world.text(value) for name, value in request.headers.items()}
        seen = {"method": request.method, "url": url, "headers": {name: headers[name] for name in NAMED if name in headers}}
        if seen["headers"].get("authorization", "").startswith("AWS4"):
            start, _, rest = seen["headers"]["authorization"].partition("/")
            seen["headers"]["authorization"] = f"{start}/DATE{rest[8:].rpartition('=')[0]}=..."
        elif "content-type" in seen["headers"] and "sso" not in url:
            del seen["headers"]["content-type"]
        if body and "Action=" in body:
            seen["form"] = dict(parse_qsl(body, keep_blank_values=True))
        self.requests.append(seen)
        for i, (method, prefix, answer) in enumerate(self.answers):
            if method == request.method and url.startswith(prefix):
                del self.answers[i]
                if "exception" in answer:
                    raise botocore.exceptions.ReadTimeoutError(endpoint_url=url)
                return world.answer(url, answer["status"], answer.get("headers", {}), answer.get("body", ""))
        raise botocore.exceptions.EndpointConnectionError(endpoint_url=url)


def found(case):
    script = Script(case.get("http", []))
    clock = unittest.mock.patch.object(botocore.credentials, "_local_now", lambda: Now.fromtimestamp(NOW, dateutil.tz.tzutc()))
    stamp = unittest.mock.patch("time.time", lambda: float(NOW))
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(world.home(case.get("files"), case.get("env")))
        for patch in (world.transport(script.send), clock, stamp, unittest.mock.patch("time.sleep")):
            stack.enter_context(patch)
        for provider in (botocore.credentials.SSOProvider, botocore.tokens.SSOTokenProvider):  # they looked for the home folder long ago
            stack.enter_context(unittest.mock.patch.object(provider, "_SSO_TOKEN_CACHE_DIR", folder + "/.aws/sso/cache"))
        session = world.session(profile=case.get("profile_argument"))
        session.set_config_variable("region", case.get("region_argument", "us-east-1"))
        session.set_default_client_config(botocore.config.Config(retries={"total_max_attempts": 1, "mode": "standard"}))
        try:
            given = session.get_credentials()
            given = given and given.get_frozen_credentials()
            expect = {"result": given and {"access_key": given.access_key, "secret_key": given.secret_key, "token": given.token}}
        except Exception as error:
            expect = {"error": type(error).__name__}
    if "result" in expect and script.requests:
        expect["http_requests"] = json.loads(json.dumps(script.requests).replace(folder, "$TMP"))
    return expect


def case(name, departs=None, ours=None, **changes):
    made = {"name": name, "kind": "credentials", **changes}
    return {**made, **({"departs": departs, "expect": ours} if ours else {"expect": found(made)})}


def result(name, token=None):
    return {"result": {"access_key": "AKID" + name, "secret_key": "none/of+" + name, "token": token}}


EMPTY = "an empty variable is one that is not set, an empty key one that is missing"


def places():
    config, shared = {CONFIG: "[default]\n" + keys("CONFIG")}, {CREDENTIALS: "[default]\n" + keys("SHARED")}
    yield case("nothing")
    yield case("environment", env=variables("ENV"))
    yield case("environment-token", env=variables("ENV", "token/of+ENV"))
    yield case("environment-old-token", env={**variables("ENV"), "AWS_SECURITY_TOKEN": "old"})
    yield case("environment-both-tokens", "AWS_SESSION_TOKEN, then AWS_SECURITY_TOKEN", result("ENV", "new"),
               env={**variables("ENV", "new"), "AWS_SECURITY_TOKEN": "old"})
    yield case("environment-no-secret", env={"AWS_ACCESS_KEY_ID": "AKIDENV"}, files=shared)
    yield case("environment-only-secret", env={"AWS_SECRET_ACCESS_KEY": "none"}, files=shared)
    yield case("environment-empty", EMPTY, result("SHARED"), env={"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, files=shared)
    yield case("environment-empty-token", EMPTY, result("ENV"), env=variables("ENV", "") | {"AWS_SESSION_TOKEN": ""})
    yield case("environment-before-files", env=variables("ENV"), files={**config, **shared})
    yield case("environment-before-profile-variable", env={**variables("ENV"), "AWS_PROFILE": "a"}, files={CREDENTIALS: "[a]\n" + keys("A")})
    yield case("profile-argument-before-environment", env=variables("ENV"), profile_argument="a", files={CREDENTIALS: "[a]\n" + keys("A")})
    yield case("shared-before-config", files={**config, **shared})
    yield case("config", files=config)
    yield case("shared-token", files={CREDENTIALS: "[default]\n" + keys("SHARED", True)})
    yield case("config-token", files={CONFIG: "[default]\n" + keys("CONFIG", True)})
    yield case("shared-profile", env={"AWS_PROFILE": "a"}, files={CREDENTIALS: "[default]\n" + keys("D") + "[a]\n" + keys("A")})
    yield case("config-profile", env={"AWS_PROFILE": "a"}, files={CONFIG: "[default]\n" + keys("D") + "[profile a]\n" + keys("A")})
    yield case("profile-without-keys", env={"AWS_PROFILE": "a"}, files={CONFIG: "[default]\n" + keys("D") + "[profile a]\nregion = eu-west-1\n"})
    yield case("profile-missing", env={"AWS_PROFILE": "b"}, files=shared)
    yield case("profile-argument-missing", profile_argument="b", files=shared)
    yield case("shared-no-secret", files={CREDENTIALS: "[default]\naws_access_key_id = AKIDS\n"})
    yield case("shared-only-secret", files={CREDENTIALS: "[default]\naws_secret_access_key = none\n", **config})
    yield case("shared-elsewhere", env={"AWS_SHARED_CREDENTIALS_FILE": "$TMP/x"}, files={"x": "[default]\n" + keys("X"), **shared})
    yield case("shared-elsewhere-tilde", env={"AWS_SHARED_CREDENTIALS_FILE": "~/x"}, files={"x": "[default]\n" + keys("X")})
    yield case("shared-elsewhere-missing", env={"AWS_SHARED_CREDENTIALS_FILE": "$TMP/x"}, files=shared)
    yield case("shared-garbage", files={CREDENTIALS: "garbage\n"})
    yield case("shared-windows", files={CREDENTIALS: ("[default]\n" + keys("W", True)).replace("\n", "\r\n")})


def sts_answer(name, action="AssumeRole"):
    return {"status": 200, "headers": {"Content-Type": "text/xml"}, "body": (
        f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result><Credentials><AccessKeyId>AKID{name}</AccessKeyId>'
        f"<SecretAccessKey>none/of+{name}</SecretAccessKey><SessionToken>token/of+{name}</SessionToken><Expiration>{LATER}</Expiration></Credentials>"
        f"<AssumedRoleUser><AssumedRoleId>A:b</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn></AssumedRoleUser></{action}Result></{action}Response>"
    )}


STS = "https://sts.us-east-1.amazonaws.com/"
ROLE = "role_arn = arn:aws:iam::123456789012:role/r\n"


def roles():
    base = "[profile base]\n" + keys("BASE")
    one = [["POST", STS, sts_answer("ROLE")]]

    def role(name, more, http=one, files=None, env=None, **changes):
        all_files = {CONFIG: "[profile r]\n" + ROLE + more, **(files or {})}
        return case("role-" + name, files=all_files, env={"AWS_PROFILE": "r", **(env or {})}, http=http, **changes)

    yield role("source-profile", "source_profile = base\n" + base)
    yield role("source-profile-with-token", "source_profile = base\n[profile base]\n" + keys("BASE", True))
    yield role("source-profile-in-shared-file", "source_profile = base\n", files={CREDENTIALS: "[base]\n" + keys("BASE")})
    yield role("session-name", "role_session_name = mine\nsource_profile = base\n" + base)
    yield role("external-id", "external_id = a b&c=\u00e4\nsource_profile = base\n" + base)
    yield role("duration", "duration_seconds = 7200\nsource_profile = base\n" + base)
    yield role("all-options", "role_session_name = mine\nexternal_id = ee\nduration_seconds = 900\nsource_profile = base\n" + base)
    yield role("chain", "source_profile = q\n[profile q]\nrole_arn = arn:aws:iam::123456789012:role/q\nsource_profile = base\n" + base,
               [["POST", STS, sts_answer("FIRST")], ["POST", STS, sts_answer("SECOND")]])
    yield role("of-itself", "source_profile = r\n" + keys("SELF"))
    yield role("circle", "source_profile = q\n[profile q]\nrole_arn = arn:aws:iam::123456789012:role/q\nsource_profile = r\n")
    yield role("source-missing", "source_profile = nobody\n")
    yield role("source-without-keys", "source_profile = base\n[profile base]\nregion = eu-west-1\n")
    yield role("no-source", "")
    yield role("two-sources", "source_profile = base\ncredential_source = Environment\n" + base, env=variables("ENV"))
    yield role("source-environment", "credential_source = Environment\n", env={**variables("ENV")}, profile_argument="r")
    yield role("source-environment-empty", "credential_source = Environment\n", profile_argument="r")
    yield role("source-unknown", "credential_source = Somewhere\n")
    yield role("source-container", "credential_source = EcsContainer\n", [["GET", "http://169.254.170.2/c", {"status": 200, "body": json.dumps(document("CONT"))}], *one],
               env={"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/c"})
    yield role("refused", "source_profile = base\n" + base, [["POST", STS, {"status": 403, "headers": {"Content-Type": "text/xml"}, "body":
               "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"}]])
    yield role("other-region", "source_profile = base\n" + base, [["POST", "https://sts.eu-west-1.amazonaws.com/", sts_answer("ROLE")]], region_argument="eu-west-1")


def web():
    answer = [["POST", STS, sts_answer("WEB", "AssumeRoleWithWebIdentity")]]
    env = {"AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/w", "AWS_WEB_IDENTITY_TOKEN_FILE": "$TMP/token", "AWS_ROLE_SESSION_NAME": "mine"}
    files = {"token": "header.not-a-token.signature"}
    yield case("web-environment", env=env, files=files, http=answer)
    yield case("web-no-session-name", env={key: value for key, value in env.items() if "SESSION" not in key}, files=files, http=answer)
    yield case("web-no-role", env={key: value for key, value in env.items() if "ROLE_ARN" not in key}, files=files, http=answer)
    yield case("web-profile", files={**files, CONFIG: "[default]\n" + ROLE + "web_identity_token_file = $TMP/token\nrole_session_name = profile\n"}, http=answer)
    yield case("web-no-file", env=env, http=answer)
    yield case("web-after-environment", env={**env, **variables("ENV")}, files=files, http=answer)
    yield case("web-before-shared-file", env=env, files={**files, CREDENTIALS: "[default]\n" + keys("SHARED")}, http=answer)


def process():
    def one(name, text, code=0, more="", **changes):
        files = {CONFIG: "[default]\ncredential_process = /bin/sh $TMP/p.sh\n" + more, "p.sh": f"printf '%s' '{text}'\nexit {code}\n", **changes.pop("files", {})}
        return case("process-" + name, files=files, **changes)

    good = {"Version": 1, "AccessKeyId": "AKIDP", "SecretAccessKey": "none/of+P"}
    yield one("keys", json.dumps(good))
    yield one("token", json.dumps({**good, "SessionToken": "token/of+P"}))
    yield one("expiration", json.dumps({**good, "SessionToken": "t", "Expiration": LATER}))
    yield one("newline", json.dumps(good) + "\n\n")
    yield one("more-members", json.dumps({**good, "Other": [1, None]}))
    for name, changes in {"version-2": {"Version": 2}, "version-missing": {"Version": None}, "key-missing": {"AccessKeyId": None}, "secret-missing": {"SecretAccessKey": None}}.items():
        yield one(name, json.dumps({key: value for key, value in {**good, **changes}.items() if value is not None}))
    yield one("failed", json.dumps(good), 3)
    yield one("not-json", "no")
    yield one("nothing", "")
    yield one("after-shared-file", json.dumps(good), files={CREDENTIALS: "[default]\n" + keys("SHARED")})
    yield one("before-keys-in-config", json.dumps(good), more=keys("CONFIG"))


def containers():
    good = {"status": 200, "body": json.dumps(document("CONT"))}
    relative, full = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    here = [["GET", "http://169.254.170.2/c?id=1", good]]
    yield case("container", env={relative: "/c?id=1"}, http=here)
    yield case("container-before-full", env={relative: "/c?id=1", full: "http://localhost/x"}, http=here)
    for name, url in {"localhost": "http://localhost:81/c", "loopback": "http://127.0.0.1/c", "https": "https://keys.example.com/c", "eks": "http://169.254.170.23/v1/credentials",
                      "ipv6-loopback": "http://[::1]/c"}.items():
        yield case("container-full-" + name, env={full: url}, http=[["GET", url, good]])
    for name, url in {"other-host": "http://keys.example.com/c", "user-trick": "http://localhost@keys.example.com/c", "other-address": "http://192.0.2.7/c"}.items():
        yield case("container-full-" + name, env={full: url}, http=[["GET", url, good]])
    token = {full: "http://localhost/c"}
    yield case("container-token", env={**token, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer abc"}, http=[["GET", "http://localhost/c", good]])
    yield case("container-token-file", env={**token, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "$TMP/t"}, files={"t": "Bearer def"}, http=[["GET", "http://localhost/c", good]])
    yield case("container-token-file-missing", env={**token, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "$TMP/t"}, http=[["GET", "http://localhost/c", good]])
    bad = {"status": 500, "body": "oops"}
    yield case("container-second-time", env={relative: "/c?id=1"}, http=[[*here[0][:2], bad], *here])
    yield case("container-third-time", env={relative: "/c?id=1"}, http=[[*here[0][:2], bad], [*here[0][:2], bad], *here])
    yield case("container-never", env={relative: "/c?id=1"}, http=[[*here[0][:2], bad]] * 3)
    yield case("container-not-json", env={relative: "/c?id=1"}, http=[[*here[0][:2], {"status": 200, "body": "no"}]] * 3)
    yield case("container-after-files", env={relative: "/c?id=1"}, files={CREDENTIALS: "[default]\n" + keys("SHARED")}, http=here)


def metadata():
    at, on = "http://169.254.169.254/latest/", {"AWS_EC2_METADATA_DISABLED": None}
    token = ["PUT", at + "api/token", {"status": 200, "body": "not-a-token"}]
    role = ["GET", at + "meta-data/iam/security-credentials/role", {"status": 200, "body": json.dumps({"Code": "Success", **document("IMDS")})}]
    name = ["GET", at + "meta-data/iam/security-credentials/", {"status": 200, "body": "role"}]
    yield case("metadata", env=on, http=[token, role, name][:1] + [name, role])
    yield case("metadata-off", env={"AWS_EC2_METADATA_DISABLED": "true"}, http=[token, name, role])
    yield case("metadata-off-upper-case", env={"AWS_EC2_METADATA_DISABLED": "TRUE"}, http=[token, name, role])
    for status in (403, 404, 405):
        yield case(f"metadata-token-{status}", env=on, http=[["PUT", at + "api/token", {"status": status}], name, role])
    yield case("metadata-token-timeout", env=on, http=[["PUT", at + "api/token", {"exception": "read_timeout"}], name, role])
    yield case("metadata-no-token-no-v1", env={**on, "AWS_EC2_METADATA_V1_DISABLED": "true"}, http=[["PUT", at + "api/token", {"status": 404}], name, role])
    yield case("metadata-no-role", env=on, http=[token, ["GET", name[1], {"status": 404}]])
    yield case("metadata-nobody-there", env=on)
    yield case("metadata-after-files", env=on, files={CREDENTIALS: "[default]\n" + keys("SHARED")}, http=[token, name, role])
    other = "http://192.0.2.9:81/"
    yield case("metadata-elsewhere", env={**on, "AWS_EC2_METADATA_SERVICE_ENDPOINT": other}, http=[[a, url.replace("http://169.254.169.254/", other), b] for a, url, b in (token, name, role)])


def sso():
    def cache(text, **changes):
        made = {"accessToken": "not-a-token", "expiresAt": LATER, **changes}
        path = f".aws/sso/cache/{hashlib.sha1(text.encode()).hexdigest()}.json"
        return {path: json.dumps({key: value for key, value in made.items() if value is not None})}

    portal = "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials"
    keys_given = {"accessKeyId": "AKIDSSO", "secretAccessKey": "none/of+SSO", "sessionToken": "token/of+SSO", "expiration": 4070908800000}
    answer = [["GET", portal, {"status": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps({"roleCredentials": keys_given})}]]
    url = "https://start.example.com/start"
    whose = "sso_account_id = 123456789012\nsso_role_name = R\n"
    old = {CONFIG: f"[default]\nsso_start_url = {url}\nsso_region = eu-west-1\n{whose}"}
    new = {CONFIG: f"[default]\nsso_session = s\n{whose}[sso-session s]\nsso_start_url = {url}\nsso_region = eu-west-1\n"}
    yield case("sso-old", files={**old, **cache(url)}, http=answer)
    yield case("sso-session", files={**new, **cache("s")}, http=answer)
    yield case("sso-odd-role", files={CONFIG: old[CONFIG].replace("= R", "= a b&c"), **cache(url)}, http=answer)
    for name, files, text in (("old", old, url), ("session", new, "s")):
        yield case(f"sso-{name}-not-logged-in", files=files, http=answer)
        yield case(f"sso-{name}-expired", files={**files, **cache(text, expiresAt="2001-01-01T00:00:00Z")}, http=answer)
        yield case(f"sso-{name}-refused", files={**files, **cache(text)}, http=[["GET", portal, {"status": 401, "headers": {"x-amzn-ErrorType": "UnauthorizedException"}, "body": '{"message":"no"}'}]])
    yield case("sso-session-section-missing", files={CONFIG: f"[default]\nsso_session = t\n{whose}"}, http=answer)
    yield case("sso-old-no-role", files={CONFIG: old[CONFIG].replace("sso_role_name = R\n", ""), **cache(url)}, http=answer)


def files():
    return {"credentials.json": [*places(), *roles(), *web(), *process(), *containers(), *metadata(), *sso()]}
