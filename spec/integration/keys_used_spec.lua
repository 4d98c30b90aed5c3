-- Whose keys, over real files, variables and sockets: what a script sees in errors, events and client.explain.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local providers = require "spec.support.providers"

after_each(providers.clean)

local PROXY_PASSWORD = "proxy-password-that-must-not-show"

--- What the script prints: events, the error in its members and line, and the explanation, before and after.
local SCRIPT = [[
  local dms = require "aws.dms"
  local function show(value)
    if type(value) ~= "table" then return tostring(value) end
    local parts = {}
    for key, item in pairs(value) do parts[#parts + 1] = tostring(key) .. "=" .. show(item) end
    table.sort(parts)
    return "{" .. table.concat(parts, ", ") .. "}"
  end
  local client = dms.new{ profile = os.getenv "NAMED_PROFILE", logger = function(event)
    print("event " .. event.type .. " " .. tostring(event.provider) .. " " .. tostring(event.place))
    print(show(event))
  end }
  print(client.explain())
  local ok, err = pcall(client.stop_replication, { ReplicationConfigArn = "ARN" })
  print("line " .. tostring(err))
  print("members " .. show(err.credentials or {}))
  print(show(err), pcall(error, err))
  print(client:explain{ fetch = true })
]]

local SECRETS = { local_aws.denied_key.secret_access_key, local_aws.expired_key.secret_access_key,
  local_aws.expired_key.session_token, PROXY_PASSWORD, "Signature=" }

--- Runs the script with these files in HOME and these variables alone.
local function run(files, variables)
  local home = providers.folder(files)
  local set = { HOME = home, AWS_REGION = "us-east-1", AWS_MAX_ATTEMPTS = "1" }
  for name, value in pairs(variables) do set[name] = value:gsub("HOME", function() return home end) end
  local code, text, stderr = child.run(child.lua_command(SCRIPT:gsub("ARN", local_aws.arn()), set, true))
  assert.equal("0 ", code .. " " .. stderr)
  for _, secret in ipairs(SECRETS) do assert.is_nil(text:find(secret, 1, true), text) end
  return text, home
end

local function section(name, keys)
  local text = ("[%s]\naws_access_key_id = %s\naws_secret_access_key = %s\n"):format(name, keys.access_key_id, keys.secret_access_key)
  return keys.session_token and text .. "aws_session_token = " .. keys.session_token .. "\n" or text
end

local function check(text, ...)
  for _, words in ipairs({ ... }) do assert.truthy(text:find(words, 1, true), words .. "\nis not in\n" .. text) end
end

describe("a script", function()
  it("learns that the keys of a profile may not do it", function()
    local text, home = run({ [".aws/credentials"] = section("ops", local_aws.denied_key) }, {
      AWS_PROFILE = "ops", AWS_DEFAULT_PROFILE = "other", AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE = local_aws.http(),
    })
    local place = ('profile "ops" in %s/.aws/credentials'):format(home)
    check(text, "event attempt shared_file " .. place, "line AccessDeniedException: ", "; keys of shared_file (" .. place .. "), …ED01 (",
      ("members {key_id=…ED01, place=%s, provider=shared_file}"):format(place),
      "!! endpoint_url is " .. local_aws.http() .. " (AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE)", "AWS_PROFILE counts first")
    check(text:gsub(" +", " "), "place " .. place .. "\n access key …ED01\n long-term (AKIA)")
  end)

  it("learns that the keys of the environment have expired, and that a profile is ignored", function()
    local keys = local_aws.expired_key
    local text, home = run({
      [".aws/config"] = "[profile ops]\nregion = eu-west-1\n", [".aws/credentials"] = section("ops", local_aws.denied_key),
    }, {
      AWS_PROFILE = "ops", AWS_ENDPOINT_URL = local_aws.http(), AWS_ACCESS_KEY_ID = keys.access_key_id,
      AWS_SECRET_ACCESS_KEY = keys.secret_access_key, AWS_SESSION_TOKEN = keys.session_token,
      HTTPS_PROXY = "http://me:" .. PROXY_PASSWORD .. "@127.0.0.1:9",
    })
    check(text, "event attempt environment AWS_ACCESS_KEY_ID", "line ExpiredTokenException: ",
      "; keys of environment (AWS_ACCESS_KEY_ID), …RED1 (")
    local words = text:gsub(" +", " ")
    check(words, "\n region us-east-1 AWS_REGION\n", "\n region eu-west-1", "from profile ops (" .. home .. "/.aws/config)",
      "\n aws_access_key_id …ED01", "AWS_ACCESS_KEY_ID counts first", "temporary (ASIA)\n", "HTTPS_PROXY http://127.0.0.1:9 environment")
  end)

  it("learns that variables are ignored where the code names a profile, and whose the program is", function()
    local keys = local_aws.denied_key
    local printed = ('{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s"}'):format(keys.access_key_id, keys.secret_access_key)
    local text, home = run({
      [".aws/config"] = "[profile tool]\ncredential_process = /bin/cat HERE/keys.json " .. keys.secret_access_key .. "\n",
    }, {
      NAMED_PROFILE = "tool", AWS_ACCESS_KEY_ID = "AKIAIGNOREDKEYS", AWS_SECRET_ACCESS_KEY = PROXY_PASSWORD,
      AWS_ENDPOINT_URL = local_aws.http(),
    })
    -- The program's second file is not there: it fails, and prints no keys.
    check(text, "line CredentialsError: process: ", "place=cat, credential_process of profile tool (" .. home .. "/.aws/config)")
    check(text:gsub(" +", " "), "AWS_ACCESS_KEY_ID …KEYS environment\n the code names profile \"tool\", whose keys count",
      "!! keys is none (chain): CredentialsError: process: ")
    text, home = run({ ["keys.json"] = printed, [".aws/config"] = "[profile tool]\ncredential_process = sh -c 'cat $HOME/keys.json' "
      .. PROXY_PASSWORD .. "\n" }, { NAMED_PROFILE = "tool", AWS_ENDPOINT_URL = local_aws.http() })
    check(text, "event attempt process sh, credential_process of profile tool (" .. home .. "/.aws/config)",
      "; keys of process (sh, credential_process of profile tool (" .. home .. "/.aws/config)), …ED01 (")
  end)
end)
