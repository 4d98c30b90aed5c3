-- TLS over cosockets is verified, and what nginx.conf must say for it is said when it is missing.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"

--- In a folder: root.pem, and chain.pem with leaf.key, a certificate for localhost two steps below it.
local MAKE_CHAIN = [[
mkdir "$1" && cd "$1" && exec >log 2>&1 || exit 1
echo basicConstraints=critical,CA:TRUE | tee middle.ext >inner.ext
echo subjectAltName=DNS:localhost >leaf.ext
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 2 -subj /CN=root || exit 1
issuer=root
for name in middle inner leaf; do
  openssl req -newkey rsa:2048 -nodes -keyout $name.key -out $name.csr -subj /CN=$name &&
    openssl x509 -req -in $name.csr -CA $issuer.pem -CAkey $issuer.key -CAcreateserial -days 2 \
      -extfile $name.ext -out $name.pem || exit 1
  issuer=$name
done
cat leaf.pem inner.pem middle.pem >chain.pem
]]

--- A server with that chain, which says whether a TLS session was used again and which name was asked for.
local CHAINED = [[
  server {
    listen 127.0.0.1:TLSPORT ssl;
    ssl_certificate "%s/chain.pem";
    ssl_certificate_key "%s/leaf.key";
    ssl_protocols %s;
    keepalive_timeout 0;
    location / { return 200 "$ssl_session_reused $ssl_server_name"; }
  }
]]

describe("TLS over cosockets", function()
  local variables, folder, untrusting, trusting

  local function trust(file, more)
    return nginx.start({ http = ('lua_ssl_trusted_certificate "%s"; %s'):format(file, more or "") })
  end

  setup(function()
    variables = local_aws.variables()
    folder = os.tmpname()
    os.remove(folder)
    assert.equal(0, (child.run(("sh -c %s sh %s"):format(child.quote(MAKE_CHAIN), folder))))
    untrusting = nginx.start({ http = CHAINED:format(folder, folder, "TLSv1.2") })
    trusting = trust(variables.LOCAL_AWS_CA_BUNDLE)
  end)
  teardown(function()
    nginx.stop_all()
    os.execute("rm -rf " .. folder)
  end)

  local function send(server, url)
    local request = local_aws.request(url)
    request.ca_bundle = nil
    return server:call("transport", "send", request)
  end

  --- Where the handshake did not have to wait, lua-resty-core cannot say why, and the message sends to nginx's log.
  local function refused(server, url, why, log)
    local response, failure = send(server, url .. "/local-aws/echo")
    assert.is_nil(response)
    assert.same({ "TLSError", false }, { failure.type, failure.sent })
    assert.is_nil(failure.status)
    assert.is_nil(failure.message:find("\n", 1, true))
    local is_said = failure.message:find(why) or failure.message:find("nginx's error log says why", 1, true)
    assert.truthy(is_said, failure.message)
    if log then assert.matches(log, server:log()) end
    return failure.message
  end

  local function chained()
    return ("https://localhost:%d"):format(untrusting.port + 1)
  end

  it("works with a trusted certificate, on kept and on new connections", function()
    for _ = 1, 3 do
      assert.equal(200, send(trusting, local_aws.https() .. "/local-aws/echo").status)
      assert.equal(200, send(trusting, local_aws.https("close-silently") .. "/local-aws/echo").status)
    end
  end)

  it("refuses a certificate for another name", function()
    refused(trusting, variables.LOCAL_AWS_WRONG_HOST_URL, "subject name does not match localhost", 'not match host "localhost"')
  end)

  it("refuses a certificate that has expired", function()
    refused(trusting, variables.LOCAL_AWS_EXPIRED_URL, "expired", "certificate has expired")
  end)

  it("refuses TLS 1.1", function() refused(trusting, variables.LOCAL_AWS_OLD_TLS_URL, "handshake failed") end)

  it("refuses what is no TLS", function()
    refused(trusting, (local_aws.http():gsub("^http", "https")), "handshake failed")
  end)

  it("says that it cannot verify an address", function()
    refused(trusting, (local_aws.https():gsub("localhost", "127.0.0.1")), "compare names, not addresses")
  end)

  it("says which directive is missing where nothing is trusted", function()
    assert.matches("lua_ssl_trusted_certificate", refused(untrusting, local_aws.https(), "local issuer"))
  end)

  it("says nothing of an earlier certificate when a handshake fails", function()
    refused(untrusting, local_aws.https(), "local issuer")
    local message = refused(untrusting, variables.LOCAL_AWS_OLD_TLS_URL, "handshake failed")
    assert.is_nil(message:find("lua_ssl_trusted_certificate", 1, true))
    assert.is_nil(message:find("%d: "))
  end)

  it("says which directive is missing for a longer chain, and works with it", function()
    local shallow = trust(folder .. "/root.pem")
    assert.matches("lua_ssl_verify_depth", refused(shallow, chained(), "issuer"))
    local deep = trust(folder .. "/root.pem", "lua_ssl_verify_depth 5;")
    assert.equal(200, send(deep, chained()).status)
  end)

  for _, version in ipairs({ "TLSv1.2", "TLSv1.3" }) do
    it("uses a session again and asks for the server by name: " .. version, function()
      local deep = trust(folder .. "/root.pem",
        "lua_ssl_verify_depth 5; lua_ssl_protocols TLSv1.2 TLSv1.3;" .. CHAINED:format(folder, folder, version))
      local url = ("https://localhost:%d"):format(deep.port + 1)
      assert.equal(". localhost", send(deep, url).body)
      for _ = 1, 3 do assert.equal("r localhost", send(deep, url).body) end
    end)
  end

  it("is a ConfigError with a bundle, which cosockets cannot use", function()
    local request = local_aws.request(local_aws.https() .. "/")
    local response, failure = trusting:call("transport", "send", request)
    assert.is_nil(response)
    assert.same({ "ConfigError", false }, { failure.type, failure.sent })
    assert.matches("ca_bundle.*lua_ssl_trusted_certificate", failure.message)
  end)

  it("fails a call for good, applied no", function()
    local settings = local_aws.settings(local_aws.https())
    settings.ca_bundle = nil
    local err = untrusting:call("transport", "fail", settings, local_aws.arn())
    assert.same({ type = "TLSError", applied = "no", retryable = false, kind = "transport" }, err)
  end)
end)
