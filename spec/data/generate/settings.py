"""AWS's files, variables and settings: profiles as botocore's configloader reads them, and the region, the other
settings and the endpoint that a client ends up with."""

import botocore.config
import botocore.configloader
import botocore.exceptions

import world

CONFIG, CREDENTIALS = ".aws/config", ".aws/credentials"

CONFIGS = {
    "empty": "", "default": "[default]\nregion = eu-west-1\n", "profile": "[profile a]\nregion = eu-west-1\n", "two": "[default]\na = 1\n[profile b]\na = 2\n",
    "no-newline-at-the-end": "[default]\nregion = eu-west-1", "crlf": "[default]\r\nregion = eu-west-1\r\n", "blanks-around": "[default]\n  \nregion   =   eu-west-1   \n",
    "tabs": "[default]\nregion\t=\teu-west-1\t\n", "colon": "[default]\nregion: eu-west-1\n", "colon-then-equals": "[default]\na: b = c\n", "equals-then-colon": "[default]\na = b: c\n",
    "hash": "# a\n[default]\n# b\nregion = eu-west-1\n#c = d\n", "semicolon": "; a\n[default]\nregion = eu-west-1\n;c = d\n", "comment-after-value": "[default]\nregion = eu-west-1 # here\n",
    "comment-without-blank": "[default]\na = b#c;d\n", "semicolon-after-value": "[default]\na = b ; c\n", "empty-value": "[default]\na =\nb = c\n", "equals-in-value": "[default]\na = b=c==\n",
    "brackets-in-value": "[default]\na = [b]\n", "quotes": "[default]\na = \"b c\"\nd = 'e'\n", "percent": "[default]\na = %(b)s %%\n", "dollar": "[default]\na = ${HOME} $b\n",
    "upper-case-keys": "[default]\nRegion = eu-west-1\nAWS_Thing = A\n", "unicode": "[profile \u00e4]\nname = \u6771\u4eac\n", "quoted-name": '[profile "a b"]\na = 1\n',
    "single-quoted-name": "[profile 'a b']\na = 1\n", "blanks-before-name": "[profile    a]\nb = 1\n", "profile-default": "[profile default]\na = 1\n", "not-a-profile": "[a]\nb = 1\n[default]\nc = 1\n",
    "plugins": "[plugins]\na = b\n[profile c]\nd = 1\n", "sso-session": "[sso-session s]\nsso_region = eu-west-1\n[profile a]\nsso_session = s\n", "services": "[services s]\ndms =\n  endpoint_url = http://a\n[profile a]\nservices = s\n",
    "nested": "[profile a]\ns3 =\n  max = 1\n  b = c\nregion = eu-west-1\n", "nested-tabs": "[profile a]\ns3 =\n\tmax = 1\n", "continued": "[profile a]\nb = c\n  d\n", "long-value": "[profile a]\nb = " + "c" * 3000 + "\n",
    "many": "".join(f"[profile p{i}]\nregion = eu-west-{i}\n" for i in range(40)), "dashes": "[profile a-b_c.d@e]\nf = 1\n", "numbers": "[profile 123456789012]\nf = 1\n",
    "slash-in-key": "[profile a]\nb/c = 1\nd.e = 2\n", "only-comments": "# a\n; b\n", "blank-lines": "\n\n[profile a]\n\n\nb = 1\n\n", "indented-section": "  [profile a]\nb = 1\n",
    "duplicate-section": "[profile a]\nb = 1\n[profile a]\nc = 2\n", "duplicate-key": "[profile a]\nb = 1\nb = 2\n", "key-without-value": "[profile a]\nb\nc = 1\n", "before-section": "a = 1\n[default]\nb = 2\n",
    "open-section": "[profile a\nb = 1\n", "garbage": "this is not a file\n", "empty-key": "[profile a]\n= b\n", "no-name": "[]\na = 1\n", "byte-order-mark": "\ufeff[default]\na = 1\n",
    "upper-case-default": "[DEFAULT]\nb = 1\n[profile a]\nc = 2\n", "empty-profile": "[profile a]\n[profile b]\nc = 1\n",
}

