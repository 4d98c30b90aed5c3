-- aws.show: values as text, for people.
local aws = require "aws"
local child = require "spec.support.child"
local dms = require "aws.dms"
local drs = require "aws.drs"
local errors = require "aws.errors.typed"
local files = require "spec.support.files"
local random_values = require "spec.support.random_values"
local scripted = require "spec.support.scripted"
local show = require "aws.show"

local failure = scripted.failure

local function text(...) return show.text(...) end

--- What Lua makes of the text of a value.
local function read_back(value, options)
  return assert((loadstring or load)("return " .. text(value, options)))()
end

describe("show.text", function()
  it("writes members in the order of their names, lists in theirs", function()
    assert.equal('{\n  Zebra = 1,\n  list = {\n    { a = 1 },\n    { a = 2 },\n  },\n  name = "x",\n}',
      text({ name = "x", Zebra = 1, list = { { a = 1 }, { a = 2 } } }))
    assert.equal('{ "b", "a", x = true }', text({ "b", "a", x = true }))
    assert.equal("{ 1, [3] = 3, [-1] = 0 }", (text({ 1, [3] = 3, [-1] = 0 }):gsub("%[%-1%] = 0, %[3%] = 3", "[3] = 3, [-1] = 0")))
  end)

  it("gives the same text for the same members, in whatever order they came", function()
    local names, first = {}, nil
    for i = 1, 40 do names[i] = "name" .. i end
    for _ = 1, 20 do
      local value = {}
      for i = #names, 2, -1 do
        local other = math.random(i)
        names[i], names[other] = names[other], names[i]
      end
      for _, name in ipairs(names) do value[name] = #name end
      first = first or text(value)
      assert.equal(first, text(value))
    end
  end)

  it("puts small tables into one line, and others into one line a member", function()
    assert.equal("{}", text({}))
    assert.equal('{ a = 1, b = "x" }', text({ a = 1, b = "x" }))
    assert.equal('{\n  a = 1,\n  b = "x",\n}', text({ a = 1, b = "x" }, { width = 10 }))
    assert.equal("{\n  empty = {},\n}", text({ empty = {} }, { width = 5 }))
  end)

  it("writes what Lua reads as the same value", function()
    for _, value in ipairs({
      { 1, 2, { 3, x = { y = "z" } } }, { ["end"] = 1, ["a b"] = 2, ["1"] = 3, [1.5] = 4, [true] = 5, [false] = 6, [""] = 7 },
      { 'quote " and \\ backslash', "tab\tline\nreturn\r", "nul\0" .. "1", "\27[31m", "é – 漢", "\255\254\0001" },
      { 0.1, 1e300, -2.5, 123456789.25, 1 / 3, 2 ^ 53, -7, 1e15 }, "alone", 5, true, { nested = { { {} } } },
    }) do
      assert.same(value, read_back(value))
      assert.same(value, read_back(value, { width = 1 }))
    end
    if math.type then
      assert.equal("integer", math.type(read_back({ 3 })[1]))
      for _, float in ipairs({ 3.0, 2.0 ^ 53, -2.0 ^ 53 - 2, 1e16, 2.0 ^ 63, -0.0 }) do
        assert.equal("float", math.type(read_back({ float })[1]))
      end
      assert.equal("integer", math.type(read_back({ math.mininteger })[1]))
      assert.equal(math.mininteger, read_back({ math.mininteger })[1])
    end
    assert.equal('{ ["end"] = 1, ["global"] = 2, globals = 3, ["goto"] = 4 }',
      text({ ["end"] = 1, ["global"] = 2, globals = 3, ["goto"] = 4 }))
    assert.equal("{ math.huge, -math.huge }", text({ math.huge, -math.huge }))
    assert.equal("0/0", text(0 / 0))
    assert.equal("nil", text(nil))
  end)

  it("writes so whatever a service may answer", function()
    local values, compared = random_values.new(4711), 0
    for _, service in ipairs({ "dms", "drs" }) do
      local model = require("aws.model." .. service)
      for name, shape in pairs(model.shapes) do
        if shape.type == "structure" then
          local value = values:value(model, name, 0)
          local shown = text(value, { sensitive = true, width = values:pick(120), depth = 100 })
          assert.is_nil(shown:find("[%z\1-\9\11-\31\127]"), name)
          if not shown:find("[redacted]", 1, true) then
            assert.same(value, assert((loadstring or load)("return " .. shown))(), name)
            compared = compared + 1
          end
        end
      end
    end
    assert.is_true(compared > 300, compared)
  end)

  it("says which date a time is", function()
    assert.equal("{\n  ReplicationDeprovisionTime = 1709251198, -- 2024-02-29 23:59:58 UTC\n}",
      text({ ReplicationDeprovisionTime = 1709251198 }))
    assert.matches("= 1709251198.25, -- 2024-02-29 23:59:58 UTC", text({ ReplicationDeprovisionTime = 1709251198.25 }), 1, true)
    assert.matches("expiration = 1709251198, -- 2024", text({ expiration = 1709251198 }), 1, true)
    assert.matches("= 0, -- 1970-01-01 00:00:00 UTC", text({ ReplicationDeprovisionTime = 0 }), 1, true) -- by the model
    for _, other in ipairs({ { count = 1709251198 }, { WaitTime = 30 }, { FreshStartDate = "1709251198" }, { StartTime = 0 / 0 },
      { ReplicationDeprovisionTime = -1 }, { ReplicationDeprovisionTime = 1e18 } }) do
      assert.is_nil(text(other):find("--", 1, true))
    end
  end)

  it("lets nothing steer the terminal, or be there unseen", function()
    local nasty = "a\27[31m\7\r\127\194\155b\226\128\174c\226\129\166d\239\187\191"
    local shown = text({ nasty, [nasty] = 1 }, { width = 1 })
    assert.is_nil(shown:find("[%z\1-\9\11-\31\127]"))
    assert.is_nil(shown:find("\194\155", 1, true))
    assert.is_nil(shown:find("\226\128\174", 1, true))
    assert.is_truthy(shown:find('"a\\027[31m\\007\\r\\127\\194\\155b\\226\\128\\174c', 1, true))
    assert.same({ nasty, [nasty] = 1 }, read_back({ nasty, [nasty] = 1 }))
  end)

  it("writes bytes that are not UTF-8 as numbers, and texts of many languages as they are", function()
    assert.equal('"\\137PNG\\r\\n\\026\\n"', text("\137PNG\r\n\26\n"))
    assert.equal('"Grüße, 東京, 👍"', text("Grüße, 東京, 👍"))
    assert.equal('"\\195\\040 \\195\\188"', text("\195( \195\188"):gsub("%(", "\\040"))
  end)

  it("cuts what is long, and says so", function()
    assert.equal('"aaaaa" -- … of 100 bytes', text(("a"):rep(100), { bytes = 5 }))
    assert.equal('"aaaa" -- … of 104 bytes', text("aaaaü" .. ("a"):rep(98), { bytes = 5 }))
    local list = {}
    for i = 1, 500 do list[i] = i end
    assert.matches("\n  2,\n  %-%- … and 498 more\n}$", text(list, { items = 2 }))
    assert.matches("\n  200,\n  %-%- … and 300 more\n}$", text(list))
    list.name = "x"
    assert.matches("\n  200,\n  %-%- … and 301 more\n}$", text(list))
    assert.equal("{\n  1,\n  -- … and 500 more\n}", text(list, { items = 1 }))
    assert.equal('{ 1, 2, x = "a" }', text({ 1, 2, x = "a" }, { items = 3 }))
    assert.equal("{\n  a = <éé>,\n}", text({ a = setmetatable({}, { __tostring = function() return "ééé" end }) },
      { bytes = 5, width = 1 }))
    assert.equal("{\n  a = {\n    b = {}, -- … 1 inside\n  },\n}", text({ a = { b = { c = { d = { 1 } } } } }, { depth = 2, width = 8 }))
  end)

  it("ends where tables are in themselves", function()
    local one, two = { name = "one" }, { name = "two" }
    one.other, two.other, two.own = two, one, two
    assert.equal('{\n  name = "one",\n  other = {\n    name = "two",\n    other = <a table around this one>,\n    '
      .. "own = <a table around this one>,\n  },\n}", text(one))
    local shared = { 1 }
    assert.equal("{\n  { 1 },\n  { 1 },\n}", text({ shared, shared }))
  end)

  it("ends where tables hold the same tables again and again", function()
    local value = { 1, 2 }
    for _ = 1, 60 do value = { value, value } end
    local deep = {}
    for _ = 1, 100000 do deep = { deep } end
    assert.is_true(#text(value) < 1e7)
    assert.is_true(#text(deep) < 10000)
    assert.is_true(#text(deep, { depth = 100 }) < 100000)
  end)

  it("counts all members of a large table, and sorts them once", function()
    local large = {}
    for i = 1, 100500 do large["name" .. i] = i end
    local many = {}
    for i = 1, 200 do many[i] = large end
    local shown = text(many) -- sorted each time, this would not end
    assert.equal(200, select(2, shown:gsub("%-%- … and 100300 more\n", "")))
  end)

  it("lets Ctrl-C through", function()
    local value = setmetatable({}, { __tostring = function() error("interrupted!", 0) end })
    assert.same({ false, "interrupted!" }, { pcall(text, value) })
    assert.same({ false, "interrupted!" }, { pcall(text, { a = value }) })
  end)

  it("asks no metatable but for what an object says of itself", function()
    local broken = setmetatable({ a = 1 }, {
      __index = function() error("asked") end, __pairs = function() error("asked") end, __len = function() error("asked") end,
    })
    assert.equal("{ a = 1 }", text(broken))
    assert.equal("{\n  x = <table>,\n}", text({ x = setmetatable({}, { __tostring = function() error("asked") end }) }, { width = 1 }))
    assert.equal("t Signature=[redacted]", text(setmetatable({}, { __tostring = function() return "t Signature=0a1b" end })))
    assert.equal("two\nlines", text(setmetatable({}, { __tostring = function() return "two\nlines" end })))
    assert.equal("{ f = <function>, t = <thread> }", text({ f = print, t = coroutine.create(function() end) }))
  end)

  it("says what clients, modules and plans say of themselves, and shows errors with all members", function()
    local client = scripted.client(dms, {})
    assert.equal(tostring(client), text(client))
    assert.equal(("{ client = <%s> }"):format(tostring(client)), text({ client = client }, { width = 200 }))
    local err = failure(client.stop_replication, {})
    local shown = text(err)
    assert.equal("-- " .. tostring(err), shown:match("^[^\n]*"))
    assert.matches('\n  problems = {\n    { message = "is required", path = "ReplicationConfigArn" },\n  },\n', shown, 1, true)
    assert.matches('\n  type = "ParamValidationError",\n', shown, 1, true)
  end)

  it("shows client.config as a table", function()
    local shown = text(scripted.client(dms, {}).config)
    assert.matches('\n  region = "us-east-1",\n', shown, 1, true)
    assert.matches('\n    region = "settings",\n', shown, 1, true)
  end)

  it("refuses options that do not fit, all of them", function()
    local err = failure(text, 1, { widht = 5, depth = 0, items = 1.5, bytes = -1, color = 1, sensitive = "yes" })
    assert.same({ "ConfigError", 6 }, { err.type, #err.problems })
    assert.matches("did you mean \"width\"?", err.message, 1, true)
    assert.matches("is more than 100", failure(text, 1, { depth = 101 }).message, 1, true)
    assert.matches("aws.show takes a table of options, got a number", failure(text, 1, 5).message, 1, true)
    assert.matches('unknown option of aws.show "file"', failure(text, 1, { file = io.stdout }).message, 1, true)
    assert.matches("option file of aws.show is not an open file", failure(show, 1, { file = "x" }).message, 1, true)
    assert.matches("takes a text, got a number", failure(show.escape, 5).message, 1, true)
  end)
end)

describe("secrets in what is shown", function()
  local SECRET = "hunter2/hunter2+hunter2"

  it("are not shown, whatever the spelling", function()
    for _, name in ipairs({ "secret_access_key", "SecretAccessKey", "session_token", "SessionToken", "Authorization", "authorization",
      "X-Amz-Security-Token", "x-amz-security-token", "Password", "clientSecret", "accessToken", "refreshToken", "signature",
      "AWS_SECRET_ACCESS_KEY", "aws_session_token", "AWS_SECURITY_TOKEN" }) do
      for _, value in ipairs({ { [name] = SECRET }, { deep = { { [name] = SECRET } } }, { { name, SECRET } }, { [name] = { SECRET } },
        { { name = name, value = SECRET } }, { { Name = name, Value = SECRET } } }) do
        local shown = text(value)
        assert.is_nil(shown:find("hunter2", 1, true), name)
        assert.is_truthy(shown:find('"[redacted]"', 1, true), name)
      end
    end
    assert.equal('{ Token = "hunter2" }', text({ Token = "hunter2" })) -- where to go on in pages
    assert.equal('{ password = "[redacted]" }', text({ password = 123456 }))
    assert.equal('{ name = "Status", value = "running" }', text({ name = "Status", value = "running" }))
    assert.equal("{ password = false }", text({ password = false }))
  end)

  it("are not in signed requests and URLs", function()
    local client = scripted.client(dms, {}, { credentials = {
      access_key_id = "AKIDEXAMPLE", secret_access_key = scripted.keys.secret_access_key, session_token = SECRET } })
    local request = client.prepare.stop_replication({ ReplicationConfigArn = "arn:a" })
    assert.is_nil(text(request):find("hunter2", 1, true))
    assert.is_nil(text(request):find("Signature=%x"))
    assert.is_truthy(text(request):find("StopReplication", 1, true))
    local url = aws.sigv4.presign({ method = "GET", url = "https://b.s3.amazonaws.com/k", service = "s3", region = "us-east-1",
      credentials = { access_key_id = "A", secret_access_key = "B", session_token = SECRET }, expires = 60 })
    assert.is_nil(text(url):find("hunter2", 1, true))
    assert.is_nil(text(url):find("Signature=%x"))
    assert.matches("X%-Amz%-Expires=60", text(url))
  end)

  --- STS as a model, in as much of it as is needed.
  local function sts()
    return aws.service({
      name = "sts", service_id = "STS", endpoint_prefix = "sts", signing_name = "sts", protocol = "awsJson1.1", target_prefix = "Sts",
      operations = { assume_role = { name = "AssumeRole", method = "POST", path = "/", output = "AssumeRoleResponse" } },
      shapes = {
        AssumeRoleResponse = { type = "structure", members = { Credentials = "Credentials", Hint = "Private" } },
        Credentials = { type = "structure", members = {
          AccessKeyId = "string", SecretAccessKey = "Key", SessionToken = "string", Expiration = "timestamp" } },
        Key = { type = "string", sensitive = true },
        Private = { type = "map", key = "string", value = "string", sensitive = true },
      },
    })
  end

  it("of STS are not shown, nor what a model marks as sensitive", function()
    local client = scripted.client(sts(), { scripted.answer(([[{"Credentials":{"AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":
      "%s","SessionToken":"%s","Expiration":1709251198},"Hint":{"pet":"%s"}}]]):format(SECRET, SECRET, SECRET)) })
    local output = client.assume_role()
    assert.equal(SECRET, output.Credentials.SecretAccessKey)
    for _, value in ipairs({ output, output.Credentials, { output } }) do
      local shown = text(value)
      assert.is_nil(shown:find("hunter2", 1, true))
      assert.matches('SessionToken = "[redacted]"', shown, 1, true)
      assert.matches("Expiration = 1709251198, -- 2024-02-29 23:59:58 UTC", shown, 1, true)
    end
    assert.matches('\n  Hint = "[redacted]",\n', text(output), 1, true)
    local all = text(output, { sensitive = true })
    assert.matches('Hint = { pet = "' .. SECRET .. '" }', all, 1, true)
    assert.matches('SecretAccessKey = "[redacted]"', all, 1, true)
  end)

  it("are what AWS's models mark: tags of DRS", function()
    assert.is_truthy(drs)
    assert.equal('{ sourceServerID = "s-1", tags = "[redacted]" }', text({ sourceServerID = "s-1", tags = { Name = "db" } }))
    assert.matches('tags = { Name = "db" }', text({ sourceServerID = "s-1", tags = { Name = "db" } }, { sensitive = true }), 1, true)
  end)

  it("of a model are forgotten with it", function()
    local function known() return text({ Marked = "x" }) end
    aws.service({ name = "own", service_id = "Own", endpoint_prefix = "own", signing_name = "own", protocol = "restJson1",
      operations = {}, shapes = { S = { type = "structure", members = { Marked = { shape = "string", sensitive = true } } } } })
    assert.equal('{ Marked = "[redacted]" }', known())
    collectgarbage()
    collectgarbage()
    assert.equal('{ Marked = "x" }', known())
  end)
end)

describe("show", function()
  local path
  before_each(function() path = os.tmpname() end)
  after_each(function() os.remove(path) end)

  it("writes to a file, without colours, and returns true", function()
    local file = assert(io.open(path, "w"))
    assert.same({ true }, { show({ a = "é" }, { file = file }) })
    assert.same({ true }, { show("x", { file = file }) })
    file:close()
    assert.equal('{ a = "é" }\n"x"\n', files.read(path))
  end)

  it("returns why it could not be written", function()
    local file = assert(io.open("/dev/full", "w"))
    local ok, fault = show({ a = 1 }, { file = file })
    assert.same({ nil, "string" }, { ok, type(fault) })
    pcall(file.close, file)
  end)

  it("colours where it is told to", function()
    assert.equal('{ a = \27[36m1\27[0m, b = \27[32m"x"\27[0m, c = \27[35mtrue\27[0m }',
      text({ a = 1, b = "x", c = true }, { color = true }))
    assert.is_nil(text({ a = 1 }):find("\27", 1, true))
    assert.equal(text({ a = 1, b = { "x" } }), (text({ a = 1, b = { "x" } }, { color = true }):gsub("\27%[%d+m", "")))
  end)
end)

describe("show on standard output", function()
  local value = '{ a = "' .. ("x"):rep(30) .. '", b = "' .. ("y"):rep(30) .. '" }'
  local program = child.lua_command(("require('aws.show')(%s)"):format(value))

  it("is plain where that is not a terminal", function()
    local code, said, complaint = child.run(program)
    assert.same({ 0, value .. "\n" }, { code, said }, complaint)
  end)

  it("has the width of a terminal, and colours unless NO_COLOR is set or it is a dumb one", function()
    if child.run("script -qc true /dev/null") ~= 0 then pending("this machine has no script(1), or no terminals") return end
    local function on_terminal(columns, variables)
      local inner = ("stty cols %d; %s"):format(columns, program)
      return (select(2, child.run(("%s script -qc %s /dev/null"):format(variables, child.quote(inner)))):gsub("\r", ""))
    end
    local colored = value:gsub('"[xy]+"', "\27[32m%0\27[0m")
    assert.equal(colored .. "\n", on_terminal(100, "TERM=xterm NO_COLOR="))
    assert.equal(value .. "\n", on_terminal(100, "TERM=xterm NO_COLOR=1"))
    assert.equal(value .. "\n", on_terminal(100, "TERM=dumb NO_COLOR="))
    assert.equal(4, select(2, on_terminal(50, "TERM=dumb"):gsub("\n", "")))
  end)
end)

it("show.escape makes a text of one line that does nothing", function()
  assert.equal("a\\027[31m\\nb", show.escape("a\27[31m\nb"))
  assert.equal('quotes "stay", é too', show.escape('quotes "stay", é too'))
end)

it("errors that are tables of others are shown as they are", function()
  assert.equal('{ code = 5 }', text({ code = 5 }))
  assert.matches("^%-%- ConfigError: m", text(errors.new({ type = "ConfigError", message = "m" })))
end)
