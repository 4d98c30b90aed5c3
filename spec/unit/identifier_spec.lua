-- ARNs and ids of the operations whose model names one: what is pasted wrongly is refused before it is sent.
local aws = require "aws"
local dms = require "aws.dms"
local drs = require "aws.drs"
local retries = require "spec.support.retries"

local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:NAME"
local BLANK = "has white space or a control character"
local OK = retries.OK

--- The problems of an input, and how many requests were sent.
local function problems_of(service, name, input)
  local client, world = retries.client(service, { OK, OK }, {})
  local found
  for _, perform in ipairs({ client[name], client.prepare[name] }) do
    local ok, err = pcall(perform, input)
    if not ok then assert.same({ "ParamValidationError", "no" }, { err.type, err.applied }) end
    found = not ok and err.problems or nil
  end
  return found, #world.transport.requests
end

--- Texts begin or end with each of these.
local BLANKS = {
  " ", "\t", "\n", "\r\n", "\11", "\0", "\1", "\27", "\127", "\194\133", "\194\128", "\194\160", "\226\128\168", "\226\128\139",
  "\227\128\128", "\239\187\191", "\226\128\142", "\226\128\174", "\226\129\160", "\226\129\169",
}

describe("ReplicationConfigArn of a stop", function()
  it("has no white space and no control characters in it, wherever", function()
    for _, blank in ipairs(BLANKS) do
      for _, text in ipairs({ blank .. ARN, ARN .. blank, blank .. ARN:sub(1, 20) .. blank .. ARN:sub(21),
        ARN:sub(1, 1) .. blank .. ARN:sub(2), ARN:sub(1, 20) .. blank .. ARN:sub(21), ARN:sub(1, -2) .. blank .. ARN:sub(-1), }) do
        assert.same({ { { path = "ReplicationConfigArn", message = BLANK } }, 0 },
          { problems_of(dms, "stop_replication", { ReplicationConfigArn = text }) })
      end
    end
  end)

  it("is sent as it is otherwise", function()
    for _, text in ipairs({ ARN, "", "NAME", "é", "\240\159\146\169", "\255", "arn:", ARN .. "é", ARN .. "\194\169",
      ARN:sub(1, 20) .. "é" .. ARN:sub(21), ARN .. "\226\128\166", ARN .. "\226", }) do
      assert.same({ nil, 1 }, { problems_of(dms, "stop_replication", { ReplicationConfigArn = text }) })
    end
  end)

  -- AWS's own clients send any text, and the service says what it thinks of it.
  it("is for the service to judge where it is not an ARN", function()
    for _, text in ipairs({ " ", "x y", "line\nend", "\194\160", "see arn:aws:dms", " s-1234567890abcdef0" }) do
      assert.same({ nil, 1 }, { problems_of(dms, "stop_replication", { ReplicationConfigArn = text }) })
    end
  end)

  it("is told of with all other problems", function()
    local found = problems_of(dms, "stop_replication", { ReplicationConfigArn = ARN .. " ", Wrong = 1 })
    assert.equal(2, #found)
    assert.equal("Wrong", found[1].path)
    assert.same({ path = "ReplicationConfigArn", message = BLANK }, found[2])
    for _, value in ipairs({ 5, {}, true }) do
      assert.equal(1, #problems_of(dms, "stop_replication", { ReplicationConfigArn = value }))
    end
    assert.is_truthy(problems_of(dms, "stop_replication", "text"))
  end)
end)

describe("sourceServerID of a retry", function()
  it("has no white space or control characters in it, and is not an ARN", function()
    local id = "s-1234567890abcdef0"
    for _, blank in ipairs(BLANKS) do
      for _, text in ipairs({ id .. blank, blank .. id, id:sub(1, 5) .. blank .. id:sub(6) .. blank,
        "s" .. blank .. id:sub(2), "s-" .. blank .. id:sub(3), id:sub(1, -2) .. blank .. id:sub(-1), }) do
        assert.same({ { { path = "sourceServerID", message = BLANK } }, 0 },
          { problems_of(drs, "retry_data_replication", { sourceServerID = text }) })
      end
    end
    for _, text in ipairs({ "s-1 ", "\ts-12345678901234567890" }) do
      local problems = problems_of(drs, "retry_data_replication", { sourceServerID = text })
      assert.equal(BLANK, problems[#problems].message)
    end
    -- AWS's own clients send these.
    for _, text in ipairs({ " the server of the shop", "s-\0\1\n\t\1271234567890abc", "s-1234567890 abcdef01", "line\nendxxxxxxxxxxx" }) do
      assert.same({ nil, 1 }, { problems_of(drs, "retry_data_replication", { sourceServerID = text }) })
    end
    local arn = "arn:aws:drs:us-east-1:123456789012:source-server/" .. id
    assert.same({ { { path = "sourceServerID", message = "is an ARN, where an id is wanted" } }, 0 },
      { problems_of(drs, "retry_data_replication", { sourceServerID = arn }) })
    assert.same({ nil, 1 }, { problems_of(drs, "retry_data_replication", { sourceServerID = id }) })
  end)
end)

describe("other operations", function()
  it("send what they get", function()
    assert.same({ nil, 1 }, { problems_of(dms, "delete_replication_config", { ReplicationConfigArn = ARN .. " " }) })
    assert.same({ nil, 1 }, { problems_of(drs, "stop_replication", { sourceServerID = "arn:aws:drs:us-east-1:1:x" }) })
  end)

  it("are checked where a model of the user's says so", function()
    local model = {
      name = "echo", service_id = "Echo", endpoint_prefix = "echo", signing_name = "echo", protocol = "restJson1",
      operations = { say = { name = "Say", method = "POST", path = "/say/{to}", input = "SayRequest", identifier = "to" } },
      shapes = { SayRequest = { type = "structure", required = { "to" }, members = { to = { shape = "string", location = "uri" } } } },
    }
    assert.same({ { { path = "to", message = "is an ARN, where an id is wanted" } }, 0 },
      { problems_of(aws.service(model), "say", { to = "arn:x" }) })
    model.operations.say.identifier = "too"
    local ok, err = pcall(aws.service, model)
    assert.is_false(ok)
    assert.matches('operations.say.identifier is "too", which is not a member of the input', tostring(err), 1, true)
    model.operations.say.identifier = true
    assert.matches("operations.say.identifier is a boolean", tostring(select(2, pcall(aws.service, model))), 1, true)
  end)
end)

describe("core.is_visible", function()
  local core = require "aws.core"

  it("is true of characters from ! to ~ alone", function()
    for byte = 0, 255 do
      local c = string.char(byte)
      local expected = byte > 32 and byte < 127
      assert.equal(expected, core.is_visible(c), byte)
      assert.equal(expected, core.is_visible("arn:aws:" .. c .. "x"), byte)
    end
    assert.is_true(core.is_visible(""))
    assert.has_error(function() core.is_visible(1) end)
  end)
end)
