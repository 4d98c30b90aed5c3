-- STS of the local endpoint, over real sockets: asked by the client, and by a signed request of its own.
local dms = require "aws.dms"
local drs = require "aws.drs"
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"
local scripted = require "spec.support.scripted"

local function client(more, words, service)
  local settings = local_aws.settings(nil, more)
  return scripted.with_environment({ AWS_ENDPOINT_URL_STS = local_aws.http(words) }, (service or dms).new, settings)
end

local function identity(more, words)
  local one = client(more, words)
  local found = one.get_caller_identity()
  one.close()
  return found
end

local function failure(more, words)
  local one = client(more, words)
  local err = scripted.failure(one.get_caller_identity)
  one.close()
  return err
end

local function plain_but(changes)
  local keys = local_aws.settings().credentials
  for name, value in pairs(changes) do keys[name] = value end
  return { credentials = keys }
end

describe("STS of the local endpoint", function()
  it("says who a key is", function()
    assert.same({ account = "123456789012", arn = "arn:aws:iam::123456789012:user/plain", user_id = "AIDALOCALAWSPLAIN0000" }, identity())
    local session = identity({ credentials = local_aws.temporary_key })
    assert.equal("arn:aws:sts::123456789012:assumed-role/temp/local-session", session.arn)
    assert.is_truthy(session.user_id:find("^AROA%w+:local%-session$"))
  end)

  it("says it to those who may do nothing else", function()
    for _, case in ipairs({ { "denied", "denied_key" }, { "reader", "reader_key" }, { "nodrs", "uninitialized_key" } }) do
      assert.equal("arn:aws:iam::123456789012:user/" .. case[1], identity({ credentials = local_aws[case[2]] }).arn)
    end
  end)

  it("says it in every region, in the words of its partition", function()
    assert.equal("arn:aws:iam::123456789012:user/plain", identity({ region = "us-west-1" }).arn)
    assert.equal("arn:aws-cn:iam::123456789012:user/plain", identity({ region = "cn-north-1" }).arn)
    assert.equal("arn:aws-us-gov:iam::123456789012:user/plain", identity({ region = "us-gov-west-1" }).arn)
  end)

  it("is asked by clients of both services, and gives a request id", function()
    local one = client(nil, nil, drs)
    local _, metadata = one.get_caller_identity()
    assert.is_truthy(metadata.request_id:find("^%x+%-%x+%-"))
    assert.equal("text/xml", metadata.headers["content-type"])
    one.close()
  end)

  it("refuses with codes of its own", function()
    local function check(code, more, words)
      local err = failure(more, words)
      assert.same({ "service", code, 403, "no" }, { err.kind, err.type, err.status, err.applied })
      assert.is_truthy(err.request_id:find("^%x+%-"))
      return err
    end
    check("InvalidClientTokenId", { credentials = { access_key_id = "AKIANOBODY0000000000", secret_access_key = "x" } })
    check("InvalidClientTokenId", plain_but({ session_token = "not asked for" }))
    check("ExpiredToken", { credentials = local_aws.expired_key })
    local err = check("SignatureDoesNotMatch", plain_but({ secret_access_key = "local/wrong" }))
    assert.is_truthy(err.message:find("Check your AWS Secret Access Key", 1, true))
    local old = failure({ now = function() return os.time() - 3600 end, retry_mode = "off" })
    assert.equal("SignatureDoesNotMatch", old.type)
    assert.is_truthy(old.message:find("Signature expired", 1, true))
  end)

  it("may be refused or broken on request, as other operations may", function()
    local err = failure(nil, "error=AccessDenied,message=a%20%3Cb%3E%20%26%20c")
    assert.same({ "AccessDenied", "a <b> & c" }, { err.type, err.message })
    assert.equal("RegionDisabledException", failure(nil, "error=RegionDisabledException").type)
    assert.equal("ExpiredToken", failure(nil, "error=ExpiredTokenException").type)
    assert.equal("HTTP 503", failure(nil, "status=503").type)
    assert.equal("response", failure(nil, "truncated-json").kind)
    assert.equal("response", failure(nil, "html").kind)
    assert.equal("transport", failure(nil, "cut-before").kind)
    assert.equal("123456789012", identity(nil, "error=AccessDenied,on=DescribeReplications").account)
  end)

  it("may strike STS alone", function()
    local id = "sts" .. local_aws.fresh()
    local words = "error=AccessDenied,on=GetCallerIdentity,id=" .. id
    assert.equal("AccessDenied", failure(nil, words).type)
    local request = local_aws.requests(id)[1]
    assert.same({ "sts", "GetCallerIdentity", 403, true }, { request.service, request.operation, request.status, request.struck })
  end)

  it("does not know other actions and versions", function()
    local world = local_world.new()
    for _, form in ipairs({ "Action=AssumeRole&Version=2011-06-15", "Action=GetCallerIdentity&Version=2010-05-08", "" }) do
      local status, body = world:sts(form)
      assert.equal(400, status)
      assert.is_truthy(body:find("<Code>InvalidAction</Code>", 1, true), body)
    end
    assert.equal(200, (world:sts("Version=2011-06-15&Action=GetCaller%49dentity")))
  end)
end)
