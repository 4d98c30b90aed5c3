-- Keys in a profile of the credentials file or the config file.
local config_file = require "aws.credentials.providers.config_file"
local credentials = require "aws.credentials"
local errors = require "aws.errors"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"
local shared_file = require "aws.credentials.providers.shared_file"

local failure, SECRET = scripted.failure, providers.SECRET

local KEYS = "aws_access_key_id = AK\naws_secret_access_key = " .. SECRET .. "\n"

--- Each file: its provider, its path below HOME, and the header of a profile in it.
local kinds = {
  shared_file = { module = shared_file, path = ".aws/credentials", header = "[p]\n" },
  config_file = { module = config_file, path = ".aws/config", header = "[profile p]\n" },
}

for name, kind in pairs(kinds) do
  local function fetch(text)
    local surroundings = providers.surroundings({ AWS_PROFILE = "p" }, { [kind.path] = kind.header .. text })
    return kind.module.new(nil, surroundings)(providers.context())
  end

  describe("keys of the " .. name, function()
    after_each(providers.clean)

    it("are those of the profile that counts", function()
      assert.same({ access_key_id = "AK", secret_access_key = SECRET }, fetch(KEYS))
      assert.same({ access_key_id = "AK", secret_access_key = SECRET, session_token = "T", account_id = "111122223333" },
        fetch(KEYS .. "aws_session_token = T\naws_account_id = 111122223333\n"))
    end)

    it("take the token of the older key first, as AWS's clients do", function()
      assert.equal("OLD", fetch(KEYS .. "aws_session_token = NEW\naws_security_token = OLD\n").session_token)
      assert.equal("NEW", fetch(KEYS .. "aws_session_token = NEW\naws_security_token =\n").session_token)
    end)

    it("are not there where the file has no such profile", function()
      local surroundings = providers.surroundings({}, { [kind.path] = kind.header .. KEYS })
      local keys, reason = kind.module.new(nil, surroundings)(providers.context())
      assert.is_nil(keys)
      assert.truthy(reason:find("has no profile default", 1, true), reason)
    end)

    it("are not there without an access key, whatever else is", function()
      for _, text in ipairs({ "region = eu-west-1\n", "aws_secret_access_key = x\n", "aws_access_key_id =\naws_secret_access_key =\n" }) do
        local keys, reason = fetch(text)
        assert.is_nil(keys)
        assert.truthy(reason:find("profile p (", 1, true) and reason:find(kind.path, 1, true), reason)
      end
    end)

    it("are refused without their secret, naming profile and file", function()
      for _, text in ipairs({ "aws_access_key_id = AK\n", "aws_access_key_id = AK\naws_secret_access_key =\n" }) do
        local err = failure(fetch, text)
        assert.is_true(errors.is(err, "CredentialsError"))
        assert.equal(name, err.provider)
        assert.truthy(err.message:find("profile p (", 1, true) and err.message:find(kind.path, 1, true), err.message)
      end
    end)

    it("are refused with a control character", function()
      for _, text in ipairs({ KEYS .. " continued\n", KEYS .. "aws_session_token = a\tb\n" }) do
        local err = failure(fetch, text)
        assert.is_true(errors.is(err, "ConfigError"), tostring(err))
        assert.equal(name, err.provider)
        assert.is_true(providers.is_clean(err))
      end
    end)

    it("lose the blanks around them, and are refused with a wrong access key id", function()
      assert.same({ access_key_id = "AK", secret_access_key = SECRET },
        fetch("aws_access_key_id\194\160= \194\160AK\227\128\128\naws_secret_access_key =\194\160" .. SECRET .. "\194\160\n"))
      for id, words in pairs({ ['"AKIDSHOWN"'] = "a quote", ["AKIDSHOWN X"] = "a blank", ["AKIDSHOWN,X"] = "a comma",
        ["AKIDSHOWN # x"] = "a blank", ["AKIDSHOWN;x"] = "letters" }) do
        local err = failure(fetch, "aws_access_key_id = " .. id .. "\naws_secret_access_key = " .. SECRET .. "\n")
        assert.is_true(errors.is(err, "ConfigError"), tostring(err))
        assert.equal(name, err.provider)
        for _, part in ipairs({ "profile p (", kind.path, "aws_access_key_id", words }) do
          assert.truthy(err.message:find(part, 1, true), err.message)
        end
        assert.is_nil(err.message:find("AKIDSHOWN", 1, true))
        assert.is_true(providers.is_clean(err))
      end
    end)

    it("are not there without files", function()
      assert.is_nil((kind.module.new(nil, providers.surroundings())(providers.context())))
      assert.is_nil((kind.module.new(nil, providers.surroundings({}, {}))(providers.context())))
    end)

    it("have one option", function()
      local err = failure(credentials[name], { profil = "p" })
      assert.truthy(err.message:find("takes no options but profile", 1, true), err.message)
      assert.is_true(errors.is(failure(credentials[name], { profile = 5 }), "ConfigError"))
    end)
  end)
end
