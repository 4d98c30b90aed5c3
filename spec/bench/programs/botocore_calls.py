"""botocore_calls.py URL: whole calls of botocore; it says what worker.lua says."""
import sys
import time

import botocore.config
import botocore.session

client = botocore.session.Session().create_client(
    "drs", region_name="us-east-1", endpoint_url=sys.argv[1],
    aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    config=botocore.config.Config(retries={"total_max_attempts": 1}, proxies={}))

for line in sys.stdin:
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(int(line)):
        client.retry_data_replication(sourceServerID="s-0123456789abcdef0")
    print("%.9f %.9f" % (time.perf_counter() - wall, time.process_time() - cpu), flush=True)
