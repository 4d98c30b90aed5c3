-- core.shape: models compiled; broken ones are refused by name.
local core = require "aws.core"

describe("core.shape", function()
  local shapes = {
    Node = { type = "structure", members = { name = "string", children = "Nodes", parent = "Node" } },
    Nodes = { type = "list", member = "Node" },
    string = { type = "string", min = 2 },
  }

  it("makes a userdata that tells nothing", function()
    local shape = core.shape(shapes, "Node")
    assert.equal("userdata", type(shape))
    assert.equal("protected", getmetatable(shape))
  end)

  it("compiles recursive shapes", function()
    local value = core.decode(core.shape(shapes, "Node"), '{"name":"a","children":[{"children":[{"name":"b"}]}]}')
    assert.same({ name = "a", children = { { children = { { name = "b" } } } } }, value)
  end)

  it("prefers a shape of the model to a built-in type of that name", function()
    local _, problems = core.encode(core.shape(shapes, "Node"), { name = "x" })
    assert.same({ { path = "name", message = "is too short: 1 character, at least 2" } }, problems)
  end)

  it("does not look at the model again", function()
    local model = { A = { type = "structure", members = { x = "string" } } }
    local shape = core.shape(model, "A")
    model.A.members.x = "integer"
    model.A = nil
    collectgarbage()
    assert.equal('{"x":"1"}', core.encode(shape, { x = "1" }))
  end)

  it("finds every member of a large structure", function()
    local members, value = {}, {}
    for i = 1, 500 do
      members["m" .. i] = { shape = "integer", location_name = "k" .. (500 - i) }
      value["m" .. i] = i
    end
    local shape = core.shape({ A = { type = "structure", members = members } }, "A")
    assert.same(value, core.decode(shape, assert(core.encode(shape, value))))
  end)

  it("takes scalar types and containers as root", function()
    assert.equal(12, core.decode(core.shape({}, "integer"), "12"))
    assert.same({ {} }, core.decode(core.shape(shapes, "Nodes"), "[{}]"))
  end)

  local broken = {
    { "an unknown root", {}, 'unknown shape "A"' },
    { "a bare container type", { A = { type = "structure", members = { x = "list" } } }, 'shape "A": unknown shape "list"' },
    { "an unknown member shape", { A = { type = "structure", members = { x = "B" } } }, 'shape "A": unknown shape "B"' },
    { "an unknown shape of several lines", { A = { type = "list", member = "B\r\n\27[1m\127é" } }, 'shape "A": unknown shape "B???[1m?é"' },
    { "an unknown element", { A = { type = "list", member = "B" } }, 'shape "A": unknown shape "B"' },
    { "no element", { A = { type = "list" } }, 'shape "A": "member" is missing' },
    { "no map value", { A = { type = "map", key = "string" } }, 'shape "A": "value" is missing' },
    { "an unknown map key", { A = { type = "map", key = "K", value = "string" } }, 'shape "A": unknown shape "K"' },
    { "no type", { A = {} }, 'shape "A": its type is missing or unknown' },
    { "an unknown type", { A = { type = "strukture" } }, 'shape "A": its type is missing or unknown' },
    { "a type of the wrong type", { A = { type = 5 } }, 'shape "A": "type" has to be a string' },
    { "members of the wrong type", { A = { type = "structure", members = "x" } }, '"members" has to be a table' },
    { "a member without name", { A = { type = "structure", members = { "string" } } }, "name has to be a string" },
    { "a member of the wrong type", { A = { type = "structure", members = { x = 5 } } }, "has to be the name of a shape" },
    { "a member without shape", { A = { type = "structure", members = { x = {} } } }, '"shape" is missing' },
    { "an unknown location", { A = { type = "structure", members = { x = { shape = "string", location = "body" } } } },
      'shape "A": member "x" has an unknown location' },
    { "two members with one key",
      { A = { type = "structure", members = { x = "string", y = { shape = "string", location_name = "x" } } } },
      'shape "A": two members have one key' },
    { "a required stranger", { A = { type = "structure", required = { "y" }, members = { x = "string" } } },
      'shape "A": "required" names no member' },
    { "an unknown timestamp format", { A = { type = "timestamp", timestamp_format = "unix" } }, "unknown timestamp_format" },
    { "a minimum that is no number", { A = { type = "string", min = "1" } }, '"min" has to be a number' },
    { "a field of a shape that nobody serves", { A = { type = "blob", streaming = true } },
      'shape "A": field "streaming" is not served' },
    { "a payload that is not a member", { A = { type = "structure", payload = "y", members = { x = "string" } } },
      'shape "A": "payload" names no member' },
    { "a field of a member that nobody serves", { A = { type = "structure", members = { x = { shape = "string", host_label = true } } } },
      'shape "A": member "x": field "host_label" is not served' },
    { "a shape's field in a member", { A = { type = "structure", members = { x = { shape = "string", min = 2 } } } },
      'shape "A": member "x": field "min" is not served' },
    { "a member's field in a shape", { A = { type = "string", location = "header" } }, 'shape "A": field "location" is not served' },
    { "a field without a name", { A = { type = "string", "x" } }, 'shape "A": field "" is not served' },
    { "a deep mistake", { A = { type = "list", member = "B" }, B = { type = "map", key = "string", value = "C" } },
      'shape "B": unknown shape "C"' },
  }
  for _, case in ipairs(broken) do
    it("refuses " .. case[1], function()
      assert.error_matches(function() core.shape(case[2], "A") end, case[3], 1, true)
    end)
  end

  it("takes every field that a model may have", function()
    local model = {
      A = {
        type = "structure", exception = true, fault = "client", status = 404, code = "Lost", sensitive = true, deprecated = true,
        required = { "x" },
        members = { x = { shape = "B", location_name = "X", deprecated = true, idempotency_token = true } },
      },
      B = { type = "string", min = 1, max = 2, pattern = ".", enum = { "a" } },
    }
    assert.equal('{"X":"b"}', core.encode(core.shape(model, "A"), { x = "b" }))
  end)

  it("refuses free-form values where they are not wanted", function()
    local model = {
      A = { type = "structure", members = { x = "Free" } },
      B = { type = "list", member = "document" },
      Free = { type = "document" },
    }
    for _, name in ipairs({ "A", "B", "Free" }) do
      assert.is_not_nil(core.shape(model, name))
      assert.is_not_nil(core.shape(model, name, "output"))
      assert.error_matches(function() core.shape(model, name, "input") end, 'type "document" is not served', 1, true)
    end
  end)

  it("tells a model that is wrong by a value", function()
    for _, case in ipairs(broken) do
      local _, raised = pcall(core.shape, case[2], "A")
      assert.equal("model", core.fault_type(raised), case[1])
    end
    for _, wrong in ipairs({ "x", 5, false }) do
      local _, raised = pcall(core.shape, wrong, "A")
      assert.is_nil(core.fault_type(raised))
    end
  end)

  it("takes a location of the root's members alone for one", function()
    local model = {
      A = { type = "structure", members = { x = { shape = "string", location = "header" }, b = "B" } },
      B = { type = "structure", members = { x = { shape = "string", location = "header", location_name = "X" } } },
    }
    assert.equal('{"b":{"x":"2"}}', core.encode(core.shape(model, "A"), { x = "1", b = { x = "2" } }))
    assert.same({ b = { x = "2" } }, core.decode(core.shape(model, "A"), '{"x":"1","b":{"x":"2"}}'))
    assert.equal('{"b":{"x":"2"},"x":"1"}', core.encode(core.shape(model, "A", "input", true), { x = "1", b = { x = "2" } }))
  end)

  it("looks for path and query in inputs alone", function()
    local model = {
      A = { type = "structure", payload = "z", members = {
        x = { shape = "string", location = "uri" }, y = { shape = "string", location = "querystring", location_name = "Y" },
        z = "string",
      } },
    }
    assert.equal("{}", core.encode(core.shape(model, "A", "input"), { x = "1", y = "2", z = "3" }))
    assert.same({ x = "1", y = "2" }, core.decode(core.shape(model, "A", "output"), '{"x":"1","y":"2"}'))
    local _, problems = core.encode(core.shape(model, "A", "input"), { x = "", y = "" })
    assert.same({ { path = "x", message = "must not be empty" } }, problems)
    assert.has_error(function() core.shape(model, "A", "sideways") end)
  end)

  it("refuses arguments of other types", function()
    assert.has_error(function() core.shape() end)
    assert.has_error(function() core.shape("x", "A") end)
    assert.has_error(function() core.shape({}, 5) end)
    for _, wrong in ipairs { 5, "x", {}, io.stdout } do
      assert.has_error(function() core.encode(wrong, {}) end)
      assert.has_error(function() core.decode(wrong, "{}") end)
    end
  end)
end)

describe("core.nearest", function()
  local names = { "region", "profile", "endpoint_url", "max_attempts", "read_timeout", "ReplicationConfigArn" }
  local cases = {
    { "regoin", "region" }, { "REGION", "region" }, { "Region", "region" }, { "regio", "region" },
    { "profiles", "profile" }, { "endpointUrl", "endpoint_url" }, { "endpoint", "endpoint_url" },
    { "maxAttempts", "max_attempts" }, { "replication_config_arn", "ReplicationConfigArn" },
    { "ReplicationConfigARN", "ReplicationConfigArn" }, { "ReplicationConfig", "ReplicationConfigArn" },
    { "colour" }, { "r" }, { "" }, { ("region"):rep(100) }, { "re\0gion", "region" },
  }
  for _, case in ipairs(cases) do
    it(("answers %q"):format(case[1]:sub(1, 30)), function()
      assert.equal(case[2], core.nearest(case[1], names))
    end)
  end

  it("prefers the nearer, then the first", function()
    assert.equal("abcdef", core.nearest("abcdef", { "abcdeg", "abcdef" }))
    assert.equal("abcdeg", core.nearest("abcdex", { "abcdeg", "abcdef" }))
    assert.is_nil(core.nearest("abc", {}))
  end)
end)
