--- Scenarios of memory_scenarios.lua: aws.core called directly, and the library loaded anew.
local core = require "aws.core"
local sigv4 = require "aws.sigv4"
local temporary = require "spec.support.folder"

local KEYS = {
  access_key_id = os.getenv "AWS_ACCESS_KEY_ID" or "AKIDEXAMPLE", secret_access_key = os.getenv "AWS_SECRET_ACCESS_KEY" or "a secret",
}

local scenarios = {}

--- A value, or nil and a message, which is raised.
local function raised(value, message)
  if value == nil then error(type(message) == "table" and message[1].message or message, 0) end
  return value
end

--- Tables as text, sorted.
local function show(value)
  if type(value) ~= "table" then return tostring(value) end
  local parts = {}
  for name, member in pairs(value) do parts[#parts + 1] = tostring(name) .. "=" .. show(member) end
  table.sort(parts)
  return "{" .. table.concat(parts, ",") .. "}"
end

-- Decoding ----------------------------------------------------------------------------------------------------------

local SHAPES = {
  Output = {
    type = "structure",
    members = {
      Text = "string", Count = "integer", Size = "long", Ratio = "double", Flag = "boolean", Data = "blob", Time = "timestamp",
      Any = "document", Tags = "Tags", Names = "Names", Selves = "Selves", Choice = "Choice", Choices = "Choices",
    },
  },
  Tags = { type = "map", key = "string", value = "string" },
  Names = { type = "list", member = "string" },
  Selves = { type = "list", member = "Output" },
  Choice = { type = "structure", union = true, members = { a = "string", b = "Names" } },
  Choices = { type = "list", member = "Choice" },
}

local TEXT = [[{"Text":"a\u00e9\ud83d\ude00\n\"x","Count":12,"Size":9007199254740993,"Ratio":1.25,"Flag":true,"Data":"AP/+AQI=",
  "Time":1709251198.5,"Any":{"a":[1,"\u0000",null,9007199254740993,{"b":"\ud800"}],"long":"]] .. ("text "):rep(100) .. [["},
  "Tags":{"k\n":"v","l":"w\t","m":null},"Names":["one","two\\",null,"three"],"Unknown":{"x":[1,2,{}]},
  "Selves":[{"Text":"inner","Selves":[{"Data":"Zm9v"}]},{"Any":[]}],"Choice":{"a":"yes"},"Choices":[{"b":["z"]},{"new\u0020":1}]}]]

--- Made once: what a shape learns of texts it keeps.
local output

scenarios.decode = {
  is_bare = true, show = show,
  begin = function() output = output or core.shape(SHAPES, "Output") end,
  run = function() return raised(core.decode(output, TEXT)) end,
}

--- With a shape of its own: nothing is known of the text.
scenarios.shape = {
  is_bare = true, show = show,
  run = function() return raised(core.decode(core.shape(SHAPES, "Output"), TEXT)) end,
}

local function message_of(shape, text)
  local value, message = core.decode(shape, text)
  if value ~= nil then error("a success", 0) end
  if message:find("not enough memory", 1, true) then error(message, 0) end
  return message
end

scenarios.wrong = {
  is_bare = true,
  begin = scenarios.decode.begin,
  run = function()
    local words = {}
    for i, text in ipairs({
      '{"Tags":{"a\\n":"b","c":[]}}', '{"Selves":[{"Any":{"a":1}},{"Text":{"b":2}}]}', '{"Choice":{"a":"x","b":[]}}',
      '{"Any":{"a":"\\u0000"', '{"Data":"Zm9\\n"}', '{"Count":1.5,"Text":[1]}', '{"Text":"\\x"}',
    }) do
      words[i] = message_of(output, text)
    end
    return table.concat(words, "; ")
  end,
}

scenarios.encode = {
  is_bare = true, show = show,
  begin = scenarios.decode.begin,
  run = function()
    local input = {
      Text = 'é"\n\1', Count = 3, Data = "\0\1\2", Names = { "x", "y" }, Choice = { a = "b" }, Selves = { { Text = "in" } },
      Any = { a = { 1, 2, "z" } }, Time = 1709251198, Tags = { only = "one" },
    }
    local text = raised(core.encode(output, input))
    return raised(core.decode(output, text))
  end,
}

-- Signing -----------------------------------------------------------------------------------------------------------

--- Of another day each time, so that a key is derived as well. An OpenSSL that has no memory is not one that refuses.
local day = 0

local function signing(way)
  return function()
    day = day + 1
    local ok, err = pcall(sigv4[way], {
      method = "GET", url = "https://a.example/a%20b?c=d&a=b", service = "s", region = "us-east-1", time = day * 86400,
      body = way == "sign" and "x" or nil, headers = { ["X-Own"] = " a  b " }, credentials = KEYS, expires = way == "presign" and 60 or nil,
    })
    if ok then return "signed" end
    local text = tostring(err)
    if text:find("OpenSSL", 1, true) and not text:find("without a reason", 1, true) then error("OpenSSL is blamed: " .. text, 0) end
    error(err, 0)
  end
end

scenarios.sign, scenarios.presign = signing "sign", signing "presign"

--- A template, its signatures, and their list.
scenarios.template = {
  is_bare = true, show = show,
  begin = function() return core.signer() end,
  run = function(signer)
    local request = {
      method = "POST", url = "https://a.example/b", service = "dms", region = "us-east-1", time = 1709251198,
      credentials = KEYS, body = "",
      headers = { { "Host", "a.example" }, { "X-Own", " a  b " }, { "X-Late", "" } },
    }
    local template, url = raised(core.request_template(request, 3, 1))
    local headers = raised(template:sign(signer, KEYS, 1709251198, "body", "late"))
    return { url, headers:list() }
  end,
}

-- Files and chance --------------------------------------------------------------------------------------------------

local folder

--- Opens, adds, reads, cuts. What `append` said yes to is in the file.
scenarios.journal = {
  is_bare = true,
  begin = function()
    folder = folder or temporary.new()
    os.remove(folder.path .. "/journal")
    return { path = folder.path .. "/journal" }
  end,
  run = function(world)
    local journal = raised(core.journal(world.path))
    world.journal = journal
    raised(journal:append("first\n"))
    world.is_added = true
    raised(journal:append("second\n"))
    local text = raised(journal:read(1e6))
    raised(journal:cut(6))
    journal:close()
    return text .. raised(core.read_file(world.path, 100))
  end,
  check = function(world)
    if world.journal then world.journal:close() end
    collectgarbage() -- one that was opened, but not returned, ends here
    local text = core.read_file(world.path, 100)
    if world.is_added then assert(text and text:find("^first\n"), "a line is missing") end
    assert(not text or text == "" or text == "first\n" or text == "first\nsecond\n", text)
    local again = assert(core.journal(world.path), "it stays locked")
    again:close()
  end,
}

scenarios.random = {
  is_bare = true,
  run = function()
    for _ = 1, 20 do assert(#raised(core.uuid()) == 36) end
    return core.random() < 1 and "random"
  end,
}

-- Loading -----------------------------------------------------------------------------------------------------------

local MODULES = { "aws.core", "aws.dms", "aws.plan", "aws.doctor", "aws.map", "aws.credentials" }

local function load_and_call()
  for _, name in ipairs(MODULES) do require(name) end
  local client = require("aws.dms").new({
    region = "us-east-1", credentials = KEYS, transport = function() return { status = 200, headers = {}, body = "{}" } end,
  })
  client.describe_replications()
  return "loaded"
end

--- A library that is loaded while memory runs out, and once more afterwards. The one that the sweep uses stays. Where Lua
--- has no memory to open a file, it says that there is none.
scenarios.load = {
  is_bare = true,
  begin = function()
    local own = {}
    for name, value in pairs(package.loaded) do
      if name:find("^aws%f[%W]") then own[name] = value end
    end
    for name in pairs(own) do package.loaded[name] = nil end
    return own
  end,
  run = function()
    local ok, raised_by = pcall(load_and_call)
    if ok then return raised_by end
    local text = tostring(raised_by)
    local is_for_memory = text:find("memory", 1, true) or text:find("module 'aws[%w._]*' not found") or text:find("cannot open", 1, true)
    error(is_for_memory and "not enough memory" or text, 0)
  end,
  check = function(own)
    for name in pairs(package.loaded) do
      if name:find("^aws%f[%W]") then package.loaded[name] = nil end
    end
    for name, value in pairs(own) do package.loaded[name] = value end
  end,
}

--- Removes what the scenarios have made.
local function clean()
  if folder then folder.remove() end
  folder = nil
end

return { by_name = scenarios, clean = clean }
