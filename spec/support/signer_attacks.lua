--- Finalizers that run while a signer works and use it, or take away or change what it was given; each in a program of its own
--- (apart.lua), where collections come often and end soon.
local apart = require "spec.support.apart"
local assert = require "luassert"
local collector = require "spec.support.collector"
local core = require "aws.core"

--- So many collections in the middle of signing are enough; so many rounds always have them.
local ENOUGH, MOST_ROUNDS = 200, 200000

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

--- Runs `attack(count)` at collections in the middle of what `sign` calls. Returns `sign`, which does what pcall does, and what
--- tells how many attacks there were; that raises what an attack raised, as Lua 5.4 only warns of it.
local function under_attack(attack)
  local count, is_inside, failure = 0, false, nil
  local function finalize()
    if is_inside then
      count = count + 1
      local ok, err = pcall(attack, count)
      if not ok then failure = err end
    end
    collector.at_next(finalize)
  end
  collector.at_next(finalize)
  return function(signer, given)
    is_inside = true
    local ok, headers, url, details = pcall(signer.sign, signer, given, nil, true)
    is_inside = false
    return ok, headers, url, details
  end, function()
    if failure then error(failure, 0) end
    return count
  end
end

--- Calls `round(sign, number)` over and over, until `attack` has come often enough in the middle of `sign`. Rounds that
--- allocate the same could have all collections at one place, which might be outside: a text of another length moves it.
local function attacked(attack, round)
  local finish = (collector.generational or collector.eager)()
  local sign, attacks = under_attack(attack)
  local rounds = 0
  while attacks() < ENOUGH and rounds < MOST_ROUNDS do
    rounds = rounds + 1
    round(sign, rounds, ("."):rep(rounds % 1009))
  end
  finish()
  local count = attacks()
  if count < ENOUGH then error(("only %d collections came inside the signatures of %d rounds"):format(count, rounds), 0) end
end

local tests = {}

tests["may sign with the same signer"] = function()
  local signer = core.signer()
  local _, _, expected = signer:sign(request(), nil, true)
  attacked(function(count)
    local headers = {}
    for i = 1, 50 + count % 100 do headers["x-h" .. i] = ("v"):rep(count % 300) end
    signer:sign(request({ url = "https://other.example/" .. ("p"):rep(count * 37 % 5000), headers = headers }), nil, true)
  end, function(sign)
    local ok, headers, url, details = sign(signer, request())
    assert.is_true(ok, headers)
    assert.equal("https://example.com/", url)
    assert.equal("b", headers["x-a"])
    assert.same(expected, details)
  end)
end

tests["may close the signer"] = function()
  local signer
  attacked(function() signer:close() end, function(sign)
    signer = core.signer()
    for _ = 1, 30 do
      local ok, headers = sign(signer, request())
      if not ok then
        assert.equal("the signer is closed", tostring(headers))
        break
      end
      assert.truthy(headers.Authorization:find("^AWS4%-HMAC%-SHA256 Credential=AK/19700101/us%-east%-1/s3/aws4_request, "))
    end
  end)
end

tests["may change the request"] = function()
  local signer, changing = core.signer(), request({ headers = {} })
  attacked(function()
    changing.headers = { { "x-" .. ("n"):rep(40), ("v"):rep(100) } }
    changing.credentials = { access_key_id = "B", secret_access_key = "C", session_token = ("t"):rep(200) }
  end, function(sign, number)
    if number % 3 == 0 then changing.headers = { ["x-" .. number] = ("w"):rep(60) } end
    local ok, headers = sign(signer, changing)
    assert.is_true(ok, headers)
    assert.is_table(headers)
  end)
end

for name, headers in pairs({ list = { { "x-a", "b" }, { "x-c", "d" } }, map = { ["x-a"] = "b", ["x-c"] = "d" } }) do
  tests["may put into a " .. name .. " of headers what no header holds"] = function()
    local signer = core.signer()
    local holder = headers[1] and headers[2] or headers
    local place = headers[1] and 2 or "x-c"
    attacked(function() holder[place] = true end, function(sign)
      holder[place] = "d"
      local ok, result = sign(signer, request({ headers = headers }))
      assert.is_true(ok, result)
      for _, header in pairs(result or {}) do
        assert.is_string(type(header) == "table" and header[2] or header)
      end
    end)
  end
end

return apart.tests("spec/support/signer_attacks.lua", tests)
