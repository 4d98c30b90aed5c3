local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local system = require "system"

--- examples/nginx/sign-and-proxy.conf on a free port, with the LuaJIT build of the library.
local SCRIPT = [[
set -eu
unset LD_PRELOAD ASAN_OPTIONS # of a sanitizer's run: nginx has no part in it
folder=$(mktemp -d)
nginx=
trap '[ -z "$nginx" ] || { kill $nginx; wait $nginx || true; }; rm -rf "$folder"' EXIT
eval "$(make -s env LUA=luajit OUT=build/luajit)"
port=%d
sed "s/127\.0\.0\.1:8180/127.0.0.1:$port/" examples/nginx/sign-and-proxy.conf >"$folder/nginx.conf"
nginx -p "$folder" -e "$folder/error.log" -c "$folder/nginx.conf" >"$folder/output" 2>&1 &
nginx=$!
tries=0
until curl -s -o "$folder/ready" "http://127.0.0.1:$port/ready"; do
  tries=$((tries + 1))
  [ $tries -lt 100 ] || { cat "$folder/output" "$folder/error.log" >&2; exit 1; }
  sleep 0.1
done
: >"$folder/error.log"
curl -s -o "$folder/dms" -d '{"ReplicationConfigArn":"%s"}' -H 'X-Amz-Target: AmazonDMSv20160101.StopReplication' \
  -H 'Content-Type: application/x-amz-json-1.1' -w '%%{http_code}\n' "http://127.0.0.1:$port/dms/"
curl -s -o "$folder/stop" -w '%%{http_code}\n' -X POST "http://127.0.0.1:$port/stop/%s"
cat "$folder/stop"
cat "$folder/error.log" >&2
]]

describe("the nginx example", function()
  it("signs what came, and operations of its own, and passes both on", function()
    local first, second = local_aws.arn(), local_aws.arn()
    local port = 20000 + math.floor(system.monotime() * 1000) % 20000
    local code, stdout, stderr = child.run(child.environment(local_aws.environment({ MAKEFLAGS = false }))
      .. "sh -c " .. child.quote(SCRIPT:format(port, first, second)))
    assert.equal("", stderr)
    assert.equal(0, code)
    assert.truthy(stdout:find("^%s*200\n200\n{"), stdout)
    assert.equal(1, local_aws.count(first))
    assert.equal(1, local_aws.count(second))
  end)
end)
