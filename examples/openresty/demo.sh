#!/bin/sh
# Starts nginx.conf beside a local AWS endpoint and tries each of its parts; the first that answers anything but what it should
# ends the demo. Run by `make openresty-demo`, which starts the endpoint and sets the variables that are used here.
set -eu
cd "$(dirname "$0")/../.."
PATH=$PATH:/usr/sbin # where Debian puts nginx

folder=$(mktemp -d)
nginx=
trap '[ -z "$nginx" ] || { kill "$nginx" && wait "$nginx"; } 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 130' HUP INT TERM

arn="arn:aws:dms:$AWS_REGION:123456789012:replication-config:RUNNING-${NAME:-NGINX}"
export WATCHED_SERVERS="s-stalled0000000077 s-continuous0000077" WATCH_SECONDS=1
export LUA_PATH="$PWD/examples/openresty/?.lua;${LUA_PATH:-;}" # where nginx.conf finds watcher.lua

# wait_for COMMAND...: until it succeeds; fails when nginx has ended, or after half a minute.
wait_for() {
  tries=0
  until "$@"; do
    kill -0 "$nginx" 2>/dev/null && [ $tries -lt 300 ] || return 1
    tries=$((tries + 1))
    sleep 0.1
  done
}

# start PORT: fails when somebody else has the port. nginx writes its pid when it listens; whoever answered before that
# would be another server.
start() {
  sed "s/127\.0\.0\.1:8180/127.0.0.1:$1/" examples/openresty/nginx.conf >"$folder/nginx.conf"
  as=; [ "$(id -u)" != 0 ] || as='user root;' # its workers read the checkout
  nginx ${as:+-g "$as"} -p "$folder" -e "$folder/error.log" -c "$folder/nginx.conf" >"$folder/output" 2>&1 &
  nginx=$!
  wait_for test -s "$folder/nginx.pid"
}

# answers PATH WORDS: whether it answers with these words.
answers() {
  curl -s -m 5 --noproxy '*' -o "$folder/answer" "http://127.0.0.1:$port/$1" && grep -qF -- "$2" "$folder/answer"
}

port=${PORT:-8180}
until start "$port"; do
  grep -q 'Address already in use' "$folder/output" && [ "$port" -lt 8280 ] || { cat "$folder/output" >&2; exit 1; }
  port=$((port + 1))
done

say() { printf '\n%s\n' "$*"; }

# ask STATUS WORDS ARGUMENTS...: what curl with these arguments is answered: that status, and these words. Long lines are cut.
ask() {
  status=$1
  words=$2
  shift 2
  curl -s -m 60 --noproxy '*' -w '\nHTTP %{http_code}\n' "$@" >"$folder/answer" || { echo "openresty-demo: no answer" >&2; exit 1; }
  sed -e '/^$/d' -e 's/^\(.\{100\}\).*/\1…/' -e 's/^/  /' "$folder/answer"
  grep -q "^HTTP $status\$" "$folder/answer" && grep -qF -- "$words" "$folder/answer" && return
  echo "openresty-demo: expected HTTP $status and \"$words\"" >&2
  exit 1
}

say "An endpoint that stops a replication"
ask 200 'stopping (request id ' -X POST "http://127.0.0.1:$port/stop/$arn-1"
say "The same, of one that does not exist: 502, and nothing of the message"
ask 502 '"type":"ResourceNotFoundFault","applied":"no"' \
  -X POST "http://127.0.0.1:$port/stop/arn:aws:dms:$AWS_REGION:123456789012:replication-config:NONE"
say "An endpoint that retries a server"
ask 200 INITIATING -X POST "http://127.0.0.1:$port/retry/s-stalled0000000078"
say "One that signs what came and passes it on"
ask 200 '"Status":"stopping"' -d "{\"ReplicationConfigArn\":\"$arn-2\"}" -H 'X-Amz-Target: AmazonDMSv20160101.StopReplication' \
  -H 'Content-Type: application/x-amz-json-1.1' "http://127.0.0.1:$port/dms/"
say "One that builds a request, signs it and passes it on"
ask 200 '"Status":"stopping"' -X POST "http://127.0.0.1:$port/proxied-stop/$arn-3"
say "What a timer saw that watches all replications"
small=$(printf %s "${NAME:-NGINX}" | tr '[:upper:]' '[:lower:]')
wait_for answers replications "running-$small-3" || { echo "openresty-demo: the timer does not see them" >&2; exit 1; }
ask 200 '"last_error":null,"items":[{"arn":"arn:aws:dms:' "http://127.0.0.1:$port/replications"
say "What another timer did that retries servers where they are stalled"
for id in $WATCHED_SERVERS; do
  wait_for answers retried "$id " || { echo "openresty-demo: the timer did not come to $id" >&2; exit 1; }
done
ask 200 's-continuous0000077 skipped: it replicates' "http://127.0.0.1:$port/retried"
say "What nginx logged"
grep -o 'ResourceNotFoundFault.*' "$folder/error.log" | sed 's/^/  /'
say "All went as expected."
