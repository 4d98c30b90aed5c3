-- Whatever goes wrong, no output of the library shows a secret: errors, events, audit lines, explain, tostring, tracebacks.
local core = require "aws.core"
local show = require "aws.show"
local curl = require "aws.curl"
local plans = require "spec.support.plan_runs"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"
local secrets = require "spec.support.secrets"
local folder = require "spec.support.folder"

local services = { dms = require "aws.dms", drs = require "aws.drs" }

local SECRET, TOKEN = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYMARKERKEY", "IQoJb3JpZ2lu/MARKER+TOKEN==" .. ("t"):rep(200)
local PASSWORD = "proxyPasswordMarker"
local KEYS = { access_key_id = "AKIDMARKER", secret_access_key = SECRET, session_token = TOKEN }

local inputs = {
  dms = { "stop_replication", { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:X" } },
  drs = { "retry_data_replication", { sourceServerID = "s-1234567890abcdef0" } },
}

--- All that a request says, and the keys that made its signature. Who hands out keys knows the request alone.
local function echo_of(request)
  local parts = request.is_for_keys and { request.body } or { SECRET, TOKEN }
  for _, header in ipairs(request.headers) do parts[#parts + 1] = header[1] .. ": " .. header[2] end
  return table.concat(parts, " ")
end

local function quoted(text)
  return '"' .. text:gsub('["\\]', "\\%0") .. '"'
end

--- What a transport does with a request, each in its own way telling what it knows.
local answers = {
  ["an error that repeats it"] = function(request)
    return scripted.answer('{"__type":"AccessDeniedException","message":' .. quoted(echo_of(request)) .. "}", 400)
  end,
  ["an error of that name"] = function(request)
    return scripted.answer('{"__type":' .. quoted(echo_of(request)) .. "}", 400)
  end,
  ["a page of HTML"] = function(request) return scripted.answer("<html><title>" .. echo_of(request) .. "</title>", 502) end,
  ["a plain text"] = function(request) return scripted.answer(echo_of(request), 403) end,
  ["headers"] = function(request)
    local text = echo_of(request)
    return scripted.answer("{}", 400, {
      ["x-amzn-errortype"] = text, ["x-amzn-requestid"] = TOKEN, ["x-echo"] = text, [TOKEN] = "a", location = "http://h/" .. text,
    })
  end,
  ["a redirect"] = function(request) return scripted.answer("", 307, { location = "http://h/?q=" .. echo_of(request) }) end,
  ["a good answer that is not JSON"] = function(request) return scripted.answer(echo_of(request), 200) end,
  ["a good answer of another shape"] = function(request)
    local text = quoted(echo_of(request))
    return scripted.answer('{"Replication":' .. text .. ',"tags":{' .. text .. ":[" .. text .. "]}}", 200)
  end,
  ["a good answer that is cut"] = function(request) return scripted.answer('{"Replication":{"' .. echo_of(request), 200) end,
  ["throttling"] = function(request)
    return scripted.answer('{"__type":"ThrottlingException","message":' .. quoted(echo_of(request)) .. "}", 400)
  end,
  ["a clock that is said to be wrong"] = function(request)
    return scripted.answer('{"__type":"RequestTimeTooSkewed","message":' .. quoted(echo_of(request)) .. "}", 403,
      { date = "Fri, 01 Mar 2024 12:00:00 GMT" })
  end,
  ["keys that are said to have ended"] = function(request)
    return scripted.answer('{"__type":"ExpiredTokenException","message":' .. quoted(echo_of(request)) .. "}", 400)
  end,
  ["a failure"] = function(request)
    return nil, { type = "ConnectionError", message = "cannot send " .. echo_of(request), sent = true }
  end,
  ["a failure of an unknown kind"] = function(request) return nil, { type = echo_of(request), message = echo_of(request) } end,
  ["a raised text"] = function(request) error(echo_of(request)) end,
  ["a raised table"] = function(request) error({ text = echo_of(request), type = "ServiceError", message = echo_of(request) }) end,
  ["something else"] = function(request) return echo_of(request), echo_of(request) end,
  ["a status that is a text"] = function(request) return { status = echo_of(request), headers = {}, body = "" } end,
}

--- Settings under which a client may work: how keys come, and who listens.
local function settings_of(outputs, answer, more)
  local clock = 0
  local given = {
    region = "us-east-1", credentials = KEYS, proxy = "http://user:" .. PASSWORD .. "@proxy.example:3128", max_attempts = 2,
    transport = function(request)
      outputs:also_secret((scripted.header(request, "Authorization") or ""):match("Signature=(%x+)"))
      return answer(request)
    end,
    now = function() return scripted.time end,
    clock = function() clock = clock + 1 return clock end,
    sleep = function() end, random = function() return 0.5 end,
    logger = function(event) outputs:add("event", event) end,
    audit = function(line) outputs:add("audit", line) end,
  }
  for name, value in pairs(more or {}) do given[name] = value end
  return given
end

--- Calls, and gathers all that there is to be seen of it.
local function run(outputs, name, given, input, options)
  scripted.with_environment({}, function()
    local made, client = pcall(services[name].new, given)
    outputs:add(made and "client" or "error of new", client)
    if not made then return end
    local operation = client[inputs[name][1]]
    local ok, raised = pcall(operation, input or inputs[name][2], options)
    outputs:add("error", not ok and raised or nil)
    xpcall(operation, function(err) outputs:add("traceback", debug.traceback(tostring(err))) end, input or inputs[name][2], options)
    outputs:add("explain", client.explain())
    outputs:add("explain with keys", client.explain({ fetch = true }))
    outputs:add("config", client.config())
    outputs:add("shown", show.text(client) .. show.text(client.config) .. show.text(raised))
    client.close()
    outputs:add("closed client", client)
  end)
end

describe("no output shows a secret of a call that meets", function()
  for label, answer in pairs(answers) do
    it(label, function()
      for name in pairs(services) do
        for _, more in ipairs({ {}, { credentials = function() return KEYS end }, { retry_mode = "adaptive", timeout = 9 } }) do
          local outputs = secrets.new({ SECRET, TOKEN, PASSWORD })
          run(outputs, name, settings_of(outputs, answer, more))
          outputs:check()
          assert.is_true(outputs:count() > 8)
        end
      end
    end)
  end

  it("an input, options or settings with secrets where they do not belong", function()
    local refuse = answers["an error that repeats it"]
    for name in pairs(services) do
      local outputs = secrets.new({ SECRET, TOKEN, PASSWORD })
      run(outputs, name, settings_of(outputs, refuse), { [SECRET] = TOKEN })
      run(outputs, name, settings_of(outputs, refuse), nil, { [TOKEN] = SECRET })
      run(outputs, name, settings_of(outputs, refuse), nil, { credentials = { access_key_id = "A\n", secret_access_key = SECRET } })
      run(outputs, name, settings_of(outputs, refuse, { [SECRET] = 1 }))
      run(outputs, name, settings_of(outputs, refuse, { credentials = { access_key_id = "A", secret_access_key = SECRET .. "\n" } }))
      run(outputs, name, settings_of(outputs, refuse, { proxy = "http://user:" .. PASSWORD .. "@[" }))
      run(outputs, name, settings_of(outputs, refuse, { proxy = "ftp://user:" .. PASSWORD .. "@h" }))
      run(outputs, name, settings_of(outputs, refuse, { endpoint_url = "http://user:" .. PASSWORD .. "@h" }))
      outputs:check()
    end
  end)
end)

describe("no output shows what a provider is given, when", function()
  after_each(providers.clean)

  local ROLE = "[default]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/m\n"
    .. "external_id = externalIdMarker\n[profile base]\naws_access_key_id = AKBASE\naws_secret_access_key = " .. SECRET
    .. "\naws_session_token = " .. TOKEN .. "\n"
  local SSO = "[default]\nsso_session = my\nsso_account_id = 123456789012\nsso_role_name = R\n"
    .. "[sso-session my]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-west-2\n"
  local SSO_FILE = ".aws/sso/cache/3ece1471f44f63177cbc35ba0b904e0c096b6783.json"

  local function sso_token(ends_in)
    local function iso(seconds) return core.format_timestamp(scripted.time + seconds, "iso8601") end
    return ('{"accessToken":"%s","expiresAt":"%s","refreshToken":"refreshTokenMarker","clientId":"c","clientSecret":"%s",'
      .. '"registrationExpiresAt":"%s"}'):format(TOKEN, iso(ends_in), SECRET, iso(1e6))
  end

  --- Variables and files with secrets for each provider.
  local worlds = {
    environment = function()
      return { AWS_ACCESS_KEY_ID = "AKID", AWS_SECRET_ACCESS_KEY = SECRET .. "\r", AWS_SESSION_TOKEN = TOKEN }
    end,
    assume_role = function() return {}, { [".aws/config"] = ROLE } end,
    web_identity = function()
      return { AWS_ROLE_ARN = "arn:aws:iam::1:role/r", AWS_WEB_IDENTITY_TOKEN_FILE = providers.folder({ t = TOKEN }) .. "/t" }, {}
    end,
    sso = function() return {}, { [".aws/config"] = SSO, [SSO_FILE] = sso_token(3600) } end,
    ["sso, renewed,"] = function() return {}, { [".aws/config"] = SSO, [SSO_FILE] = sso_token(60) } end,
    shared_file = function()
      return {}, { [".aws/credentials"] = "[default]\naws_access_key_id = \"A\"\naws_secret_access_key = " .. SECRET .. "\n" }
    end,
    ["shared_file of broken lines"] = function() return {}, { [".aws/credentials"] = "[default]\n" .. SECRET .. "\n" .. TOKEN } end,
    ["shared_file of two equal keys"] = function()
      local line = "aws_secret_access_key = " .. SECRET .. "\n"
      return {}, { [".aws/credentials"] = "[default]\n" .. line .. line }
    end,
    config_file = function()
      return {}, { [".aws/config"] = "[default]\naws_access_key_id = A\naws_secret_access_key =\n  " .. SECRET .. "\n" }
    end,
    process = function()
      return {}, { [".aws/config"] = "[default]\ncredential_process = /bin/false --password " .. SECRET .. " '" .. TOKEN .. "'\n" }
    end,
    ["process that prints them"] = function()
      return {}, { [".aws/config"] = "[default]\ncredential_process = printf '%s' '" .. SECRET .. TOKEN .. "'\n" }
    end,
    container = function()
      return { AWS_CONTAINER_CREDENTIALS_FULL_URI = "http://127.0.0.1/keys", AWS_CONTAINER_AUTHORIZATION_TOKEN = TOKEN }, {}
    end,
    imds = function() return {}, {} end,
  }

  --- The token that an instance's service gives to any PUT, so that later answers can repeat it.
  local function with_imds_token(answer)
    return function(request)
      request.is_for_keys = true
      if request.method == "PUT" then return scripted.answer(TOKEN) end
      return answer(request)
    end
  end

  --- What a service of keys answers in the forms of its own.
  local function in_xml(request)
    return scripted.answer("<ErrorResponse><Error><Code>AccessDenied</Code><Message>" .. echo_of(request):gsub("[<&]", "")
      .. "</Message></Error></ErrorResponse>", 403)
  end

  local function in_sso(request)
    return scripted.answer(('{"error":"invalid_grant","error_description":%s,"message":%s}'):format(quoted(echo_of(request)),
      quoted(request.body)), 400)
  end

  for name, world in pairs(worlds) do
    it(name .. " fails", function()
      local provider = require("aws.credentials.providers." .. name:match("^[a-z_]+"))
      local all = { in_xml, in_sso }
      for _, answer in pairs(answers) do all[#all + 1] = answer end
      for _, answer in ipairs(all) do
        local outputs = secrets.new({ SECRET, TOKEN, "refreshTokenMarker", "mfaCodeMarker", "externalIdMarker" })
        local variables, files = world()
        local surroundings = providers.surroundings(variables, files)
        surroundings.mfa = function() return "mfaCodeMarker" end
        local given = settings_of(outputs, with_imds_token(answer), { proxy = false })
        given.credentials = provider.new(nil, surroundings)
        run(outputs, "drs", given)
        outputs:check()
      end
    end)
  end
end)

describe("no output shows a secret:", function()
  it("tostring of what the core makes", function()
    local outputs = secrets.new({ SECRET, TOKEN })
    local signer, pool, transfer = core.signer(), curl.pool(), curl.transfer()
    local template = assert(core.request_template({ method = "GET", url = "http://127.0.0.1:1/", service = "s", region = "r", time = 0,
      headers = { { "x-own", TOKEN } }, credentials = KEYS }, 1, 0))
    local headers = assert(template:sign(signer, KEYS, 0, SECRET))
    local function look()
      for label, object in pairs({ signer = signer, template = template, headers = headers, pool = pool, transfer = transfer }) do
        assert.equal("userdata", type(object))
        outputs:add(label, tostring(object))
      end
    end
    look()
    assert(pool:start(transfer, { method = "GET", url = "http://127.0.0.1:1/", headers = headers }))
    look()
    transfer:close()
    pool:close()
    signer:close()
    look()
    local shape = core.shape({ A = { type = "structure", members = { a = "string" } } }, "A")
    outputs:add("shape", tostring(shape))
    for _, body in ipairs({ '{"a":["' .. TOKEN .. '"]}', '{"a":"' .. TOKEN, '{"' .. SECRET .. '"' }) do
      local value, fault = core.decode(shape, body)
      assert.is_nil(value)
      outputs:add("fault", fault)
    end
    outputs:check()
  end)

  it("what a plan prints and writes, its report and its errors", function()
    local made = folder.new()
    finally(made.remove)
    for service, state in pairs({ dms = "running", drs = "STALLED" }) do
      for label, answer in pairs(answers) do
        local outputs = secrets.new({ SECRET, TOKEN, PASSWORD })
        local plan, cloud = plans.of(service, { state, state })
        plan.targets = { cloud:target({ credentials = KEYS, proxy = "http://user:" .. PASSWORD .. "@h:1", logger = function(event)
          outputs:add("event", event)
        end }) }
        local transport, is_identity = plan.targets[1].transport, true
        plan.targets[1].transport = function(request)
          outputs:also_secret((scripted.header(request, "Authorization") or ""):match("Signature=(%x+)"))
          if is_identity then
            is_identity = false
            return transport(request)
          end
          return answer(request)
        end
        local path = made.path .. "/" .. service .. #label .. label:sub(-3):gsub("%W", "") .. ".jsonl"
        local ok, raised = pcall(plans.run, plan, { report = path })
        outputs:add(ok and "report" or "error", raised)
        outputs:add("file", core.read_file(path, 1e6))
        assert.is_true(#core.read_file(path, 1e6) > 0, label)
        outputs:check()
      end
    end
  end)
end)
