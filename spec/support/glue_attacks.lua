--- Attacks on functions of aws.core by finalizers that run inside them, each in a program of its own (apart.lua): there a
--- whole cycle of the collector at every allocation is cheap.
local apart = require "spec.support.apart"
local assert = require "luassert"
local collector = require "spec.support.collector"
local core = require "aws.core"
local curl = require "aws.curl"

--- The attack comes at each collection inside a call, one after the other; at so many at most.
local COLLECTIONS = 40

--- Calls `run` while garbage is collected at every allocation; `attack` runs at the collection of number `at`. Returns
--- whether the call had so many, and what pcall does.
local function attacked(run, attack, at)
  local count, inside = 0, false
  local function arm()
    local function finalize()
      if not inside then return end
      count = count + 1
      if count == at then
        attack()
        collectgarbage() -- LuaJIT does that here; Lua 5.4 collects at the next allocation
      else
        arm()
      end
    end
    collector.at_next(finalize)
  end
  local stop = collector.whole()
  arm()
  inside = true
  local ok, first, second = pcall(run)
  inside = false
  stop()
  return count >= at, ok, first, second
end

--- These do not allocate, and were mended so.
local ALLOCATE_NOTHING = { ["core.nearest"] = true }

--- Attacks the calls that `make` makes; it returns a call, an attack on it, and a check of what pcall returned.
local function attack_each(make, name)
  for at = 1, COLLECTIONS do
    local run, attack, check = make()
    local came, ok, first, second = attacked(run, attack, at)
    check(ok, first, second)
    if not came then
      assert.is_true(at > 1 or ALLOCATE_NOTHING[name], "nothing was collected inside the call")
      return
    end
  end
end

local function clear(list)
  for key in pairs(list) do list[key] = nil end
end

--- A text that nothing else keeps alive: what is expected is held as a longer text, as LuaJIT has equal strings once.
local serial = 0
local function text(length)
  serial = serial + 1
  return ("v"):rep(length) .. serial
end

--- A result of the signer, as one text.
local function joined(result)
  if type(result) == "string" then return "url " .. result end
  local lines = {}
  for i, pair in ipairs(result) do lines[i] = pair[1] .. ": " .. pair[2] end
  return table.concat(lines, "\n")
end

local function signed(method, expires)
  return function()
    local signer = core.signer()
    local request = {
      method = "GET", url = "https://host.example/" .. text(3000) .. "?" .. ("q=v&"):rep(300), service = "x",
      region = "r", time = 0, expires = expires,
      headers = { { "x-a", text(200) }, { "x-b", text(200) } },
      credentials = { access_key_id = "A", secret_access_key = text(40), session_token = text(300) },
    }
    local expected = joined(signer[method](signer, request, nil, true))
    return function() return signer[method](signer, request, nil, true) end, function()
      clear(request.headers)
      clear(request.credentials)
      clear(request)
    end, function(ok, result, problems)
      assert.is_true(ok, tostring(result))
      if result then assert.equal(expected, joined(result)) else assert.is_table(problems) end
    end
  end
end

