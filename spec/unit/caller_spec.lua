-- Errors about what a program says know the line that says it.
local aws = require "aws"
local credentials = require "aws.credentials"
local dms = require "aws.dms"
local errors = require "aws.errors"
local scripted = require "spec.support.scripted"
local sigv4 = require "aws.sigv4"

local FILE = "spec/unit/caller_spec.lua"

--- The line that calls this, `more` lines further down.
local function here(more)
  return ("%s:%d"):format(FILE, debug.getinfo(2, "l").currentline + (more or 0))
end

describe("the line of an error", function()
  local client = scripted.client(dms, {})

  it("is that of the call whose input is wrong", function()
    local line = here(1)
    local _, err = pcall(function() client.stop_replication{ ReplicationConfigAnr = "a" } end)
    assert.same({ "ParamValidationError", line }, { err.type, err.where })
    local text = ("(dms.stop_replication, at %s)"):format(line)
    assert.equal(text, tostring(err):sub(-#text))
  end)

  it("is that of whoever has pcall make the call", function()
    local line = here(1)
    local _, err = pcall(client.stop_replication, {})
    assert.equal(line, err.where)
  end)

  local function raised_by(call)
    local ok, err = pcall(call)
    assert.is_false(ok)
    return err
  end

  local cases = {
    ["an option of a call"] = function() client.stop_replication({}, { tiemout = 5 }) end,
    ["a setting"] = function() dms.new({ regoin = "a" }) end,
    ["a name that is not there"] = function() client.stop_replicaton({}) end,
    ["a page's option"] = function() client.each.describe_replications({}, { max_itmes = 1 }) end,
    ["a wait's option"] = function() client.wait.replication_stopped("a", { delay = 0 }) end,
    ["a helper's option"] = function() client.ensure_stopped("arn:a", { delay = 0 }) end,
    ["a provider's option"] = function() credentials.imds({ timeout = 0 }) end,
    ["an option of aws.map"] = function() aws.map({}, print, { timeout = 0 }) end,
    ["an option of aws.plan"] = function() aws.plan({ service = "dsm" }) end,
    ["a plan that is not there"] = function() aws.plan.load("/none/plan") end,
    ["a request to sign"] = function() sigv4.sign({}) end,
    ["a model"] = function() aws.service({}) end,
    ["the doctor's option"] = function() aws.doctor.run({ service = 5 }) end,
    ["what nothing handles"] = function() errors.handler(5) end,
    ["a signed request"] = function() client.prepare.stop_replication({}) end,
  }
  for name, call in pairs(cases) do
    it("is that of " .. name, function()
      local err = raised_by(call)
      assert.is_true(err.kind == "config" or err.kind == "parameter", tostring(err))
      assert.equal(("%s:%d"):format(FILE, debug.getinfo(call, "S").linedefined), err.where)
    end)
  end

  it("is the innermost one of the program's own", function()
    local function wrapped(input)
      local output = client.stop_replication(input)
      return output
    end
    local line = ("%s:%d"):format(FILE, debug.getinfo(wrapped, "S").linedefined + 1)
    assert.equal(line, raised_by(function() wrapped({}) end).where)
  end)

  it("is that of its caller where a function calls in its last breath", function()
    local function tail(input) return client.stop_replication(input) end
    local line = here(1)
    local _, err = pcall(function() local output = tail({}) return output end)
    assert.equal(line, err.where)
  end)

  it("is not known of a coroutine that runs nothing but the call", function()
    local co = coroutine.create(client.stop_replication)
    local _, err = coroutine.resume(co, {})
    assert.is_nil(err.where)
    assert.equal("(dms.stop_replication)", tostring(err):sub(-22))
  end)

  it("is found in a coroutine", function()
    local line = here(1)
    local co = coroutine.create(function() local output = client.stop_replication({}) return output end)
    local _, err = coroutine.resume(co)
    assert.equal(line, err.where)
  end)

  it("does not show code that was loaded from a text", function()
    local code = "local secret = 'hunter2'\n\nlocal client = ...\nlocal output = client.stop_replication({})\nreturn output"
    assert.equal("[string]:4", raised_by(function() (loadstring or load)(code)(client) end).where)
    assert.equal("handler(nginx.conf:7):4",
      raised_by(function() (loadstring or load)(code, "=handler(nginx.conf:7)")(client) end).where)
    assert.equal("a b.lua:4", raised_by(function() (loadstring or load)(code, "@a\nb.lua")(client) end).where)
  end)

  it("is only that of errors about what a program says", function()
    local failing = scripted.client(dms, { { failure = { type = "ConnectionError", message = "m", sent = true } } })
    assert.is_nil(raised_by(function() failing.stop_replication({ ReplicationConfigArn = "arn:a" }) end).where)
    local careful = scripted.client(dms, {}, { read_only = true })
    local err = raised_by(function() careful.stop_replication({ ReplicationConfigArn = "arn:a" }) end)
    assert.matches("^" .. FILE:gsub("%p", "%%%0") .. ":%d+$", err.where)
    assert.is_nil(tostring(err):find(FILE, 1, true))
  end)

  it("is that of each call whose keys cannot be had", function()
    local role = credentials.assume_role({ role_arn = "arn:aws:iam::1:role/r", source_profile = "none" })
    local failing = scripted.client(dms, {}, { credentials = role })
    local function first(input) local output = failing.stop_replication(input) return output end
    local function second(input) local output = failing.stop_replication(input) return output end
    local results = aws.map({ first, second }, function(stop) local output = stop({ ReplicationConfigArn = "arn:a" }) return output end)
    for i, stop in ipairs({ first, second }) do
      local err = results[i].error
      assert.same({ "config", ("%s:%d"):format(FILE, debug.getinfo(stop, "S").linedefined) }, { err.kind, err.where })
    end
  end)
end)

describe("the line of an error in aws.map", function()
  local client = scripted.client(dms, {})

  it("is that of the item's function", function()
    local line = here(1)
    local results = aws.map({ {}, {} }, function(input) local output = client.stop_replication(input) return output end)
    for _, result in ipairs(results) do assert.equal(line, result.error.where) end
  end)

  it("is that of the map where the items' function is the call", function()
    local line = here(1)
    local results = aws.map({ {}, {} }, client.stop_replication)
    assert.same({ line, line }, { results[1].error.where, results[2].error.where })
  end)

  it("is that of the inner map where one calls another", function()
    local line = here(2)
    local function inner()
      local inside = aws.map({ {} }, client.stop_replication)
      return inside[1].error
    end
    local results = aws.map({ 1, 2 }, inner)
    assert.same({ line, line }, { results[1].value.where, results[2].value.where })
  end)

  it("is told to on_result", function()
    local line, seen = here(2), nil
    local function on_result(_, _, _, result) seen = result.error.where end
    aws.map({ {} }, client.stop_replication, { on_result = on_result })
    assert.equal(line, seen)
  end)
end)

it("the line is not known where the library's own sources are not", function()
  local child = require "spec.support.child"
  local code, said, complaint = child.lua([[
    local search = assert(package.searchpath or function(name, path)
      for template in path:gmatch("[^;]+") do
        local found = template:gsub("?", (name:gsub("%.", "/")))
        local file = io.open(found)
        if file then file:close() return found end
      end
    end)
    local file = assert(io.open(search("aws.errors.caller", package.path)))
    package.preload["aws.errors.caller"] = assert((loadstring or load)(file:read "*a", "=?"))
    local ok, err = pcall(require("aws.dms").new, { regoin = "a" })
    print(ok, err.where)
  ]])
  assert.equal("false\tnil\n", said, complaint)
  assert.equal(0, code)
end)

it("the line is not known where a program has taken `debug` away, and the error is the same else", function()
  local child = require "spec.support.child"
  local code, said, complaint = child.lua([[
    debug = nil
    local ok, err = pcall(require("aws.dms").new, { regoin = "a" })
    print(ok, err.type, err.where)
  ]])
  assert.equal("false\tConfigError\tnil\n", said, complaint)
  assert.equal(0, code)
end)
