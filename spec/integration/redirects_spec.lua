-- An answer cannot send a request anywhere else: not the service's, nor those of whoever hands out keys.
local container = require "aws.credentials.providers.container"
local curl = require "aws.transport.curl"
local imds = require "aws.credentials.providers.imds"
local assume_role = require "aws.credentials.providers.assume_role"
local core = require "aws.core"
local local_aws = require "spec.support.local_aws"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"
local sso = require "aws.credentials.providers.sso"
local tcp_server = require "spec.support.tcp_server"
local transports = require "spec.support.transports"
local web_identity = require "aws.credentials.providers.web_identity"

local STATUSES = { 300, 301, 302, 303, 307, 308, 401, 407 }

--- Headers that lead somewhere; TARGET is another server's authority, OWN the one that was asked.
local leads = {
  ["another port"] = { Location = "http://TARGET/elsewhere" },
  ["another scheme"] = { Location = "https://TARGET/elsewhere" },
  ["a URL without a scheme"] = { Location = "//TARGET/elsewhere" },
  ["user info in front of another host"] = { Location = "http://OWN@TARGET/elsewhere" },
  ["user info in front of its own host"] = { Location = "http://user:pass@OWN/elsewhere" },
  ["its own path"] = { Location = "/elsewhere" },
  ["a file"] = { Location = "file:///etc/passwd" },
  ["a refresh"] = { Refresh = "0; url=http://TARGET/elsewhere", ["Content-Location"] = "http://TARGET/elsewhere" },
  ["another service"] = { ["Alt-Svc"] = 'h2="TARGET"; ma=9', Location = "http://TARGET/elsewhere" },
  ["a challenge"] = { ["WWW-Authenticate"] = 'Basic realm="x"', Location = "http://TARGET/elsewhere" },
}

local SSO = "[default]\nsso_session = my\nsso_account_id = 123456789012\nsso_role_name = R\n"
  .. "[sso-session my]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-west-2\n"
local SSO_FILE = ".aws/sso/cache/3ece1471f44f63177cbc35ba0b904e0c096b6783.json"

local function sso_token(ends_in)
  local function iso(seconds) return core.format_timestamp(scripted.time + seconds, "iso8601") end
  return ('{"accessToken":"%s","expiresAt":"%s","refreshToken":"r","clientId":"c","clientSecret":"%s","registrationExpiresAt":"%s"}')
    :format(providers.TOKEN, iso(ends_in), providers.SECRET, iso(1e6))
end

local ROLE = "[default]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n[profile base]\naws_access_key_id = AKBASE\n"
  .. "aws_secret_access_key = " .. providers.SECRET .. "\naws_session_token = " .. providers.TOKEN .. "\n"

local function call_of(service, operation, input)
  return function(url)
    local client = require("aws." .. service).new(local_aws.settings(url))
    local ok = pcall(client[operation], input)
    client.close()
    return ok
  end
end

--- Asks a provider over real connections; whether it gave keys.
local function ask(provider, variables, files, options)
  local transport = curl.new()
  local context = providers.context({}, { transport = transport, region = "us-east-1" })
  local ok, keys = pcall(provider.new(options, providers.surroundings(variables, files)), context)
  transport:close()
  return ok and keys ~= nil
end

--- Everybody who sends something secret: whether that was given keys, or an output, by a server.
local senders = {
  ["a call of dms"] = call_of("dms", "stop_replication", { ReplicationConfigArn = "arn:aws:dms:us-east-1:1:replication-config:X" }),
  ["a call of drs"] = call_of("drs", "retry_data_replication", { sourceServerID = "s-1234567890abcdef0" }),
  ["AssumeRole"] = function(url) return ask(assume_role, { AWS_ENDPOINT_URL_STS = url }, { [".aws/config"] = ROLE }) end,
  ["AssumeRoleWithWebIdentity"] = function(url)
    local path = providers.folder({ token = providers.TOKEN }) .. "/token"
    return ask(web_identity, { AWS_ENDPOINT_URL_STS = url, AWS_ROLE_ARN = "arn:aws:iam::1:role/r", AWS_WEB_IDENTITY_TOKEN_FILE = path }, {})
  end,
  ["the portal of IAM Identity Center"] = function(url)
    return ask(sso, { AWS_ENDPOINT_URL_SSO = url }, { [".aws/config"] = SSO, [SSO_FILE] = sso_token(3600) })
  end,
  ["the renewal of an SSO token"] = function(url)
    return ask(sso, { AWS_ENDPOINT_URL_SSO = url, AWS_ENDPOINT_URL_SSO_OIDC = url },
      { [".aws/config"] = SSO, [SSO_FILE] = sso_token(60) })
  end,
  ["the container's agent"] = function(url)
    return ask(container, { AWS_CONTAINER_CREDENTIALS_FULL_URI = url .. "/keys", AWS_CONTAINER_AUTHORIZATION_TOKEN = providers.TOKEN })
  end,
  ["the instance's metadata service"] = function(url) return ask(imds, { AWS_EC2_METADATA_SERVICE_ENDPOINT = url }) end,
}

