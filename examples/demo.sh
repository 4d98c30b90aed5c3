#!/bin/sh
# Lists, watches, stops and retries against a local AWS endpoint, over http and https, then one error. Each step is compared
# with what it should show, and the first that shows anything else ends it. Run by `make demo`, which starts the endpoint and
# sets the variables that are used here.
set -eu
cd "$(dirname "$0")/.."
lua=${LUA:-lua5.4}
dms="arn:aws:dms:$AWS_REGION:123456789012:replication-config"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' HUP INT TERM

say() {
  printf '\n\033[1m%s\033[0m\n' "$*"
}

if [ ! -t 1 ]; then
  say() { printf '\n%s\n' "$*"; }
fi

# expect WORDS COMMAND...: runs it, which must succeed, and write a line with these words.
expect() {
  words=$1
  shift
  rm -f "$folder/done"
  { "$@" && : >"$folder/done"; } | tee "$folder/output"
  [ -e "$folder/done" ] && grep -qF -- "$words" "$folder/output" && return
  echo "demo: this was to succeed, and to show \"$words\"" >&2
  exit 1
}

say "The replications and their states, over http ($AWS_ENDPOINT_URL)"
expect 'running-orders' "$lua" examples/list_replications.lua

say "DMS StopReplication"
expect 'now stopping' "$lua" examples/stop_replication.lua "$dms:RUNNING-DEMO"

say "The same by dms.ensure_stopped: a look first, then a wait; the reply to the stop is lost"
expect 'was running, is stopped; changed: yes, stops sent: 1, reason: NORMAL' env arn="$dms:RUNNING-NIGHTLY" \
  AWS_ENDPOINT_URL="$LOCAL_AWS_HTTP_URL/fault/reply-lost,on=StopReplication,times=1,id=demo-stop" "$lua" -e '
  io.stdout:setvbuf("line")
  local r = require("aws.dms").ensure_stopped(os.getenv("arn"), { delay = 1,
    on_poll = function(info) print(("%4.1f s  %s"):format(info.waited, info.state)) end })
  print(("was %s, is %s; changed: %s, stops sent: %d, reason: %s"):format(r.before, r.status, r.changed, r.sent, r.stop_code))'

say "Again, from the command line: there is nothing to stop any more"
expect 'changed by this: no, stops sent: 0' "$lua" examples/stop_replication.lua --wait "$dms:RUNNING-NIGHTLY"

AWS_ENDPOINT_URL=$LOCAL_AWS_HTTPS_URL
AWS_CA_BUNDLE=$LOCAL_AWS_CA_BUNDLE
export AWS_ENDPOINT_URL AWS_CA_BUNDLE

say "The source servers that are stalled or disconnected, over https ($AWS_ENDPOINT_URL)"
expect 's-stalled0000000001' "$lua" examples/list_stalled_servers.lua

say "DRS RetryDataReplication"
expect 'now INITIATING' "$lua" examples/retry_data_replication.lua s-stalled0000000001

say "The same by drs.retry_if_stalled: a look first, then a wait"
expect 'retried: was STALLED (SNAPSHOTS_FAILURE), is CONTINUOUS; changed: yes, retries sent: 1' "$lua" -e '
  io.stdout:setvbuf("line")
  local r = require("aws.drs").retry_if_stalled("s-stalled0000000002", { wait = "continuous", delay = 1,
    on_poll = function(info) print(("%4.1f s  %s"):format(info.waited, info.state)) end })
  print(("%s: was %s (%s), is %s; changed: %s, retries sent: %d"):format(r.action, r.before, r.error, r.state, r.changed, r.sent))
  print("hint: " .. r.hint)'

say "All source servers at a look (without --once again and again, in one place)"
expect ' CONTINUOUS' "$lua" examples/watch.lua --service drs --once

say "A service of its own model: what would be sent to find what is tagged env=test"
expect 'ResourceGroupsTaggingAPI' "$lua" examples/another_service.lua -n env=test

say "Another one while the service is not well: two answers are 503"
expect 'attempt 3' env AWS_ENDPOINT_URL="$LOCAL_AWS_HTTPS_URL/fault/status=503,times=2,id=demo" \
  "$lua" examples/stop_replication.lua "$dms:RUNNING-UNWELL"

say "A replication that does not exist"
if "$lua" examples/stop_replication.lua "$dms:NO-SUCH-ONE" 2>"$folder/errors"; then
  echo "demo: an error was expected" >&2
  exit 1
fi
cat "$folder/errors" >&2
grep -q '^arn:.*: ResourceNotFoundFault: ' "$folder/errors" || { echo "demo: another error was expected" >&2; exit 1; }

say "All went as expected."
