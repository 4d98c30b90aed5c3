-- The requests of providers carry the client's own User-Agent.
local core = require "aws.core"
local dms = require "aws.dms"
local folder = require "spec.support.folder"
local scripted = require "spec.support.scripted"

local INPUT = { ReplicationConfigArn = "arn:aws:dms:eu-west-1:123456789012:replication-config:ABCDEFGH" }

local STS = [[<A><R><Credentials><AccessKeyId>AK</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
  <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></R></A>]]
local DOCUMENT = '{"AccessKeyId":"AK","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}'
local PORTAL = '{"roleCredentials":{"accessKeyId":"AK","secretAccessKey":"s","sessionToken":"t","expiration":4070908800000}}'

--- Each way: files below the home folder, variables ($HOME is that folder), and the answers to a call's requests.
local ways = {
  ["STS, signed"] = {
    files = {
      [".aws/config"] = "[default]\nrole_arn = arn:r\nsource_profile = base\n[profile base]\naws_access_key_id = AK\n"
        .. "aws_secret_access_key = s\n",
    },
    answers = { STS },
  },
  ["STS, with a web identity"] = {
    files = { token = "a.b.c" },
    variables = { AWS_WEB_IDENTITY_TOKEN_FILE = "$HOME/token", AWS_ROLE_ARN = "arn:r" },
    answers = { STS },
  },
  ["IAM Identity Center"] = {
    files = {
      [".aws/config"] = "[default]\nsso_session = my\nsso_account_id = 1\nsso_role_name = R\n"
        .. "[sso-session my]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n",
      [".aws/sso/cache/" .. core.sha1_hex("my") .. ".json"] = '{"accessToken":"T","expiresAt":"2001-01-01T00:00:00Z",'
        .. '"refreshToken":"r","clientId":"c","clientSecret":"s","registrationExpiresAt":"2099-01-01T00:00:00Z"}',
    },
    answers = { '{"accessToken":"N","expiresIn":28800}', PORTAL },
  },
  ["a container's agent"] = {
    variables = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI = "/keys" },
    answers = { DOCUMENT },
  },
  ["an instance's metadata service"] = { answers = { "token", "role", DOCUMENT } },
}

describe("requests for credentials", function()
  for name, way in pairs(ways) do
    it("say to " .. name .. " who asks", function()
      local home = folder.new()
      finally(home.remove)
      for path, text in pairs(way.files or {}) do home.write(path, text) end
      local variables = { HOME = home.path, AWS_REGION = "eu-west-1", AWS_SDK_UA_APP_ID = "my-app" }
      for variable, value in pairs(way.variables or {}) do variables[variable] = value:gsub("%$HOME", home.path) end
      local answers = {}
      for i, body in ipairs(way.answers) do answers[i] = scripted.answer(body) end
      answers[#answers + 1] = scripted.answer('{"Replication":{}}')
      local transport = scripted.transport(answers)
      scripted.with_environment(variables, function()
        dms.new({ transport = transport, user_agent_extra = "tool/1" }).stop_replication(INPUT)
      end)
      local expected = scripted.header(transport.requests[#answers], "User-Agent")
      assert.matches("^aws%-replication%-lua/.* app/my%-app tool/1$", expected)
      for _, request in ipairs(transport.requests) do
        assert.same({ expected, 1 }, { scripted.header(request, "User-Agent") })
        local signed = (scripted.header(request, "Authorization") or ""):match("SignedHeaders=([^,]*)") or ""
        assert.is_nil(signed:find("user-agent", 1, true))
        assert.equal("Host", request.headers[1][1])
      end
    end)
  end
end)