describe("an answer that leads elsewhere is not followed:", function()
  after_each(function()
    tcp_server.stop_all()
    providers.clean()
  end)

  --- Headers with the servers' addresses in them.
  local function headers_to(lead, target, own)
    local headers = { Connection = "close" }
    for name, value in pairs(lead) do headers[name] = value:gsub("TARGET", target.authority):gsub("OWN", own) end
    return headers
  end

  for name, send in pairs(senders) do
    it(name, function()
      local target = tcp_server.start({ "log", tcp_server.answer(200, {}, "{}") })
      local is_asked = false
      for label, lead in pairs(leads) do
        for i, status in ipairs(STATUSES) do
          if i % 4 == #label % 4 then -- each lead with two statuses, each status with some leads
            local server = tcp_server.start({ "read", tcp_server.answer(status, headers_to(lead, target, "127.0.0.1:1"), "") })
            assert.is_false(send(server.url), label)
            local log = server.log()
            is_asked = is_asked or log ~= ""
            assert.truthy(log:find("HTTP/1.1\r\n", 1, true), label)
            assert.is_nil(log:find("elsewhere", 1, true), log)
            server.stop()
          end
        end
      end
      assert.is_true(is_asked)
      assert.equal("", target.log())
    end)
  end

  it("not by the transport itself, whatever is in the request", function()
    local target = tcp_server.start({ "log" })
    for _, status in ipairs(STATUSES) do
      local server = tcp_server.start({ "read", tcp_server.answer(status, { Location = target.url .. "/elsewhere" }, "") })
      local headers = { { "Host", server.authority }, { "Authorization", "x" } }
      local response = transports.once(local_aws.request(server.url, { headers = headers }))
      assert.equal(status, response.status)
      assert.equal(target.url .. "/elsewhere", response.headers.location)
      server.stop()
    end
    assert.equal("", target.log())
  end)
end)

describe("the container's token goes to no host but", function()
  after_each(providers.clean)

  local function requests_for(url)
    local context = providers.context({ scripted.answer("{}"), scripted.answer("{}"), scripted.answer("{}") })
    local ok, err = pcall(container.new(nil, providers.surroundings({
      AWS_CONTAINER_CREDENTIALS_FULL_URI = url, AWS_CONTAINER_AUTHORIZATION_TOKEN = providers.TOKEN,
    })), context)
    assert.is_false(ok)
    assert.is_true(providers.is_clean(err))
    return #context.requests, err
  end

  it("this machine, the agents of ECS and EKS, and what has TLS", function()
    for _, host in ipairs({ "127.0.0.1", "127.255.0.1:81", "localhost", "LOCALHOST", "[::1]", "169.254.170.2", "169.254.170.23",
      "[fd00:ec2::23]", "[FD00:EC2::23]" }) do
      assert.equal(1, (requests_for("http://" .. host .. "/keys")), host)
    end
    assert.equal(1, (requests_for("https://example.com/keys")))
  end)

  it("nothing that only looks like these", function()
    for _, host in ipairs({ "example.com", "169.254.169.254", "169.254.170.3", "127.0.0.1.example.com", "localhost.example.com",
      "127.1", "127.0.0.256", "127.0.0.01111", "0.0.0.0", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]", "[::]", "[fd00:ec2::24]",
      "127.0.0.1@example.com", "example.com#@127.0.0.1", "example.com\\@127.0.0.1", "127.0.0.1%00.example.com", "localhost." }) do
      local count, err = requests_for("http://" .. host .. "/keys")
      assert.equal(0, count, host)
      assert.equal("ConfigError", err.type, host)
    end
  end)

  it("the ECS agent, where a path alone is given", function()
    for _, path in ipairs({ "@example.com/keys", ".example.com/keys", ":80@example.com", "//example.com/keys", "/../keys", "/k\\@e" }) do
      local context = providers.context({ scripted.answer("{}"), scripted.answer("{}"), scripted.answer("{}") })
      pcall(container.new(nil, providers.surroundings({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI = path })), context)
      for _, request in ipairs(context.requests) do
        assert.equal("169.254.170.2", core.parse_url(request.url).host, path)
        assert.equal("169.254.170.2", (scripted.header(request, "Host")))
      end
    end
  end)
end)
