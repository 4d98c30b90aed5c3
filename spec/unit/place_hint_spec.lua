-- What an error of a service says of an ARN of another place.
local dms = require "aws.dms"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local function arn(region, partition, account)
  return ("arn:%s:dms:%s:%s:replication-config:NAME"):format(partition or "aws", region, account or "123456789012")
end

--- The error of a call that the service refuses.
local function refused(input, type_name, settings, name)
  local client = retries.client(dms, { scripted.answer('{"__type":"' .. type_name .. '","message":"AWS says so."}', 400) }, settings)
  local ok, err = pcall(client[name or "stop_replication"], input)
  assert.is_false(ok)
  assert.same({ type_name, "AWS says so." }, { err.type, err.message })
  return err
end

local NOT_FOUND = "ResourceNotFoundFault"

describe("an error about what is not found", function()
  it("names another region in its line", function()
    local err = refused({ ReplicationConfigArn = arn("eu-west-1") }, NOT_FOUND)
    assert.equal("the ARN is of eu-west-1, this client calls us-east-1", err.hint)
    assert.equal("ResourceNotFoundFault: AWS says so; the ARN is of eu-west-1, this client calls us-east-1 "
      .. "(dms.stop_replication, HTTP 400)", tostring(err))
  end)

  it("goes by the region of the call", function()
    local client = retries.client(dms, { scripted.answer('{"__type":"ResourceNotFoundFault"}', 400) }, {})
    local _, err = pcall(client.stop_replication, { ReplicationConfigArn = arn("us-east-1") }, { region = "eu-north-1" })
    assert.equal("the ARN is of us-east-1, this client calls eu-north-1", err.hint)
  end)

  it("names another partition, and another account where the keys tell theirs", function()
    local hints = {
      [arn("cn-north-1", "aws-cn")] = "the ARN is of cn-north-1, this client calls us-east-1; "
        .. "the ARN is of the partition aws-cn, us-east-1 is in aws",
      [arn("us-east-1", "aws-us-gov")] = "the ARN is of the partition aws-us-gov, us-east-1 is in aws",
      [arn("us-east-1", "aws", "210987654321")] = "the ARN is of account 210987654321, the keys are of 123456789012",
    }
    local keys = { access_key_id = "AKID", secret_access_key = "a long secret", account_id = "123456789012" }
    for own, hint in pairs(hints) do
      assert.equal(hint, refused({ ReplicationConfigArn = own }, NOT_FOUND, { credentials = keys }).hint)
    end
    assert.is_nil(refused({ ReplicationConfigArn = arn("us-east-1", "aws", "210987654321") }, NOT_FOUND).hint)
    keys.account_id = "unclear"
    assert.is_nil(refused({ ReplicationConfigArn = arn("us-east-1") }, NOT_FOUND, { credentials = keys }).hint)
  end)

  it("finds the ARN in filters and lists, the same one every time", function()
    local filters = { Filters = { { Name = "replication-config-arn", Values = { arn("us-east-1"), arn("eu-west-2"), arn("eu-west-3") } } } }
    for _ = 1, 3 do
      assert.equal("the ARN is of eu-west-2, this client calls us-east-1",
        refused(filters, NOT_FOUND, {}, "describe_replications").hint)
    end
  end)

  it("says nothing where the place is right, or is not in the text", function()
    for _, text in ipairs({ arn("us-east-1"), "arn:aws:s3:::bucket/key", "NAME", "arn:aws:dms", "arn:::::", "",
      "see arn:aws:dms:eu-west-1:1:x", "arn:" .. ("a"):rep(40) .. ":dms:eu-west-1:123456789012:x",
      "arn:aws:dms:" .. ("e"):rep(70) .. ":123456789012:x" }) do
      assert.is_nil(refused({ ResourceArn = text }, NOT_FOUND, {}, "list_tags_for_resource").hint, text)
    end
    local far = {}
    for i = 1, 300 do far[i] = "NAME" end
    far[301] = arn("eu-west-1")
    assert.is_nil(refused({ ResourceArnList = far }, NOT_FOUND, {}, "list_tags_for_resource").hint)
  end)
end)

describe("an error about keys", function()
  it("names the place, and others do not", function()
    for type_name, has_hint in pairs({
      AccessDeniedFault = true, AccessDeniedException = true, UnrecognizedClientException = true, InvalidClientTokenId = true,
      ResourceNotFoundException = true, InvalidResourceStateFault = false, ThrottlingException = false,
    }) do
      local err = refused({ ReplicationConfigArn = arn("eu-west-1") }, type_name, { max_attempts = 1 })
      assert.equal(has_hint, err.hint ~= nil, type_name)
    end
  end)

  it("has no hint where the service said nothing", function()
    local client = retries.client(dms, {}, { transport = function() return nil, { type = "ConnectionError", message = "m" } end })
    local _, err = pcall(client.stop_replication, { ReplicationConfigArn = arn("eu-west-1") })
    assert.same({ "ConnectionError" }, { err.type, err.hint })
  end)
end)
