"""A world for botocore: a clock that stands still, keys that are obviously made up, a home folder, and answers by script."""

import contextlib
import datetime
import os
import shutil
import tempfile
import unittest.mock

import botocore.awsrequest
import botocore.httpsession
import botocore.loaders
import botocore.session

ACCESS_KEY = "AKIDGOLDEN"
SECRET_KEY = "not/a+real+secret/of+anyone"
TOKEN = "not//a+real=token=="


def datetime_of(timestamp):
    return datetime.datetime.strptime(timestamp, "%Y%m%dT%H%M%SZ")


@contextlib.contextmanager
def frozen(timestamp):
    """Signatures have this time ("20240229T235958Z")."""

    def now(remove_tzinfo=True):
        time = datetime_of(timestamp)
        return time if remove_tzinfo else time.replace(tzinfo=datetime.timezone.utc)

    with contextlib.ExitStack() as stack:
        for module in ("auth", "endpoint", "signers", "utils"):
            stack.enter_context(unittest.mock.patch(f"botocore.{module}.get_current_datetime", now))
        yield


@contextlib.contextmanager
def home(files=None, variables=None):
    """A home folder with these files ($TMP in texts and variables is the folder), and an environment of its own."""
    folder = tempfile.mkdtemp()
    try:
        for path, text in (files or {}).items():
            full = os.path.join(folder, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as file:
                file.write(text.replace("$TMP", folder).encode("utf-8"))
        environment = {"HOME": folder, "PATH": os.environ["PATH"], "AWS_EC2_METADATA_DISABLED": "true"}
        environment["AWS_NEW_RETRIES_2026"] = "true"
        for name, value in (variables or {}).items():
            environment.pop(name, None)
            if value is not None:
                environment[name] = value.replace("$TMP", folder)
        with unittest.mock.patch.dict(os.environ, environment, clear=True):
            yield folder
    finally:
        shutil.rmtree(folder)


class Raw:
    """What urllib3 would give for a body."""

    def __init__(self, body):
        self.body = body

    def stream(self, **_):
        yield self.body


def answer(url, status=200, headers=(), body=b""):
    pairs = headers.items() if isinstance(headers, dict) else headers
    all_headers = botocore.awsrequest.HeadersDict(pairs)
    return botocore.awsrequest.AWSResponse(url, status, all_headers, Raw(body if isinstance(body, bytes) else body.encode()))


@contextlib.contextmanager
def transport(send):
    """All requests go to this function."""
    with unittest.mock.patch.object(botocore.httpsession.URLLib3Session, "send", lambda _, request: send(request)):
        yield


LOADER = botocore.loaders.Loader()


def session(profile=None):
    """A session of its own. What it reads of botocore's own data is read once for all."""
    made = botocore.session.Session(profile=profile)
    made.register_component("data_loader", LOADER)
    return made


def text(value):
    return value.decode("utf-8") if isinstance(value, bytes) else value
