local child = require "spec.support.child"
local dms = require "aws.dms"
local drs = require "aws.drs"
local local_aws = require "spec.support.local_aws"
local sigv4 = require "aws.sigv4"
local transports = require "spec.support.transports"

local function keys()
  local variables = local_aws.variables()
  return { access_key_id = variables.AWS_ACCESS_KEY_ID, secret_access_key = variables.AWS_SECRET_ACCESS_KEY }
end

local function send(request)
  local response, failure = transports.once(local_aws.request(request.url, {
    method = request.method,
    headers = request.headers,
    body = request.body,
  }))
  assert.is_nil(failure)
  return response
end

local function server_body(id)
  return ('{"sourceServerID":"%s"}'):format(id)
end

describe("a request signed by aws.sigv4", function()
  local function retry(id, more)
    local request = {
      method = "POST",
      url = local_aws.http() .. "/RetryDataReplication",
      headers = { { "Content-Type", "application/json" } },
      body = server_body(id),
      service = "drs",
      region = "us-east-1",
      credentials = keys(),
    }
    for name, value in pairs(more or {}) do request[name] = value end
    return request
  end

  local function send_presigned(request)
    local url = sigv4.presign(request)
    return send({
      method = "POST",
      url = url,
      headers = { { "Host", url:match("//([^/]+)") }, { "Content-Type", "application/json" } },
      body = request.body,
    })
  end

  it("is taken by the endpoint", function()
    local request = retry(local_aws.server_id())
    local headers, details = sigv4.sign(request)
    assert.equal(200, send({ method = "POST", url = details.url, headers = headers, body = request.body }).status)
  end)

  it("carries a session token, signed", function()
    local request = retry(local_aws.server_id(), { credentials = local_aws.temporary_key })
    local headers, details = sigv4.sign(request)
    assert.equal(200, send({ method = "POST", url = details.url, headers = headers, body = request.body }).status)
  end)

  it("is refused when its body changes", function()
    local headers, details = sigv4.sign(retry(local_aws.server_id()))
    local response = send({
      method = "POST",
      url = details.url,
      headers = headers,
      body = server_body(local_aws.server_id()),
    })
    assert.equal(403, response.status)
    assert.truthy(response.headers["x-amzn-errortype"]:find("InvalidSignatureException", 1, true))
  end)

  it("is taken as a presigned URL", function()
    assert.equal(200, send_presigned(retry(local_aws.server_id(), { expires = 60 })).status)
  end)

  it("is refused as a presigned URL that has expired", function()
    local request = retry(local_aws.server_id(), { expires = 60, time = os.time() - 120 })
    assert.equal(403, send_presigned(request).status)
  end)
end)

describe("client.prepare", function()
  it("makes a request that the endpoint takes, and sends nothing itself", function()
    local arn = local_aws.arn()
    local client = dms.new(local_aws.settings())
    local request = client.prepare.stop_replication({ ReplicationConfigArn = arn })
    assert.equal(0, local_aws.count(arn))
    assert.equal(200, send(request).status)
    assert.equal(1, local_aws.count(arn))
    client.close()
  end)

  it("keeps the path of the endpoint, and works with a colon", function()
    local client = drs.new(local_aws.settings(local_aws.http("none")))
    local request = client.prepare:retry_data_replication({ sourceServerID = local_aws.server_id() })
    assert.equal(local_aws.http("none") .. "/RetryDataReplication", request.url)
    assert.equal(200, send(request).status)
    client.close()
  end)

  it("signs anew at each call", function()
    local time = 1709251198
    local client = dms.new(local_aws.settings(nil, { now = function() return time end }))
    local first = client.prepare.stop_replication({ ReplicationConfigArn = "arn" })
    time = time + 1
    local second = client.prepare.stop_replication({ ReplicationConfigArn = "arn" })
    assert.not_same(first.headers, second.headers)
    client.close()
  end)

  it("hands out headers of its own", function()
    local client = dms.new(local_aws.settings())
    local arn = local_aws.arn()
    for _, header in ipairs(client.prepare.stop_replication({ ReplicationConfigArn = arn }).headers) do
      header[2] = "changed"
    end
    assert.equal(200, send(client.prepare.stop_replication({ ReplicationConfigArn = arn })).status)
    client.close()
  end)

  it("validates as a call does", function()
    local client = dms.new(local_aws.settings())
    local ok, err = pcall(client.prepare.stop_replication, {})
    assert.is_false(ok)
    assert.equal("ParamValidationError", err.type)
    assert.equal("ReplicationConfigArn", err.problems[1].path)
    client.close()
  end)
end)

describe("the signing examples", function()
  local function run_example(command, more)
    return child.run(child.environment(local_aws.environment(more)) .. "sh -c " .. child.quote(command))
  end

  it("fetch an object with curl", function()
    if package.cpath:find("/sanitize/", 1, true) then
      pending("the curl command hangs with a sanitizer's runtime in front of it")
      return
    end
    local code, stdout = run_example('"$LUA" examples/s3_get.lua "$AWS_ENDPOINT_URL/local-aws/echo?a=b"')
    assert.equal(0, code)
    assert.truthy(stdout:find('"X-Amz-Content-Sha256","e3b0c442', 1, true))
    assert.truthy(stdout:find("/us-east-1/s3/aws4_request, SignedHeaders=accept;host;x-amz-content-sha256;x-amz-date", 1, true))
  end)

  it("say what is missing, in one line", function()
    local code, _, stderr = run_example('"$LUA" examples/s3_get.lua http://127.0.0.1/', { AWS_ACCESS_KEY_ID = false })
    assert.equal(1, code)
    assert.equal("set AWS_ACCESS_KEY_ID\n", stderr)
  end)

  it("print a presigned URL", function()
    local code, stdout = run_example('"$LUA" examples/presign_s3.lua https://b.s3.us-east-1.amazonaws.com/k 60')
    assert.equal(0, code)
    assert.truthy(stdout:find("^https://b%.s3%.us%-east%-1%.amazonaws%.com/k%?X%-Amz%-Algorithm=AWS4%-HMAC%-SHA256&"))
    assert.truthy(stdout:find("&X-Amz-Expires=60&", 1, true))
  end)
end)
