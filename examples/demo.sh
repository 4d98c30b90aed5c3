#!/bin/sh
# Lists, stops and retries against a local AWS endpoint, over http and https, then one error. Run by `make demo`, which
# starts the endpoint and sets the variables that are used here.
set -eu
cd "$(dirname "$0")/.."
lua=${LUA:-lua5.4}

say() {
  printf '\n\033[1m%s\033[0m\n' "$*"
}

if [ ! -t 1 ]; then
  say() { printf '\n%s\n' "$*"; }
fi

say "The replications and their states, over http ($AWS_ENDPOINT_URL)"
"$lua" examples/list_replications.lua

say "DMS StopReplication"
"$lua" examples/stop_replication.lua \
  "arn:aws:dms:$AWS_REGION:123456789012:replication-config:RUNNING-DEMO"

say "The same by dms.ensure_stopped: a look first, then a wait; the reply to the stop is lost"
arn="arn:aws:dms:$AWS_REGION:123456789012:replication-config:RUNNING-NIGHTLY" \
AWS_ENDPOINT_URL=$LOCAL_AWS_HTTP_URL/fault/reply-lost,on=StopReplication,times=1,id=demo-stop "$lua" -e '
  local r = require("aws.dms").ensure_stopped(os.getenv("arn"), { delay = 1 })
  for _, seen in ipairs(r.observed) do print(("%4.1f s  %s"):format(seen.at, seen.state)) end
  print(("was %s, is %s; changed: %s, stops sent: %d, reason: %s"):format(r.before, r.status, r.changed, r.sent, r.stop_code))'

AWS_ENDPOINT_URL=$LOCAL_AWS_HTTPS_URL
AWS_CA_BUNDLE=$LOCAL_AWS_CA_BUNDLE
export AWS_ENDPOINT_URL AWS_CA_BUNDLE

say "The source servers that are stalled or disconnected, over https ($AWS_ENDPOINT_URL)"
"$lua" examples/list_stalled_servers.lua

say "DRS RetryDataReplication"
"$lua" examples/retry_data_replication.lua s-stalled0000000001

say "The same by drs.retry_if_stalled: a look first, then a wait"
"$lua" -e '
  local r = require("aws.drs").retry_if_stalled("s-stalled0000000002", { wait = "continuous", delay = 1 })
  print(("%s: was %s (%s), is %s"):format(r.action, r.before, r.error, r.state))
  print("hint: " .. r.hint)'

say "A service of its own model: what would be sent to find what is tagged env=test"
"$lua" examples/another_service.lua -n env=test

say "Another one while the service is not well: two answers are 503"
AWS_ENDPOINT_URL=$LOCAL_AWS_HTTPS_URL/fault/status=503,times=2,id=demo "$lua" examples/stop_replication.lua \
  "arn:aws:dms:$AWS_REGION:123456789012:replication-config:RUNNING-UNWELL"

say "A replication that does not exist"
if "$lua" examples/stop_replication.lua \
  "arn:aws:dms:$AWS_REGION:123456789012:replication-config:NO-SUCH-ONE"; then
  echo "expected an error" >&2
  exit 1
fi
