"""Writes the golden vectors of spec/data, of which ../README.md speaks.

Usage: python3 spec/data/generate [FOLDER | --check]    (make golden; --check says whether it can run)
It needs botocore of exactly the version below: another one has other facts of services. The same bytes come out every time.
"""

import os
import sys

sys.dont_write_bytecode = True
for name in list(os.environ):
    if name.startswith(("AWS_", "BOTO_")) or name.lower().endswith("_proxy"):
        del os.environ[name]
os.environ.update(AWS_NEW_RETRIES_2026="true", AWS_EC2_METADATA_DISABLED="true", BOTO_DISABLE_CRT="true", TZ="UTC")

import botocore  # noqa: E402  (it reads the environment)

VERSION = "1.43.11"


def main(arguments):
    if botocore.__version__ != VERSION:
        sys.exit(f"this needs botocore {VERSION}, and here is {botocore.__version__}: pip install botocore=={VERSION}")
    if arguments == ["--check"]:
        return
    import files

    files.write_all(arguments[0] if arguments else os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


main(sys.argv[1:])
