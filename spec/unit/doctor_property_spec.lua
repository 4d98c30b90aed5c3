-- aws.doctor in made-up worlds: it always ends with a report, in which there is no secret and no broken line.
local doctor = require "aws.doctor"
local support = require "spec.support.doctor"

local WORLDS = 120

--- Chance that is the same on every machine (the minimal standard generator).
local function new_random(seed)
  local state = seed
  return function(most)
    state = state * 16807 % 2147483647
    return state % most + 1
  end
end

local SECRETS = { support.KEY, support.SECRET, support.TOKEN, "proxyPasswordOfSpec" }

--- Values of variables and keys that may hold a secret, and of the others.
local secret_names = {
  "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
}
local proxy_names = { "HTTPS_PROXY", "https_proxy", "http_proxy", "AWS_ENDPOINT_URL" }
local secret_keys = {
  "aws_access_key_id", "aws_access_key", "aws_secret_access_key", "aws_secret_key", "aws_session_token", "aws_sesion_token",
}
local names = {
  "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS",
  "AWS_CA_BUNDLE", "HTTPS_PROXY", "http_proxy", "NO_PROXY", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_RETRY_MODE",
  "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CREDENTIAL_EXPIRATION",
  "AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_USE_FIPS_ENDPOINT", "HOME",
}
local keys = {
  "region", "regoin", "role_arn", "source_profile", "credential_source", "sso_session", "sso_start_url", "sso_region",
  "sso_account_id", "sso_role_name", "services", "endpoint_url", "mfa_serial", "web_identity_token_file", "duration_seconds",
  "max_attempts", "login_session", "[", "  nested",
}
local values = {
  "", "x", "ops", "default", "us-east-1", "us-east1", "aws-global", "http://localhost:1", "https://h/p?q=1", "nonsense",
  "true", "3", "\255\254", "a b", "/", "2024-03-01T00:00:00Z", "*",
  "arn:aws:iam::123456789012:role/x", ("x"):rep(300), "~", "$HOME/y", "http://[::1]:80", "http://169.254.170.2/x", "a\27[1m",
}
local sections = {
  "default", "profile ops", "profiles ops", "ops", "sso-session s", "services s", "profile", "plugins", 'profile "a b', "default ",
}

local function file(random)
  local lines = { random(2) == 1 and "[default]" or "[profile ops]" }
  for _ = 1, random(12) do
    local line = ("%s = %s"):format(keys[random(#keys)], values[random(#values)])
    if random(3) == 1 then line = "[" .. sections[random(#sections)] .. "]" end
    if random(4) == 1 then line = ("%s = %s"):format(secret_keys[random(#secret_keys)], SECRETS[random(3)]) end
    lines[#lines + 1] = line
  end
  return table.concat(lines, "\n")
end

local function world_of(random)
  local world = { variables = {}, files = {}, options = { network = random(3) > 1, service = random(2) == 1 and "drs" or nil } }
  for _ = 1, random(7) do world.variables[names[random(#names)]] = values[random(#values)] end
  if random(3) == 1 then world.variables[proxy_names[random(#proxy_names)]] = "http://me:proxyPasswordOfSpec@h:1" end
  for _ = 1, random(3) - 1 do world.variables[secret_names[random(#secret_names)]] = SECRETS[random(3)] end
  if random(4) > 1 then world.files[".aws/config"] = file(random) end
  if random(4) > 1 then world.files[".aws/credentials"] = file(random) end
  return world
end

describe("a report of any world", function()
  after_each(support.clean)

  for seed = 1, 4 do
    it(("is whole, and shows no secret (seed %d)"):format(seed), function()
      local random = new_random(seed * 7919)
      for _ = 1, WORLDS / 4 do
        local report = support.examine(world_of(random))
        local json = doctor.json(report)
        for _, secret in ipairs(SECRETS) do assert.is_nil(json:find(secret, 1, true), json) end
        for _, check in ipairs(report.checks) do
          assert.is_nil(check.text:find("has broken", 1, true), check.text)
          for _, text in pairs(check) do assert.is_nil(text:find("%c"), text) end
        end
        assert.equal(report.failures == 0, report.ok)
        assert.equal(report.ok, support.first_failure(report) == nil)
      end
    end)
  end

  it("shows what it must not, were it not taken out", function() -- the words of this spec are found where they are
    local report = support.examine({ variables = { AWS_REGION = "eu-west-1", AWS_PROFILE = "proxyPasswordOfSpec" } })
    assert.truthy(doctor.json(report):find("proxyPasswordOfSpec", 1, true))
  end)
end)
