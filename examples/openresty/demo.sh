#!/bin/sh
# Starts nginx.conf beside a local AWS endpoint and tries each of its parts. Run by `make openresty-demo`, which starts
# the endpoint and sets the variables that are used here.
set -eu
cd "$(dirname "$0")/../.."
PATH=$PATH:/usr/sbin # where Debian puts nginx

folder=$(mktemp -d)
nginx=
trap '[ -z "$nginx" ] || { kill "$nginx" && wait "$nginx"; } 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 130' HUP INT TERM

arn="arn:aws:dms:$AWS_REGION:123456789012:replication-config:RUNNING-${NAME:-NGINX}"
export WATCHED_SERVERS="s-stalled0000000077 s-continuous0000077" WATCH_SECONDS=60

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

# Whether the timer, which runs in one of the workers, has come to the end of its list.
is_watched() {
  curl -s -m 5 --noproxy '*' -o "$folder/answer" "http://127.0.0.1:$port/watched" || return 1
  for id in $WATCHED_SERVERS; do
    grep -q "^$id " "$folder/answer" || return 1
  done
}

port=${PORT:-8180}
until start "$port"; do
  grep -q 'Address already in use' "$folder/output" && [ "$port" -lt 8280 ] || { cat "$folder/output" >&2; exit 1; }
  port=$((port + 1))
done

say() { printf '\n%s\n' "$*"; }
# Long lines are cut.
ask() { curl -s --noproxy '*' -w '\nHTTP %{http_code}\n' "$@" | sed -e '/^$/d' -e 's/^\(.\{100\}\).*/\1…/' -e 's/^/  /'; }

say "An endpoint that stops a replication"
ask -X POST "http://127.0.0.1:$port/stop/$arn-1"
say "The same, of one that does not exist: 502, and nothing of the message"
ask -X POST "http://127.0.0.1:$port/stop/arn:aws:dms:$AWS_REGION:123456789012:replication-config:NONE"
say "An endpoint that retries a server"
ask -X POST "http://127.0.0.1:$port/retry/s-stalled0000000078"
say "One that signs what came and passes it on"
ask -d "{\"ReplicationConfigArn\":\"$arn-2\"}" -H 'X-Amz-Target: AmazonDMSv20160101.StopReplication' \
  -H 'Content-Type: application/x-amz-json-1.1' "http://127.0.0.1:$port/dms/"
say "One that builds a request, signs it and passes it on"
ask -X POST "http://127.0.0.1:$port/proxied-stop/$arn-3"
say "What the timer found"
wait_for is_watched || { echo "openresty-demo: the timer has not retried every watched server" >&2; exit 1; }
ask "http://127.0.0.1:$port/watched"
say "What nginx logged"
grep -o 'ResourceNotFoundFault.*\|ValidationException.*' "$folder/error.log" | sed 's/^/  /'
