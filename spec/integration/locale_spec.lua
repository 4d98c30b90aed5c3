-- A program that hosts Lua may have called setlocale: everything is as it is without.
local child = require "spec.support.child"
local folder = require "spec.support.folder"

--- Name and character set: the Turkish i, decimal commas, letters and control characters of 8 bits. (Where a decimal
--- point has two bytes, PUC Lua reads no number in any code.)
local locales = { { "tr_TR", "UTF-8" }, { "tr_TR", "ISO-8859-9" }, { "de_DE", "UTF-8" } }

--- Prints what may follow a locale.
local CODE = [==[
local locale, home = ...
assert(os.setlocale(locale), "no locale " .. locale)
local aws, core, dms, sigv4 = require "aws", require "aws.core", require "aws.dms", require "aws.sigv4"
local protocol, retry = require "aws.protocol", require "aws.retry"
local keys = { access_key_id = "A", secret_access_key = "SECRETKEY" }

local function show(name, run, ...)
  local results = { pcall(run, ...) }
  for i = 2, #results do results[i] = tostring(results[i]) end
  print(name, table.concat(results, "\t", 2))
end

local function with(variables, run)
  local real = os.getenv
  variables.HOME = variables.HOME or home
  os.getenv = function(name) return variables[name] end
  local results = { pcall(run) }
  os.getenv = real
  return (table.unpack or unpack)(results)
end

-- Settings of the environment and of files.
local function config(name, variables, ...)
  local names = { ... }
  local ok, client = with(variables, function() return dms.new{ region = variables.AWS_REGION == nil and "eu-west-1" or nil } end)
  local parts = { ok and "ok" or tostring(client) }
  for _, setting in ipairs(ok and names or {}) do
    parts[#parts + 1] = tostring(client.config[setting]) .. " from " .. tostring(client.config.sources[setting])
  end
  print(name, table.concat(parts, "\t"))
end
config("FIPS", { AWS_USE_FIPS_ENDPOINT = "TRUE" }, "use_fips_endpoint")
config("dual stack", { AWS_USE_DUALSTACK_ENDPOINT = "true" }, "use_dualstack_endpoint")
config("a service's endpoint", { AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE = "HTTPS://EXAMPLE.INVALID" }, "endpoint_url")
config("no endpoints", { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = "TRUE", AWS_ENDPOINT_URL = "http://a" }, "endpoint_url")
config("mode", { AWS_RETRY_MODE = "ADAPTIVE", AWS_MAX_ATTEMPTS = " 7 " }, "retry_mode", "max_attempts")
config("attempts", { AWS_MAX_ATTEMPTS = "1,5" }, "max_attempts")
config("a profile", { AWS_PROFILE = "IBIZA", AWS_REGION = "" }, "region", "max_attempts", "retry_mode", "use_fips_endpoint")
config("a region of letters that are not ASCII", { AWS_REGION = "us-\253\252-1" }, "region")
config("a proxy", { HTTPS_PROXY = "http://INTERNAL:3128", NO_PROXY = "ILLINOIS.EXAMPLE" }, "proxy")
for _, host in ipairs({ "illinois.example", "other.example" }) do
  show("a proxy to " .. host, require("aws.settings.proxy").chooser(nil, function(name)
    return ({ HTTPS_PROXY = "http://INTERNAL:3128", NO_PROXY = "ILLINOIS.EXAMPLE" })[name]
  end), "https://" .. host)
end

-- Keys: bytes that are control characters or blanks in 8-bit locales alone.
for _, byte in ipairs({ "\133", "\160", "\255" }) do
  local ok, err = with({ AWS_ACCESS_KEY_ID = "AK" .. byte, AWS_SECRET_ACCESS_KEY = "S" .. byte, AWS_REGION = "eu-west-1" }, function()
    return dms.new{}.prepare.stop_replication{ ReplicationConfigArn = "a" }.url
  end)
  print("a byte in a key", ok, tostring(err))
end

-- Signatures.
local headers, details = sigv4.sign{
  method = "POST", url = "HTTPS://BUCKET-I.S3.amazonaws.com/İı\160?I=\133&i=1.5", service = "s3", region = "eu-west-1", time = 1700000000.5,
  headers = { ["X-Amz-Meta-INITIAL"] = "I \160 i\133", ["IF-MATCH"] = "x" }, credentials = keys, body = "b",
}
print("signature", details.canonical_request:gsub("\n", "|"), headers.Authorization)
show("a URL in parts", sigv4.presign, { method = "GET", url = { scheme = "HTTPI", host = "", port = "1,5", path = 1, query = 2 },
  service = "s3", region = "r", credentials = keys, expires = 1.5 })

-- Numbers and names in JSON, in headers and in the path.
local toy = { name = "toy", protocol = "restJson1", operations = { put = { name = "Put", method = "PUT", path = "/{ITEM}", input = "In",
  output = "Out" } }, shapes = {
  In = { type = "structure", members = { ITEM = { shape = "double", location = "uri" }, x = { shape = "double", location = "querystring" },
    y = { shape = "Time", location = "header", location_name = "IF" }, I = "double", i = "double" } },
  Time = { type = "timestamp" },
  Out = { type = "structure", members = { I = "double", t = "timestamp",
    INFO = { shape = "double", location = "header", location_name = "X-INFO" } } },
} }
local operation = protocol.compile(toy, "put")
local request = protocol.build(operation, { ITEM = 0.1, x = 1e-7, y = 1700000000.25, I = 1.5, i = 123456.789 })
print("request", request.path, request.query, request.headers[#request.headers][2], #request.body,
  request.body:find("1.5", 1, true) ~= nil, request.body:find("123456.789", 1, true) ~= nil)
local output = protocol.parse(operation, { status = 200, headers = { ["x-info"] = "2.5" }, body = '{"I":1.25,"t":1700000000.5}' })
print("output", output.I == 1.25, output.t == 1700000000.5, output.INFO == 2.5)
show("a problem", protocol.build, operation, { I = "x", i = {}, IT = 1, ix = 2, Iy = 3 })

-- Messages.
local function call(settings, options)
  settings.region, settings.credentials, settings.sleep = "eu-west-1", keys, function() end
  settings.proxy = false
  return dms.new(settings).stop_replication({ ReplicationConfigArn = "x" }, options)
end
local clock = 0
show("a timeout", call, { clock = function() clock = clock + 0.125 return clock end, random = function() return 0.5 end,
  transport = function() return { status = 503, headers = { ["retry-after"] = "3" }, body = "" } end, max_attempts = 5 }, { timeout = 2.5 })
show("a map's timeout", aws.map, { 1 }, function() return dms.new{ region = "eu-west-1", credentials = keys,
  proxy = false, endpoint_url = "http://127.0.0.1:1", max_attempts = 9, random = function() return 0.999 end
  }.stop_replication{ ReplicationConfigArn = "x" } end, { timeout = 0.125 })
show("a program that is late", core.run_process, { "sleep", "9" }, 0.25, 10)
show("a program that is missing", core.run_process, { "no-such-program-here" }, 9, 10)
show("a file that is missing", core.read_file, home .. "/none/x", 10)
show("a code", function()
  local fields = protocol.parse_error(operation, { status = 400, headers = { ["x-amzn-errortype"] = "\160Invalid\160" }, body = "\133" })
  return fields.type:gsub("[\128-\255]", "?"), fields.message
end)
for text in ("1.5 1,5 2 I"):gmatch("[^ ]+") do
  local seconds = retry.asked_delay({ ["retry-after"] = text, ["x-amz-retry-after"] = text }, 0)
  print("to wait " .. text, seconds and ("%.0f ms"):format(seconds * 1000))
end
]==]

local CONFIG = [[
[profile IBIZA]
REGION = eu-west-1
MAX_ATTEMPTS = 7
Retry_Mode = STANDARD
USE_FIPS_ENDPOINT = TRUE
]]

describe("under another locale everything is as it is without:", function()
  local place, home, path

  local function build(name, set)
    local target = ("%s/%s.%s"):format(path, name, set)
    child.run(("PATH=$PATH:/usr/sbin; localedef -c --no-archive -i %s -f %s %s >/dev/null 2>&1"):format(name, set, child.quote(target)))
    return child.run("[ -d " .. child.quote(target) .. " ]") == 0
  end

  local function run(locale)
    local code, stdout, stderr = child.run(child.clean_environment({ LOCPATH = path }) .. (arg and arg[-1] or "lua5.4") .. " "
      .. child.quote(home .. "/code.lua") .. " " .. locale .. " " .. child.quote(home))
    assert.equal(0, code, stderr)
    return stdout
  end

  setup(function()
    place = folder.new()
    home, path = place.path, place.path .. "/locales"
    place.write("code.lua", CODE)
    place.write(".aws/config", CONFIG)
    place.write("locales/README", "made by localedef")
  end)
  teardown(function() place.remove() end)

  for _, locale in ipairs(locales) do
    local name, set = locale[1], locale[2]
    it(("%s in %s"):format(name, set), function()
      if not build(name, set) then return pending("localedef makes no such locale here (Debian: locales)") end
      assert.equal(run("C"), run(name .. "." .. set))
    end)
  end
end)