DEPARTURES = {
    "byte-order-mark": ("a byte order mark is skipped", {"result": {"profiles": {"default": {"a": "1"}}}}),
    "upper-case-default": ("[DEFAULT] is not a special section", {"result": {"profiles": {"a": {"c": "2"}}}}),
}


def profiles_of(files):
    with world.home(files) as folder:
        try:
            return {"result": {"profiles": world.session().full_config["profiles"]}}
        except botocore.exceptions.BotoCoreError as error:
            return {"error": type(error).__name__}
        finally:
            del folder


def configs():
    for name, text in CONFIGS.items():
        ours = DEPARTURES.get(name)
        made = {"name": "config-" + name, "kind": "config", "files": {CONFIG: text}}
        yield {**made, **({"departs": ours[0], "expect": ours[1]} if ours else {"expect": profiles_of(made["files"])})}
    merged = {
        "both": ("[profile a]\nregion = eu-west-1\nb = 1\n", "[a]\naws_access_key_id = AKIDGOLDEN\nb = 2\n"), "only-credentials": (None, "[a]\nb = 1\n[default]\nc = 2\n"),
        "prefix-in-credentials": (None, "[profile a]\nb = 1\n"), "default-in-both": ("[default]\na = 1\n", "[default]\nb = 2\n"), "nothing": (None, None),
        "quoted-in-credentials": (None, '["a b"]\nc = 1\n'), "blanks-in-credentials": (None, "[a b]\nc = 1\n"), "bad-credentials": ("[default]\na = 1\n", "garbage\n"),
    }
    for name, (config, credentials) in merged.items():
        files = {path: text for path, text in ((CONFIG, config), (CREDENTIALS, credentials)) if text is not None}
        yield {"name": "merged-" + name, "kind": "config", "files": files, "expect": profiles_of(files)}


def client_of(case):
    profile = case.get("profile_argument")
    return world.session(profile=profile).create_client(
        "dms", region_name=case.get("region_argument"), aws_access_key_id="AKIDGOLDEN", aws_secret_access_key="none",
    )


def region_of(case):
    with world.home(case.get("files"), case.get("env")):
        try:
            return {"result": client_of(case).meta.region_name}
        except (botocore.exceptions.BotoCoreError, ValueError) as error:
            return {"error": type(error).__name__}


def region(name, departs=None, ours=None, **changes):
    made = {"name": "region-" + name, "kind": "region", **changes}
    return {**made, **({"departs": departs, "expect": ours} if ours else {"expect": region_of(made)})}


FILE = {CONFIG: "[default]\nregion = eu-west-1\n[profile a]\nregion = eu-west-2\n[profile none]\noutput = json\n"}
EMPTY = "an empty variable is one that is not set"


