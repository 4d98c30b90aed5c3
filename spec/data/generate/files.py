"""How the vectors are written: one case a line, ASCII only, so that differences are readable everywhere."""

import base64
import importlib
import json
import os

# Each module has a function `files` that returns {file name: cases}.
SUBJECTS = ["sigv4", "requests", "whole", "responses", "errors", "shapes", "retries", "endpoints", "settings", "credentials"]


def text_of(cases, defaults=None):
    names = [case["name"] for case in cases]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"names that are there twice: {twice}")
    import botocore

    head = json.dumps(f"botocore {botocore.__version__}, but for what a case that `departs` says: see README.md")
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    rest = "".join('\n"%s":%s,' % item for item in [("defaults", json.dumps(defaults))] if defaults)
    return '{"oracle":%s,%s\n"cases":[\n%s\n]}\n' % (head, rest, lines)


def write_all(folder):
    os.makedirs(folder, exist_ok=True)
    for subject in SUBJECTS:
        module = importlib.import_module(subject)
        for name, cases in module.files().items():
            with open(os.path.join(folder, name), "w", encoding="ascii", newline="\n") as file:
                file.write(text_of(cases, getattr(module, "DEFAULTS", None)))


def body_fields(body):
    """The body of a case: text where it is text, else base64."""
    if isinstance(body, str):
        return {"body": body}
    try:
        return {"body": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"body_base64": base64.b64encode(body).decode("ascii")}


def value_of(value):
    """A value that botocore read, so that JSON loses nothing of it."""
    import datetime
    import math

    if isinstance(value, datetime.datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
        epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
        micros = (aware - epoch) // datetime.timedelta(microseconds=1)
        return {"$timestamp": micros // 1000000 if micros % 1000000 == 0 else micros / 1000000}
    if isinstance(value, dict):
        return {name: value_of(item) for name, item in value.items()}
    if isinstance(value, list):
        return [value_of(item) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return {"$blob_base64": base64.b64encode(bytes(value)).decode("ascii")}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return {"$int": str(value)}
    if isinstance(value, float) and (math.isnan(value) or math.isinf(value)):
        return {"$float": "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"}
    return value
