-- client.explain: on clients and modules; keys are told where they are known, or fetched on request.
local dms = require "aws.dms"
local drs = require "aws.drs"
local providers = require "spec.support.providers"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local SECRET, TOKEN = providers.SECRET, providers.TOKEN

after_each(providers.clean)

--- A client whose keys a function returns, and how often that was asked.
local function counting(keys, settings)
  local asked = { count = 0 }
  local given = { credentials = function(context)
    asked.count = asked.count + 1
    if type(keys) == "function" then return keys(context) end
    return keys
  end }
  for name, value in pairs(settings or {}) do given[name] = value end
  local client, world = retries.client(drs, {}, given)
  return client, asked, world
end

local TEMPORARY = {
  access_key_id = "ASIAFUNCTIONWXYZ", secret_access_key = SECRET, session_token = TOKEN, expiration = scripted.time + 7200,
}

local function check_clean(text)
  for _, secret in ipairs({ SECRET, TOKEN, scripted.keys.secret_access_key }) do assert.is_nil(text:find(secret, 1, true)) end
end

describe("explain", function()
  it("is on clients and modules, with a colon too", function()
    local client = scripted.client(dms, {})
    local text = client.explain()
    assert.equal(text, client:explain())
    assert.equal(text, client.explain({ fetch = false }))
    assert.equal("How this client of dms is set up\n", text:sub(1, 33))
    assert.truthy(text:find("  region +us%-east%-1 +settings\n"))
    check_clean(text)
    scripted.with_environment({ AWS_REGION = "eu-north-1" }, function()
      local of_module = drs.explain()
      assert.truthy(of_module:find("https://drs.eu-north-1.amazonaws.com", 1, true))
      assert.equal(of_module, drs:explain())
      drs.close()
    end)
  end)

  it("works where there is no region", function()
    scripted.with_environment({}, function()
      assert.truthy(dms.explain():find("endpoint_url is not known: there is no region", 1, true))
      dms.close()
    end)
  end)

  it("knows keys in the settings, and sends nothing", function()
    local client, transport = scripted.client(dms, {})
    assert.truthy(client.explain():find("place +credentials given to new\n"))
    assert.truthy(client.explain({ fetch = true }):find("access key +…MPLE\n"))
    assert.equal(0, #transport.requests)
  end)

  it("asks for keys on request alone, once", function()
    local client, asked = counting(TEMPORARY)
    assert.truthy(client.explain():find("keys +not asked for yet +credentials function\n"))
    assert.equal(0, asked.count)
    local text = client.explain({ fetch = true })
    for _, words in ipairs({ "provider +credentials function\n", "place +given to new\n", "access key +…WXYZ\n", "temporary %(ASIA%)\n",
      "in 2 h\n" }) do assert.truthy(text:find(words), words) end
    check_clean(text)
    assert.equal(text, client.explain())
    client.explain({ fetch = true })
    assert.equal(1, asked.count)
  end)

  it("knows what a call has fetched", function()
    local client, asked = counting(TEMPORARY)
    client.prepare.retry_data_replication(retries.INPUT)
    assert.truthy(client.explain():find("…WXYZ", 1, true))
    assert.equal(1, asked.count)
  end)

  it("says why there are none", function()
    local client = counting(function() return nil, "the vault is shut" end)
    local text = client.explain({ fetch = true }):gsub("%s+", " ")
    local words = "!! keys is none (credentials function): CredentialsError: credentials function: the vault is shut (drs.explain)"
    assert.truthy(text:find(words, 1, true), text)
    assert.truthy(client.explain():find("not asked for yet", 1, true))
    local home = providers.folder({})
    local one = scripted.with_environment({ HOME = home, AWS_EC2_METADATA_DISABLED = "true" }, drs.new, { region = "us-east-1" })
    text = one.explain({ fetch = true })
    assert.truthy(text:find("keys +none +chain\n"), text)
    words = '! NoCredentialsError: no credentials found; tried for profile "default": environment'
    assert.truthy(text:gsub("%s+", " "):find(words, 1, true))
  end)

  it("keeps to the client's timeout while it fetches", function()
    local client = counting(function(context) context.sleep(60) return TEMPORARY end, { timeout = 5 })
    local text = client.explain({ fetch = true }):gsub("%s+", " ")
    assert.truthy(text:find("DeadlineExceeded: no credentials within 5 s", 1, true), text)
  end)

  it("ends at Ctrl-C", function()
    local client = counting(function() error("interrupted!", 0) end)
    local err = scripted.failure(client.explain, { fetch = true })
    assert.same({ "Interrupted", "drs", "explain" }, { err.type, err.service, err.operation })
    assert.truthy(client.explain():find("not asked for yet", 1, true))
  end)

  it("refuses unknown options, wrong ones and a closed client", function()
    local client = scripted.client(dms, {})
    for words, given in pairs({
      ['unknown option "fetsh"; did you mean "fetch"?'] = { fetsh = true }, ["option fetch is a string, not a boolean"] = { fetch = "yes" },
      ["explain takes a table of options, got a boolean"] = true, ['unknown option "timeout"; known: fetch'] = { timeout = 1 },
    }) do
      local err = scripted.failure(client.explain, given)
      assert.same({ "ConfigError", words, "dms", "explain", "no" }, { err.type, err.message, err.service, err.operation, err.applied })
    end
    client.close()
    assert.equal("the client is closed", scripted.failure(client.explain).message)
  end)

  it("has no secret in it that is in a path or a name", function()
    local home = providers.folder({ [SECRET .. "/credentials"] = "[" .. TOKEN .. "]\naws_access_key_id = AKIAFROMFILE\n"
      .. "aws_secret_access_key = " .. SECRET .. "\naws_session_token = " .. TOKEN .. "\n" })
    local client = scripted.with_environment({
      AWS_SHARED_CREDENTIALS_FILE = home .. "/" .. SECRET .. "/credentials", AWS_PROFILE = TOKEN,
    }, drs.new, { region = "us-east-1", user_agent_extra = SECRET })
    local text = client.explain({ fetch = true })
    assert.truthy(text:find("…FILE", 1, true))
    check_clean(text)
  end)

  it("refuses a client that is closed meanwhile", function()
    local client
    client = counting(function() client.close() return TEMPORARY end)
    assert.equal("the client is closed", scripted.failure(client.explain, { fetch = true }).message)
  end)

  it("is of the client, not of what a call was given", function()
    local client = retries.client(drs, { scripted.answer("{}") })
    client.retry_data_replication(retries.INPUT, { credentials = TEMPORARY, region = "eu-west-1" })
    local text = client.explain()
    assert.truthy(text:find("…MPLE", 1, true) and text:find("  region +us%-east%-1 "))
    check_clean(text)
  end)
end)