def regions():
    yield region("argument", region_argument="eu-north-1", files=FILE, env={"AWS_DEFAULT_REGION": "eu-south-1"})
    yield region("variable", files=FILE, env={"AWS_DEFAULT_REGION": "eu-south-1"})
    yield region("file", files=FILE)
    yield region("profile-argument", files=FILE, profile_argument="a")
    yield region("profile-variable", files=FILE, env={"AWS_PROFILE": "a"})
    yield region("profile-without", files=FILE, env={"AWS_PROFILE": "none"})
    yield region("profile-without-but-variable", files=FILE, env={"AWS_PROFILE": "none", "AWS_DEFAULT_REGION": "eu-south-1"})
    yield region("profile-argument-beats-variable", files=FILE, profile_argument="a", env={"AWS_PROFILE": "none"})
    yield region("profile-missing", files=FILE, env={"AWS_PROFILE": "missing"})
    yield region("profile-argument-missing", files=FILE, profile_argument="missing")
    yield region("nothing")
    yield region("credentials-file", files={CREDENTIALS: "[default]\nregion = eu-west-3\n"})
    yield region("config-elsewhere", files={"elsewhere": FILE[CONFIG]}, env={"AWS_CONFIG_FILE": "$TMP/elsewhere"})
    yield region("config-with-tilde", files={"elsewhere": FILE[CONFIG]}, env={"AWS_CONFIG_FILE": "~/elsewhere"})
    yield region("config-not-there", env={"AWS_CONFIG_FILE": "$TMP/elsewhere"}, files=FILE)
    for value in ("eu_west_1", "eu west 1", "-eu", "eu-", "a/b", "a.b"):
        yield region("bad-" + value.replace(" ", "-").replace("/", "-"), env={"AWS_DEFAULT_REGION": value})
    yield region("aws-region", "AWS_REGION counts", {"result": "eu-south-2"}, env={"AWS_REGION": "eu-south-2"}, files=FILE)
    yield region("both-variables", "AWS_REGION counts first", {"result": "eu-south-2"}, env={"AWS_REGION": "eu-south-2", "AWS_DEFAULT_REGION": "eu-south-1"})
    yield region("empty-variable", EMPTY, {"result": "eu-west-1"}, env={"AWS_DEFAULT_REGION": ""}, files=FILE)
    yield region("empty-first-variable", EMPTY, {"result": "eu-south-1"}, env={"AWS_REGION": "", "AWS_DEFAULT_REGION": "eu-south-1"})
    yield region("default-profile-variable", "AWS_PROFILE, then AWS_DEFAULT_PROFILE", {"result": "eu-west-2"},
                 env={"AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "none"}, files=FILE)
    yield region("only-default-profile-variable", files=FILE, env={"AWS_DEFAULT_PROFILE": "a"})


# How botocore's client shows what the library calls by the name on the left.
VARIABLES = {
    "max_attempts": lambda client: client.meta.config.retries.get("total_max_attempts", 3),
    "use_fips_endpoint": lambda client: bool(client.meta.config.use_fips_endpoint),
    "use_dualstack_endpoint": lambda client: bool(client.meta.config.use_dualstack_endpoint),
    "retry_mode": lambda client: client.meta.config.retries["mode"],
}


def variable(name, variable, **changes):
    made = {"name": f"{variable}-{name}", "kind": "variable", "variable": variable, **changes}
    with world.home(made.get("files"), {"AWS_DEFAULT_REGION": "us-east-1", **made.get("env", {})}):
        try:
            expect = {"result": VARIABLES[variable](client_of(made))}
        except (botocore.exceptions.BotoCoreError, ValueError) as error:
            expect = {"error": type(error).__name__}
    return {**made, "expect": expect}


def variables():
    for name, env, text in (
        ("max_attempts", "AWS_MAX_ATTEMPTS", "7"), ("use_fips_endpoint", "AWS_USE_FIPS_ENDPOINT", "true"), ("use_dualstack_endpoint", "AWS_USE_DUALSTACK_ENDPOINT", "true"),
        ("retry_mode", "AWS_RETRY_MODE", "adaptive"),
    ):
        other = {"7": "4", "true": "false", "adaptive": "standard"}[text]
        yield variable("nothing", name)
        yield variable("variable", name, env={env: text})
        yield variable("file", name, files={CONFIG: f"[default]\n{name} = {text}\n"})
        yield variable("variable-beats-file", name, env={env: other}, files={CONFIG: f"[default]\n{name} = {text}\n"})
        yield variable("profile", name, profile_argument="a", files={CONFIG: f"[default]\n{name} = {other}\n[profile a]\n{name} = {text}\n"})
    for text in ("True", "TRUE", "false", "False"):
        yield variable("spelled-" + text, "use_fips_endpoint", env={"AWS_USE_FIPS_ENDPOINT": text})
        yield variable("spelled-" + text, "use_dualstack_endpoint", files={CONFIG: f"[default]\nuse_dualstack_endpoint = {text}\n"})
    for text in ("0", "-1", "many", "1.5"):
        yield variable("bad-" + text, "max_attempts", env={"AWS_MAX_ATTEMPTS": text})
    yield variable("bad", "retry_mode", env={"AWS_RETRY_MODE": "sometimes"})


PROFILE = "[profile a]\naws_access_key_id = AKIDGOLDEN\naws_secret_access_key = none\nregion = eu-west-1\n"
CALLS = {
    "dms": ("stop_replication", {"ReplicationConfigArn": "arn"}, "AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE", "database_migration_service"),
    "drs": ("retry_data_replication", {"sourceServerID": "s-1234567890abcdef0"}, "AWS_ENDPOINT_URL_DRS", "drs"),
}


class Sent(Exception):
    pass


def url_of(case):
    def send(request):
        seen.append(request.url)
        raise Sent()

    seen = []
    settings = dict(case["client_config"])
    with world.home({CONFIG: case["profile_file_text"]}, case["env"]), world.transport(send):
        client = world.session(profile=case["profile"]).create_client(
            case["service"], endpoint_url=settings.pop("endpoint_url", None), config=botocore.config.Config(**settings),
            aws_access_key_id="AKIDGOLDEN", aws_secret_access_key="none",
        )
        try:
            getattr(client, CALLS[case["service"]][0])(**CALLS[case["service"]][1])
        except Sent:
            return seen[0]


def configured():
    for service, (_, _, own, section) in CALLS.items():
        general, ours = "http://general.example.com", "http://own.example.com"
        services = f"services = s\n[services s]\n{section} =\n  endpoint_url = {ours}\n"
        other = "services = s\n[services s]\nother =\n  endpoint_url = http://other.example.com\n"
        profiles = {
            "nothing": "", "general": f"endpoint_url = {general}\n", "own": services, "own-and-general": f"endpoint_url = {general}\n{services}", "of-another-service": other,
            "of-another-service-and-general": f"endpoint_url = {general}\n{other}", "section-missing": "services = t\n[services s]\n" + f"{section} =\n  endpoint_url = {ours}\n",
            "switched-off": f"ignore_configured_endpoint_urls = true\nendpoint_url = {general}\n", "switched-on": f"ignore_configured_endpoint_urls = false\nendpoint_url = {general}\n",
        }
        worlds = {
            "": ({}, {}), "general-variable": ({"AWS_ENDPOINT_URL": "http://variable.example.com:81/a"}, {}), "own-variable": ({own: "http://own-variable.example.com"}, {}),
            "both-variables": ({"AWS_ENDPOINT_URL": "http://variable.example.com", own: "http://own-variable.example.com"}, {}),
            "setting": ({"AWS_ENDPOINT_URL": "http://variable.example.com"}, {"endpoint_url": "http://setting.example.com"}),
            "switched-off-by-variable": ({"AWS_ENDPOINT_URL": "http://variable.example.com", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, {}),
            "switched-off-by-setting": ({"AWS_ENDPOINT_URL": "http://variable.example.com"}, {"ignore_configured_endpoint_urls": True}),
            "setting-although-switched-off": ({"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, {"endpoint_url": "http://setting.example.com"}),
        }
        for profile, more in profiles.items():
            if service == "drs" and profile not in ("nothing", "general", "own"):
                continue  # names of sections and variables are all that differs
            for name, (env, settings) in worlds.items():
                made = {"name": "-".join(filter(None, [service, profile, name])), "profile_file_text": PROFILE + more, "profile": "a", "env": env,
                        "client_config": settings, "service": service}
                try:
                    yield {**made, "expect_request_url": url_of(made)}
                except botocore.exceptions.InvalidConfigError as error:
                    yield {**made, "expect_error": type(error).__name__}


def files():
    return {"profiles.json": [*configs(), *regions(), *variables()], "configured_endpoints.json": list(configured())}
