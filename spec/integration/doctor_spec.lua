-- examples/doctor.lua, run as a user would, on set-ups that are broken, against the local endpoint.
local child = require "spec.support.child"
local dkjson = require "dkjson"
local folder = require "spec.support.folder"
local local_aws = require "spec.support.local_aws"
local system = require "system"

local lua = os.getenv "LUA" or "lua5.4"

--- Every secret of the fixtures, and every access key id.
local function secrets()
  local variables, list = local_aws.variables(), { "proxyPasswordOfSpec" }
  local keys = { { access_key_id = variables.AWS_ACCESS_KEY_ID, secret_access_key = variables.AWS_SECRET_ACCESS_KEY } }
  for _, name in ipairs({ "temporary_key", "expired_key", "denied_key", "reader_key", "uninitialized_key" }) do
    keys[#keys + 1] = local_aws[name]
  end
  for _, own in ipairs(keys) do
    for _, secret in pairs(own) do list[#list + 1] = secret end
  end
  return list
end

local function assert_clean(text)
  for _, secret in ipairs(secrets()) do assert.is_nil(text:find(secret, 1, true), text) end
  assert.is_nil(text:find("Signature=", 1, true), text)
end

--- The variables of keys.
local function variables_of(keys)
  return { AWS_ACCESS_KEY_ID = keys.access_key_id, AWS_SECRET_ACCESS_KEY = keys.secret_access_key,
    AWS_SESSION_TOKEN = keys.session_token }
end

describe("examples/doctor.lua", function()
  local home
  before_each(function() home = folder.new() end)
  after_each(function() home.remove() end)

  --- Variables with which all is well; false takes one away.
  local function environment(more)
    local all = { HOME = home.path, AWS_EC2_METADATA_DISABLED = "true", AWS_REGION = "us-east-1", AWS_MAX_ATTEMPTS = "1",
      AWS_ENDPOINT_URL = local_aws.http(), AWS_ACCESS_KEY_ID = local_aws.variables().AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY = local_aws.variables().AWS_SECRET_ACCESS_KEY }
    for name, value in pairs(more or {}) do all[name] = value or nil end
    return child.clean_environment(all)
  end

  local function command(arguments, more)
    return environment(more) .. ("%s examples/doctor.lua %s"):format(lua, arguments or "")
  end

  --- Exit code and text; what the machine's reader sees is looked through too.
  local function run(arguments, more)
    local code, text, stderr = child.run(command(arguments, more))
    assert.equal("", stderr)
    local json_code, json = child.run(command((arguments or "") .. " --json", more))
    assert_clean(text)
    assert_clean(json)
    assert.equal(code, json_code)
    local report = assert(dkjson.decode(json))
    assert.equal(code == 0, report.ok)
    return code, text, report
  end

  --- The first line of a check that failed, with single blanks.
  local function first_failure(text)
    local line = ("\n" .. text):match("\nfail +([^\n]*)") or ""
    return (line:gsub(" +", " "))
  end

  it("finds nothing wrong where nothing is", function()
    for _, case in ipairs({ { "" }, { "--service drs" }, { "--region eu-central-1 --service=dms" },
      { "", { AWS_ENDPOINT_URL = local_aws.https(), AWS_CA_BUNDLE = local_aws.variables().LOCAL_AWS_CA_BUNDLE } },
      { "", variables_of(local_aws.temporary_key) } }) do
      local code, text = run(case[1], case[2])
      assert.equal(0, code, text)
      assert.equal("", first_failure(text))
      assert.matches("\n0 failed, ", text, 1, true)
    end
  end)

  local NO_KEYS = { AWS_ACCESS_KEY_ID = false, AWS_SECRET_ACCESS_KEY = false }

  --- Set-ups, each with its arguments, variables and files, and what its first line of failure says.
  local broken = {
    ["no keys"] = { says = '^credentials no keys in any place, for profile "default"', variables = function() return NO_KEYS end },
    ["a typo in the name of a key"] = {
      says = "^credentials .*; aws_access_key in %[default%] of .*/.aws/credentials is not read: did you mean aws_access_key_id%?",
      variables = function() return NO_KEYS end,
      files = function()
        local keys = local_aws.temporary_key
        return { [".aws/credentials"] = ("[default]\naws_access_key = %s\naws_secret_access_key = %s\naws_session_token = %s\n"):format(
          keys.access_key_id, keys.secret_access_key, keys.session_token) }
      end,
    },
    ["a wrong profile"] = {
      says = '^profile profile "opps" %(AWS_PROFILE%) is neither .*; did you mean "ops"%?',
      variables = function() return { AWS_PROFILE = "opps" } end,
      files = function() return { [".aws/config"] = "[profile ops]\nregion = eu-west-1\n" } end,
    },
    ["keys that have expired"] = {
      says = "^identity the key …RED1 has expired", variables = function() return variables_of(local_aws.expired_key) end,
    },
    ["a clock that is wrong"] = {
      says = "^clock this machine's clock is 1 h behind the service's",
      variables = function() return { AWS_ENDPOINT_URL = local_aws.http("date-skew=5400") } end,
    },
    ["a proxy that refuses"] = {
      says = "^proxy http://127.0.0.1:1 %(http_proxy%): ",
      variables = function() return { http_proxy = "http://me:proxyPasswordOfSpec@127.0.0.1:1" } end,
    },
    ["an endpoint that is wrong"] = {
      says = "^connection http://127.0.0.1:1 %(AWS_ENDPOINT_URL%): ",
      variables = function() return { AWS_ENDPOINT_URL = "http://127.0.0.1:1" } end,
    },
    ["no region"] = { says = "^region no region: set AWS_REGION", variables = function() return { AWS_REGION = false } end },
    ["keys without permissions"] = {
      says = "^service the keys are good, but may not look: dms:DescribeReplications is missing",
      variables = function() return variables_of(local_aws.denied_key) end,
    },
    ["an account without DRS"] = {
      says = "^service DRS is not initialised in us%-east%-1 ", arguments = "--service drs",
      variables = function() return variables_of(local_aws.uninitialized_key) end,
    },
    ["a region without DRS"] = { says = "^service DRS is not initialised in us%-west%-1 ", arguments = "--service drs --region us-west-1" },
    ["a secret key that is not the key's"] = {
      says = "^identity the key …N001 does not fit its secret key",
      variables = function() return { AWS_SECRET_ACCESS_KEY = local_aws.denied_key.secret_access_key } end,
    },
    ["a key that nobody knows"] = {
      says = "^identity the key …KEY1 is not known", variables = function() return { AWS_ACCESS_KEY_ID = "AKIANOBODYKNOWSKEY1" } end,
    },
    ["a temporary key without its token"] = {
      says = "^credentials …0001 of environment, temporary %(ASIA%), and there is no session token: it cannot work",
      variables = function()
        return { AWS_ACCESS_KEY_ID = local_aws.temporary_key.access_key_id,
          AWS_SECRET_ACCESS_KEY = local_aws.temporary_key.secret_access_key }
      end,
    },
    ["a file that cannot be read"] = {
      says = "^files.config .*/.aws/config:2: ", files = function() return { [".aws/config"] = "[default]\nnonsense\n" } end,
    },
    ["an endpoint that is not a URL"] = {
      says = "^settings AWS_ENDPOINT_URL ", variables = function() return { AWS_ENDPOINT_URL = "nonsense" } end,
    },
    ["an endpoint of somebody else"] = {
      says = "^service http://127.0.0.1:%d+/fault/html %(AWS_ENDPOINT_URL%) does not answer as DMS does: ",
      variables = function() return { AWS_ENDPOINT_URL = local_aws.http("html") } end,
    },
    ["a certificate that has expired"] = {
      says = "^tls .*certificate has expired",
      variables = function()
        local variables = local_aws.variables()
        return { AWS_ENDPOINT_URL = variables.LOCAL_AWS_EXPIRED_URL, AWS_CA_BUNDLE = variables.LOCAL_AWS_CA_BUNDLE }
      end,
    },
    ["a certificate that is not trusted"] = {
      says = "^tls ", variables = function() return { AWS_ENDPOINT_URL = local_aws.https() } end,
    },
    ["keys of a file that lacks half of them"] = {
      says = "^credentials.shared_file .* has aws_access_key_id, but not aws_secret_access_key; aws_secret_key in ",
      variables = function() return NO_KEYS end,
      files = function()
        return { [".aws/credentials"] = ("[default]\naws_access_key_id = %s\naws_secret_key = %s\n"):format(
          local_aws.denied_key.access_key_id, local_aws.denied_key.secret_access_key) }
      end,
    },
  }

  for name, set_up in pairs(broken) do
    it("names the cause in its first line of failure: " .. name, function()
      for file, text in pairs(set_up.files and set_up.files() or {}) do home.write(file, text) end
      local code, text, report = run(set_up.arguments, set_up.variables and set_up.variables())
      assert.equal(1, code)
      assert.matches(set_up.says, first_failure(text))
      assert.is_true(report.failures > 0)
    end)
  end

  it("opens no socket with --offline", function()
    local preload = { LD_PRELOAD = child.compile("no_sockets", true) }
    assert.equal(97, (child.run(command("", preload)))) -- it would be seen
    home.write(".aws/config", ("[profile role]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\n"
      .. "[profile base]\naws_access_key_id = %s\naws_secret_access_key = %s\n[profile program]\ncredential_process = true\n"):format(
      local_aws.denied_key.access_key_id, local_aws.denied_key.secret_access_key))
    for _, more in ipairs({ {}, NO_KEYS, { AWS_ACCESS_KEY_ID = false, AWS_SECRET_ACCESS_KEY = false, AWS_EC2_METADATA_DISABLED = "false" },
      { AWS_ACCESS_KEY_ID = false, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI = "/keys" },
      { AWS_ACCESS_KEY_ID = false, AWS_PROFILE = "role" }, { AWS_ACCESS_KEY_ID = false, AWS_PROFILE = "program" } }) do
      for key, value in pairs(preload) do more[key] = value end
      local code, text = child.run(command("--offline", more))
      assert.is_true(code == 0 or code == 1 and more.AWS_EC2_METADATA_DISABLED == nil, text)
      assert.matches("\nskip +network +left out: no request is to be sent\n", text)
      more.LD_PRELOAD = nil
    end
  end)

  it("says how it is used, and exits with 2, for wrong options", function()
    for _, arguments in ipairs({ "--service ec2", "--region", "--nonsense", "x", "--json=yes", "--region 'a b'", "--offline=1" }) do
      local code, stdout, stderr = child.run(command(arguments))
      assert.same({ 2, "" }, { code, stdout }, arguments)
      assert.matches("^doctor: [^\n]+\nusage: lua5.4 examples/doctor.lua %[%-%-json%][^\n]+\n$", stderr)
    end
    for _, arguments in ipairs({ "--help", "--json -h" }) do
      local code, stdout = child.run(command(arguments))
      assert.equal(0, code)
      assert.matches("^usage: ", stdout)
    end
  end)

  it("fails where its output cannot be written", function()
    local code, _, stderr = child.run("(" .. command("--offline --json") .. " >/dev/full)")
    assert.same({ 1, "standard output cannot be written: No space left on device\n" }, { code, stderr })
  end)

  it("writes one JSON document, in which no line is broken", function()
    local _, json = child.run(command("--json"))
    assert.matches("^{[^\n]*}\n$", json)
    local report = dkjson.decode(json)
    assert.same({ true, 0, "string" }, { report.ok, report.failures, type(report.checks[1].name) })
  end)

  it("has colours on a terminal only, and not with NO_COLOR", function()
    local function on_terminal(more)
      return (select(2, child.run("script -qc " .. child.quote(command("--offline", more)) .. " /dev/null")))
    end
    assert.is_nil(select(2, child.run(command("--offline"))):find("\27", 1, true))
    if child.run("script -qc true /dev/null") ~= 0 then pending("this machine has no script(1), or no terminals") return end
    assert.matches("\27%[32mok  \27%[0m  region ", on_terminal({ TERM = "xterm" }))
    assert.is_nil(on_terminal({ TERM = "xterm", NO_COLOR = "1" }):find("\27", 1, true))
    for _, kind in ipairs({ "dumb", "" }) do assert.is_nil(on_terminal({ TERM = kind }):find("\27", 1, true)) end
    assert.truthy(on_terminal({ TERM = "xterm", NO_COLOR = "" }):find("\27", 1, true))
  end)

  it("ends at Ctrl-C with 130", function()
    local id = "doctor" .. local_aws.fresh()
    local process = child.start(command("", { AWS_ENDPOINT_URL = local_aws.http("delay=60,id=" .. id) }))
    local deadline = system.monotime() + 30
    while #local_aws.requests(id) < 2 do -- the first one is not signed, and answered at once
      assert.is_true(system.monotime() < deadline, "the child does not ask STS")
      system.sleep(0.05)
    end
    system.sleep(0.1) -- it waits now
    assert(os.execute("kill -INT " .. process.pid))
    local code, text = process.finish()
    assert.equal(130, code)
    assert.matches("^Interrupted: [^\n]+\n$", text)
  end)
end)
