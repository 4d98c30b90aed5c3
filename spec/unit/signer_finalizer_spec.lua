local child = require "spec.support.child"
local collector = require "spec.support.collector"
local core = require "aws.core"
local scripted = require "spec.support.scripted"

--- So many collections in the middle of signing are enough: each goes through all that the run of specs holds.
local ENOUGH = 40

--- How often `eagerly` has ended.
local ended = 0

--- Runs `finalizer` whenever garbage is collected, up to `times` times and until `eagerly` ends.
local function at_collections(times, finalizer)
  local armed = ended
  local function arm()
    local function finalize()
      if armed ~= ended then return end
      finalizer()
      times = times - 1
      if times > 0 then arm() end
    end
    if newproxy then -- luacheck: globals newproxy
      getmetatable(newproxy(true)).__gc = finalize
    else
      setmetatable({}, { __gc = finalize })
    end
  end
  arm()
end

local function request(more)
  local made = {
    method = "GET",
    url = "https://example.com/",
    headers = { ["x-a"] = "b", ["x-b"] = "c" },
    service = "s3",
    region = "us-east-1",
    credentials = { access_key_id = "AK", secret_access_key = "S", session_token = "T" },
    time = 0,
  }
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

local function eagerly(run)
  local finish = (collector.generational or collector.eager)()
  run()
  ended = ended + 1
  finish()
end

describe("finalizers that run while a signature is handed out", function()
  it("may sign with the same signer", function()
    local signer, count = core.signer(), 0
    local _, _, expected = signer:sign(request(), nil, true)
    at_collections(500, function()
      count = count + 1
      local headers = {}
      for i = 1, 50 + count % 100 do headers["x-h" .. i] = ("v"):rep(count % 300) end
      signer:sign(request({ url = "https://other.example/" .. ("p"):rep(count * 37 % 5000), headers = headers }), nil, true)
    end)
    eagerly(function()
      local round = 0
      while count < ENOUGH and round < 100000 do
        round = round + 1
        local headers, url, details = signer:sign(request(), nil, true)
        assert.equal("https://example.com/", url)
        assert.equal("b", headers["x-a"])
        assert.same(expected, details)
      end
    end)
    assert.is_true(count > 0)
  end)

  it("may close the signer", function()
    for _ = 1, ENOUGH do
      local signer = core.signer()
      at_collections(1, function() signer:close() end)
      eagerly(function()
        for _ = 1, 30 do
          local ok, headers = pcall(signer.sign, signer, request(), nil, true)
          if not ok then
            assert.equal("the signer is closed", tostring(headers))
            break
          end
          assert.truthy(headers.Authorization:find("^AWS4%-HMAC%-SHA256 Credential=AK/19700101/us%-east%-1/s3/aws4_request, "))
        end
      end)
    end
  end)

  it("may change the request", function()
    local signer, changed = core.signer(), 0
    local changing = request({ headers = {} })
    at_collections(200, function()
      changed = changed + 1
      changing.headers = { { "x-" .. ("n"):rep(40), ("v"):rep(100) } }
      changing.credentials = { access_key_id = "B", secret_access_key = "C", session_token = ("t"):rep(200) }
    end)
    eagerly(function()
      for i = 1, 2000 do
        if changed >= ENOUGH then break end
        if i % 3 == 0 then changing.headers = { ["x-" .. i] = ("w"):rep(60) } end
        local headers = signer:sign(changing, nil, true)
        assert.is_table(headers)
      end
    end)
  end)

  for name, headers in pairs({ list = { { "x-a", "b" }, { "x-c", "d" } }, map = { ["x-a"] = "b", ["x-c"] = "d" } }) do
    it("may put into a " .. name .. " of headers what no header holds", function()
      local signer, changed = core.signer(), 0
      local holder = headers[1] and headers[2] or headers
      local place = headers[1] and 2 or "x-c"
      at_collections(300, function()
        holder[place] = true
        changed = changed + 1
      end)
      eagerly(function()
        for _ = 1, 5000 do
          if changed >= ENOUGH then break end
          holder[place] = "d"
          for _, header in pairs(signer:sign(request({ headers = headers }), nil, true) or {}) do
            assert.is_string(type(header) == "table" and header[2] or header)
          end
        end
      end)
      assert.is_true(changed > 0)
    end)
  end
end)

--- A program with an object that is older than the signer, and so is collected after it when the program ends.
local LAST_FINALIZER = [[
  local sigv4 = require "aws.sigv4"
  local request = { method = "GET", url = "https://h/", service = "s", region = "r", time = 0,
    credentials = { access_key_id = "A", secret_access_key = "S" } }
  local function finalize()
    for _, name in ipairs({ "sign", "presign" }) do
      local ok, err = pcall(sigv4[name], request)
      print(ok, "said " .. err)
    end
  end
  if newproxy then
    object = newproxy(true)
    getmetatable(object).__gc = finalize
  else
    object = setmetatable({}, { __gc = finalize })
  end
  sigv4.sign(request)
]]

describe("a finalizer that runs after the signer's", function()
  it("gets a typed error from sigv4", function()
    local code, said, errors = child.lua(LAST_FINALIZER)
    local line = "false\tsaid ConfigError: cannot sign: Lua has collected the signer, as it does before the last finalizers run\n"
    assert.equal(line .. line, scripted.without_line(said), errors)
    assert.equal(0, code)
  end)
end)