--- A request that lacks what is required, so that problems are noted while it is read.
local function refused(method)
  return function()
    local signer = core.signer()
    local request = { url = "https://host.example/?" .. text(4000), [text(60)] = true, headers = { "x" }, service = "x",
      credentials = { access_key_id = "A" } }
    return function() return signer[method](signer, request) end, function() clear(request) end, function(ok, result, problems)
      assert.is_true(ok, tostring(result))
      assert.is_nil(result)
      assert.is_true(#problems >= 4)
    end
  end
end

local function starts(attack)
  return function()
    local pool, transfer = curl.pool(), curl.transfer()
    local request = { method = "GET", url = "http://127.0.0.1:1/" .. text(500), headers = {}, body = text(500) }
    for i = 1, 30 do request.headers[i] = { "x-" .. i, text(100) } end
    return function() return pool:start(transfer, request) end, function() attack(pool, transfer, request) end,
      function(ok, begun, failure)
        if not ok then
          assert.matches("the connection pool is closed", begun)
        elseif not begun then
          assert.equal("ConnectionError", failure.type)
        end
        transfer:close()
        pool:close()
      end
  end
end

--- See attack_each.
local attacks = {
  ["core.shape"] = function()
    local members, shapes = {}, { A = { type = "structure" } }
    for i = 1, 400 do members["x" .. i] = "string" end
    for i = 1, 400 do members["x" .. i] = nil end
    for i = 1, 10 do
      members["m" .. i] = { shape = "S" .. i }
      shapes["S" .. i] = { type = "string" }
    end
    shapes.A.members = members
    return function() return core.shape(shapes, "A") end, function()
      for i = 1, 400 do members["x" .. i] = { shape = "string" } end
      for i = 1, 10 do members["m" .. i] = nil end
    end, function(ok, shape)
      assert.is_true(ok, tostring(shape))
      assert.is_userdata(shape)
    end
  end,

  ["core.encode"] = function()
    local shape = core.shape({
      A = { type = "structure", members = { list = { shape = "L" }, map = { shape = "M" }, name = "string" } },
      L = { type = "list", member = "S" },
      M = { type = "map", key = "string", value = "S" },
      S = { type = "structure", members = { value = "string", [text(10)] = "string" } }, -- a name that Lua forgets
    }, "A")
    local input = { list = {}, map = {}, name = text(500) }
    for i = 1, 5 do
      input.list[i] = { value = text(100) }
      input.map["key" .. i] = { value = text(100) }
    end
    local expected = core.encode(shape, input)
    local map = input.map
    return function() return core.encode(shape, input) end, function()
      clear(input.list)
      clear(map)
      for i = 1, 100 do map["other" .. i] = {} end -- its keys move
      clear(input)
    end, function(ok, json)
      assert.is_true(ok, tostring(json))
      if json ~= "{}" then assert.equal(expected, json) end
    end
  end,

  ["core.nearest"] = function()
    local names = {}
    for i = 1, 20 do names[i] = "region" .. text(20) end
    local wanted = names[10]
    local name = wanted:sub(1, -2) .. "x"
    return function() return core.nearest(name, names) end, function() clear(names) end, function(ok, found)
      assert.is_true(ok, tostring(found))
      if found then assert.equal("region", found:sub(1, 6)) end
    end
  end,

  ["core.http1_head"] = function()
    local headers = {}
    for i = 1, 60 do headers[i] = { "x-" .. i, text(200) } end
    local expected = assert(core.http1_head("POST", "/", headers, 2, nil, "{}"))
    return function() return core.http1_head("POST", "/", headers, 2, nil, "{}") end, function() clear(headers) end,
      function(ok, head)
        assert.is_true(ok, tostring(head))
        if #head > 100 then assert.equal(expected, head) else assert.equal("POST / HTTP/1.1\r\n", head:sub(1, 17)) end
      end
  end,

  ["core.http1_chunks"] = function()
    local take = core.http1_chunks(1e6)
    local body = ("40\r\n" .. ("d"):rep(64) .. "\r\n"):rep(100) .. "0\r\n\r\n"
    return function() return take(body, 1) end, function() take(body, 1) end, function(ok, data)
      assert.is_true(ok, tostring(data))
      assert.truthy(data == nil or data:find("^d*$"))
    end
  end,

  ["core.run_process"] = function()
    local words = { "printf", "is %s", text(500) }
    local expected = "is " .. words[3]
    return function() return core.run_process(words, 30, 10000) end, function() clear(words) end, function(ok, output)
      if ok then
        assert.equal(expected, output)
      else
        assert.truthy(output:find("not a list of words", 1, true) or output:find("no program", 1, true), output)
      end
    end
  end,

  ["pool:start"] = starts(function(_, _, request)
    clear(request.headers)
    clear(request)
  end),
  ["pool:start that starts the transfer elsewhere and closes the pool"] = starts(function(pool, transfer)
    curl.pool():start(transfer, { method = "GET", url = "http://127.0.0.1:1/", headers = {}, body = text(100) })
    pool:close()
  end),

  ["transfer:result"] = function()
    local pool, transfer = curl.pool(), curl.transfer()
    assert(pool:start(transfer, { method = "GET", url = "http://127.0.0.1:1/", headers = {}, connect_timeout = 60 }))
    for _ = 1, 1000 do
      if transfer:done() then break end
      pool:wait(1)
    end
    return function() return transfer:result() end, function()
      transfer:close()
      pool:close()
    end, function(ok, response, failure)
      if not ok then
        assert.matches("the transfer is closed", response)
      else
        assert.is_nil(response)
        assert.equal("ConnectionError", failure.type)
        assert.is_false(failure.sent)
      end
      transfer:close()
      pool:close()
    end
  end,

  ["journal:read"] = function()
    local path = os.tmpname()
    local journal, written = assert(core.journal(path)), text(5000)
    journal:append(written)
    os.remove(path)
    return function() return journal:read(1e6) end, function() journal:close() end, function(ok, content)
      if ok then assert.equal(written, content) else assert.matches("the journal is closed", tostring(content)) end
      journal:close()
    end
  end,

  --- The answers of the attack are read by the same shape: its habits change while the first is read.
  ["core.decode"] = function()
    local shapes = {
      A = { type = "structure", members = { a = "string", b = "A", c = "L", d = "M", e = "blob", f = "document" } },
      L = { type = "list", member = "A" },
      M = { type = "map", key = "string", value = "A" },
    }
    local shape = core.shape(shapes, "A")
    local body = ('{"a":"%s\\u0000","c":[{"\\u0061":"x"},{"e":"Zm9v"}],"d":{"k\\n":{"a":"y\\t"},"l":{}},"f":[{"g\\u0000":["h"]}],'
      .. '"b":{"a":"z","c":[]}}'):format(text(300))
    local expected, attack = core.decode(shape, body), "none"
    return function() return core.decode(shape, body) end, function()
      attack = "began"
      -- no comparison of tables: it loops over them, which LuaJIT may do for ever in a finalizer
      local first = core.decode(shape, '{"c":[{}],"a":"\\n","b":null}')
      local second = core.decode(shape, '{"d":{"\\t":{"a":"b"}}}')
      assert(first.a == "\n" and #first.c == 1 and second.d["\t"].a == "b")
      assert(core.decode(shape, '{"b":{"c":[{"a":[]}]},"f":[1,"\\u0000"]}') == nil)
      shape, body, attack = nil, nil, "done"
    end, function(ok, value)
      assert.not_equal("began", attack) -- Lua 5.4 only warns of an error in a finalizer
      assert.is_true(ok, value)
      assert.same(expected, value)
    end
  end,

  ["signer:sign"] = signed("sign"),
  ["signer:presign"] = signed("presign", 60),
  ["signer:sign of what it refuses"] = refused("sign"),
  ["signer:presign of what it refuses"] = refused("presign"),

  ["core.request_template"] = function()
    local request = { method = "GET", url = "https://host.example/" .. text(3000), service = "x", region = "r", time = 0,
      headers = { { "x-a", text(200) } }, credentials = { access_key_id = "A", secret_access_key = "S" } }
    local expected = select(2, core.request_template(request, 1, 1))
    return function() return core.request_template(request, 1, 1) end, function() clear(request) end, function(ok, made, url)
      assert.is_true(ok, tostring(made))
      if made then assert.equal(expected, url) else assert.is_table(url) end
    end
  end,

  ["template:sign"] = function()
    local signer, keys = core.signer(), { access_key_id = "A", secret_access_key = text(40), session_token = text(300) }
    local template = assert(core.request_template({ method = "GET", url = "https://host.example/", service = "x", region = "r",
      time = 0, headers = { { "x-a", text(200) }, { "x-b", "" } }, credentials = keys }, 2, 1))
    local expected = joined(template:sign(signer, keys, 0, "", "b"):list())
    return function() return template:sign(signer, keys, 0, "", "b") end, function() clear(keys) end,
      function(ok, headers, problems)
        assert.is_true(ok, tostring(headers))
        if headers then assert.equal(expected, joined(headers:list())) else assert.is_table(problems) end
      end
  end,

  ["template:sign that signs with the same signer, and closes it"] = function()
    local signer, keys = core.signer(), { access_key_id = "A", secret_access_key = "S", session_token = text(300) }
    local template = assert(core.request_template({ method = "GET", url = "https://host.example/", service = "x", region = "r",
      time = 0, headers = { { "x-a", "" } }, credentials = keys }, 1, 1))
    local expected = joined(template:sign(signer, keys, 0, "", "b"):list())
    return function() return template:sign(signer, keys, 0, "", "b") end, function()
      pcall(template.sign, template, signer, keys, 9, "other", text(500))
      signer:close()
    end, function(ok, headers)
      if ok then assert.equal(expected, joined(headers:list())) else assert.matches("the signer is closed", tostring(headers)) end
    end
  end,

  ["headers:list"] = function()
    local keys = { access_key_id = "A", secret_access_key = "S" }
    local template = assert(core.request_template({ method = "GET", url = "https://host.example/", service = "x", region = "r",
      time = 0, headers = { { "x-a", text(200) } }, credentials = keys }, 1, 0))
    local headers = template:sign(core.signer(), keys, 0, "")
    local expected = joined(headers:list())
    return function() return headers:list() end, function() clear(keys) end, function(ok, list)
      assert.is_true(ok, tostring(list))
      assert.equal(expected, joined(list))
    end
  end,

  ["signer:sign that closes the signer"] = function()
    local signer = core.signer()
    local request = { method = "GET", url = "https://host.example/", service = "x", region = "r", time = 0,
      credentials = { access_key_id = "A", secret_access_key = "S", session_token = text(300) } }
    return function() return signer:sign(request, nil, true) end, function() signer:close() end, function(ok, headers)
      if ok then assert.is_string(headers.Authorization) else assert.matches("the signer is closed", headers) end
    end
  end,
}

local tests = {}
for name, make in pairs(attacks) do tests[name] = function() attack_each(make, name) end end

return apart.tests("spec/support/glue_attacks.lua", tests)
