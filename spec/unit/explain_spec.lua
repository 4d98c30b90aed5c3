-- How a client is set up, as data: values, sources, what is ignored and why. And the text made of it.
local core = require "aws.core"
local explain = require "aws.explain"
local explained = require "spec.support.explained"
local providers = require "spec.support.providers"
local settings = require "aws.settings"

local of, row, words = explained.of, explained.row, explained.words
local SECRET, TOKEN = providers.SECRET, providers.TOKEN

local OWN_VARIABLE = "AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE"

after_each(providers.clean)

local CONFIG = "[profile dr]\nregion = eu-west-1\nmax_attempts = 7\n"
local KEYS = "[dr]\naws_access_key_id = AKIAFROMFILE\naws_secret_access_key = " .. SECRET .. "\n"

describe("an explanation", function()
  it("has every setting, in the manual's order, with value and source", function()
    local found, home = of({ AWS_PROFILE = "dr", AWS_RETRY_MODE = "adaptive" }, { [".aws/config"] = CONFIG },
      { read_timeout = 5.5, logger = function() end, credentials = { access_key_id = "AKIAGIVEN", secret_access_key = SECRET } })
    local names = {}
    for _, setting in ipairs(settings.list) do
      if setting.name ~= "endpoint_url" and setting.name ~= "proxy" then names[#names + 1] = setting.name end
    end
    for i, name in ipairs(names) do assert.equal(name, found.settings[i].name) end
    assert.equal(#names, #found.settings)
    local from_profile = "profile dr (" .. home .. "/.aws/config)"
    for name, expected in pairs({
      region = "eu-west-1 | " .. from_profile .. " | ", profile = "dr | AWS_PROFILE | ", max_attempts = "7 | " .. from_profile .. " | ",
      retry_mode = "adaptive | AWS_RETRY_MODE | ", read_timeout = "5.5 | settings | ", connect_timeout = "10 | default | ",
      logger = "a function | settings | ", credentials = "a table of keys | settings | ", timeout = "not set |  | ",
      now = "the library's own | default | ", read_only = "false | default | ",
    }) do assert.equal(expected, words(found.settings, name)) end
    local defaults = { region = false, retry_mode = false, logger = false, timeout = true, connect_timeout = true, now = true }
    for name, is_default in pairs(defaults) do
      assert.equal(is_default, row(found.settings, name).is_default, name)
    end
  end)

  it("begins with where calls go", function()
    local found = of({ AWS_REGION = "eu-west-1" })
    assert.same({
      { name = "endpoint_url", value = "https://dms.eu-west-1.amazonaws.com", source = "region", is_default = true },
      { name = "proxy", value = "none", source = "default", note = "https_proxy and HTTPS_PROXY are not set", is_default = true },
    }, found.endpoint)
    found = of({ AWS_REGION = "us-east-1", AWS_USE_FIPS_ENDPOINT = "true" })
    assert.equal("https://dms-fips.us-east-1.amazonaws.com", found.endpoint[1].value)
    found = of({})
    assert.same({ "not known", true }, { found.endpoint[1].value, found.endpoint[1].is_loud })
    assert.equal("not known |  | it depends on the endpoint", words(found.endpoint, "proxy"))
  end)

  for name, case in pairs({
    ["the service's variable"] = { { [OWN_VARIABLE] = "http://localhost:1" }, OWN_VARIABLE },
    ["the variable of all"] = { { AWS_ENDPOINT_URL = "http://localhost:1" }, "AWS_ENDPOINT_URL" },
    ["the setting"] = { {}, "settings", { endpoint_url = "http://localhost:1" } },
    ["the profile"] = { { AWS_PROFILE = "x" }, "profile x (HOME/.aws/config)" },
    ["a services section"] = { { AWS_PROFILE = "y" }, "database_migration_service in [services s] (HOME/.aws/config)" },
  }) do
    it("is loud about an endpoint of " .. name, function()
      case[1].AWS_REGION = "eu-west-1"
      local found, home = of(case[1], { [".aws/config"] = "[profile x]\nendpoint_url = http://localhost:1\n[profile y]\nservices = s\n"
        .. "[services s]\ndatabase_migration_service =\n  endpoint_url = http://localhost:1\n" }, case[3])
      local own = found.endpoint[1]
      assert.same({ "endpoint_url", "http://localhost:1", true }, { own.name, own.value, own.is_loud })
      assert.equal((case[2]:gsub("HOME", function() return home end)), own.source)
      assert.equal("override: in place of https://dms.eu-west-1.amazonaws.com", own.note)
      assert.truthy(explain.text(found):find("\n!! endpoint_url is http://localhost:1 (", 1, true))
    end)
  end

  it("is loud about endpoints of the services that hand out keys", function()
    local found, home = of({ AWS_REGION = "eu-west-1", AWS_ENDPOINT_URL_STS = "http://u:1/", AWS_PROFILE = "p" }, {
      [".aws/config"] = "[profile p]\nservices = s\nec2_metadata_service_endpoint = http://imds\n"
        .. "[services s]\nsso =\n  endpoint_url = http://v:2\n",
    })
    assert.equal("http://u:1/ | AWS_ENDPOINT_URL_STS | override: roles are asked for there", words(found.endpoint, "endpoint of STS"))
    local file = home .. "/.aws/config"
    assert.equal(("http://v:2 | sso in [services s] (%s) | override: keys of IAM Identity Center are asked for there"):format(file),
      words(found.endpoint, "endpoint of SSO"))
    assert.equal(("http://imds | profile p (%s) | override: keys of an instance's role are asked for there"):format(file),
      words(found.endpoint, "endpoint of imds"))
    assert.is_nil(row(found.endpoint, "endpoint of SSO OIDC"))
    found = of({
      AWS_ENDPOINT_URL = "http://w", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = "true", AWS_EC2_METADATA_SERVICE_ENDPOINT = "http://x",
    })
    assert.is_nil(row(found.endpoint, "endpoint of STS"))
    assert.equal("http://x", row(found.endpoint, "endpoint of imds").value)
    found = of({ AWS_ENDPOINT_URL_STS = "no URL" })
    assert.matches("^cannot be used |  | AWS_ENDPOINT_URL_STS ", words(found.endpoint, "endpoint of STS"))
  end)

  for name, case in pairs({
    ["by the variable"] = { { HTTPS_PROXY = "http://u:" .. SECRET .. "@p:1" },
      "http://p:1 | HTTPS_PROXY | for https URLs; no exception names dms.eu-west-1.amazonaws.com" },
    ["not where it is excepted"] = { { https_proxy = "p:1", NO_PROXY = "x,.amazonaws.com" },
      "none | NO_PROXY | NO_PROXY excepts dms.eu-west-1.amazonaws.com" },
    ["by the setting"] = { { https_proxy = "p:1" },
      "http://q:80 | settings | the setting counts before variables", { proxy = "http://q" } },
    ["not by the setting"] = { { https_proxy = "p:1" }, "none | settings | the setting says none", { proxy = false } },
    ["not for other URLs"] = { { HTTP_PROXY = "p:1" }, "none | default | https_proxy and HTTPS_PROXY are not set" },
    ["for URLs without TLS"] = { { HTTP_PROXY = "p:1", AWS_ENDPOINT_URL = "http://h" },
      "http://p:1 | HTTP_PROXY | for http URLs; no exception names h" },
  }) do
    it("tells the proxy, " .. name, function()
      case[1].AWS_REGION = "eu-west-1"
      assert.equal(case[2], words(of(case[1], {}, case[3]).endpoint, "proxy"))
    end)
  end

  it("tells of a proxy that cannot be used", function()
    local found = of({ AWS_REGION = "eu-west-1", HTTPS_PROXY = "socks5://u:" .. SECRET .. "@p" }).endpoint
    assert.same({ "cannot be used", true }, { row(found, "proxy").value, row(found, "proxy").is_loud })
    assert.matches("^HTTPS_PROXY ", row(found, "proxy").note)
    assert.is_nil(row(found, "proxy").note:find(SECRET, 1, true))
  end)
end)

describe("what is ignored", function()
  --- Each: variables, the row's name, its words, files, settings.
  local cases = {
    ["a second region"] = { { AWS_REGION = "eu-west-1", AWS_DEFAULT_REGION = "us-east-1" }, "AWS_DEFAULT_REGION",
      "us-east-1 | environment | AWS_REGION counts first" },
    ["a region beside the setting"] = { { AWS_REGION = "eu-west-1" }, "AWS_REGION",
      "eu-west-1 | environment | the setting region of new counts first", {}, { region = "us-east-1" } },
    ["the profile's region"] = { { AWS_REGION = "us-east-1", AWS_PROFILE = "dr" }, "region",
      "eu-west-1 | profile dr (HOME/.aws/config) | AWS_REGION counts first", { [".aws/config"] = CONFIG } },
    ["a second profile"] = { { AWS_PROFILE = "dr", AWS_DEFAULT_PROFILE = "other" }, "AWS_DEFAULT_PROFILE",
      "other | environment | AWS_PROFILE counts first", { [".aws/config"] = CONFIG } },
    ["a profile beside the setting"] = { { AWS_PROFILE = "gone" }, "AWS_PROFILE",
      "gone | environment | the setting profile of new counts first", { [".aws/config"] = CONFIG }, { profile = "dr" } },
    ["a bundle after the profile's"] = { { AWS_PROFILE = "c", REQUESTS_CA_BUNDLE = "/r" }, "REQUESTS_CA_BUNDLE",
      "/r | environment | profile c (HOME/.aws/config) counts first", { [".aws/config"] = "[profile c]\nca_bundle = /c\n" } },
    ["an endpoint beside the setting"] = { { AWS_ENDPOINT_URL = "http://h:1/" }, "AWS_ENDPOINT_URL",
      "http://h:1/ | environment | the setting endpoint_url of new counts first", {}, { endpoint_url = "http://i" } },
    ["an endpoint of all services"] = { { AWS_ENDPOINT_URL = "http://a", [OWN_VARIABLE] = "http://b" },
      "AWS_ENDPOINT_URL", "http://a | environment | " .. OWN_VARIABLE .. " counts first" },
    ["an endpoint that the settings ignore"] = { { AWS_ENDPOINT_URL = "http://u:" .. SECRET .. "@h/?k=" .. TOKEN },
      "AWS_ENDPOINT_URL", "http://h/ | environment | ignore_configured_endpoint_urls is on (settings)", {},
      { ignore_configured_endpoint_urls = true } },
    ["the profile's endpoint that the environment ignores"] = { { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = "TRUE", AWS_PROFILE = "e" },
      "endpoint_url", "http://e | profile e (HOME/.aws/config) | ignore_configured_endpoint_urls is on "
        .. "(AWS_IGNORE_CONFIGURED_ENDPOINT_URLS)",
      { [".aws/config"] = "[profile e]\nendpoint_url = http://e\n" } },
    ["a proxy beside the setting"] = { { HTTPS_PROXY = "http://u:" .. SECRET .. "@p" }, "HTTPS_PROXY",
      "http://p | environment | the setting proxy of new counts first", {}, { proxy = false } },
    ["a proxy for other URLs"] = { { AWS_REGION = "eu-west-1", HTTP_PROXY = "http://p" }, "HTTP_PROXY",
      "http://p | environment | it is not for https URLs" },
    ["a proxy in other letters"] = { { AWS_REGION = "eu-west-1", HTTPS_PROXY = "http://p", https_proxy = "http://q" }, "HTTPS_PROXY",
      "http://p | environment | https_proxy counts first" },
    ["an excepted proxy"] = { { AWS_REGION = "eu-west-1", HTTPS_PROXY = "http://p", no_proxy = "*" }, "HTTPS_PROXY",
      "http://p | environment | no_proxy excepts dms.eu-west-1.amazonaws.com" },
    ["a proxy of CGI programs"] = { { AWS_ENDPOINT_URL = "http://h", HTTP_PROXY = "http://p", REQUEST_METHOD = "GET" }, "HTTP_PROXY",
      "http://p | environment | REQUEST_METHOD is set: in CGI programs a client's header could set it" },
    ["a second list of exceptions"] = { { AWS_REGION = "eu-west-1", HTTPS_PROXY = "http://p", no_proxy = "a", NO_PROXY = "b" }, "NO_PROXY",
      "b | environment | no_proxy counts first" },
    ["exceptions without a proxy"] = { { AWS_REGION = "eu-west-1", NO_PROXY = "b" }, "NO_PROXY",
      "b | environment | there is no proxy to except from" },
    ["a proxy that nobody reads"] = { { AWS_REGION = "eu-west-1", ALL_PROXY = "socks5://u:" .. SECRET .. "@p" }, "ALL_PROXY",
      "socks5://p | environment | it is not read" },
    ["keys beside a profile in code"] = { { AWS_ACCESS_KEY_ID = "AKIAENVIRON", AWS_SECRET_ACCESS_KEY = SECRET }, "AWS_ACCESS_KEY_ID",
      '…IRON | environment | the code names profile "dr", whose keys count', { [".aws/config"] = CONFIG }, { profile = "dr" } },
    ["a secret beside a profile in code"] = { { AWS_SECRET_ACCESS_KEY = SECRET }, "AWS_SECRET_ACCESS_KEY",
      'set | environment | the code names profile "dr", whose keys count', { [".aws/config"] = CONFIG }, { profile = "dr" } },
    ["a web identity beside a profile in code"] = { { AWS_WEB_IDENTITY_TOKEN_FILE = "/t" }, "AWS_WEB_IDENTITY_TOKEN_FILE",
      'set | environment | the code names profile "dr", whose keys count', { [".aws/config"] = CONFIG }, { profile = "dr" } },
    ["keys of the profile that a variable names"] = { { AWS_PROFILE = "dr", AWS_ACCESS_KEY_ID = "AKIAENVIRON" }, "aws_access_key_id",
      "…FILE | profile dr (HOME/.aws/credentials) | AWS_ACCESS_KEY_ID counts first", { [".aws/credentials"] = KEYS } },
    ["a program of the profile"] = { { AWS_PROFILE = "x", AWS_ACCESS_KEY_ID = "AKIAENVIRON" }, "credential_process",
      "set | profile x (HOME/.aws/config) | AWS_ACCESS_KEY_ID counts first",
      { [".aws/config"] = "[profile x]\ncredential_process = vault " .. SECRET .. "\n" } },
    ["a container beside keys"] = { { AWS_ACCESS_KEY_ID = "AKIAENVIRON", AWS_CONTAINER_CREDENTIALS_FULL_URI = "http://" .. SECRET },
      "AWS_CONTAINER_CREDENTIALS_FULL_URI", "set | environment | AWS_ACCESS_KEY_ID counts first" },
    ["keys beside keys in code"] = { { AWS_SESSION_TOKEN = TOKEN }, "AWS_SESSION_TOKEN",
      "set | environment | the setting credentials of new counts first", {},
      { credentials = { access_key_id = "AKIAGIVEN", secret_access_key = SECRET } } },
    ["a second token"] = { { AWS_SESSION_TOKEN = TOKEN, AWS_SECURITY_TOKEN = SECRET }, "AWS_SECURITY_TOKEN",
      "set | environment | AWS_SESSION_TOKEN counts first" },
  }
  for name, case in pairs(cases) do
    it("names " .. name, function()
      local found, home = of(case[1], case[4], case[5])
      assert.equal((case[3]:gsub("HOME", function() return home end)), words(found.ignored, case[2]))
      local text = explain.text(found)
      for _, secret in ipairs({ SECRET, TOKEN }) do assert.is_nil(text:find(secret, 1, true)) end
    end)
  end

  it("does not name what counts", function()
    local found = of({ AWS_REGION = "eu-west-1", AWS_PROFILE = "dr", HTTPS_PROXY = "http://p", NO_PROXY = "x", AWS_MAX_ATTEMPTS = "4",
      AWS_ACCESS_KEY_ID = "AKIAENVIRON", AWS_SECRET_ACCESS_KEY = SECRET, AWS_ENDPOINT_URL = "https://h" },
      { [".aws/config"] = "[profile dr]\nretry_mode = off\n" })
    assert.same({}, found.ignored)
    assert.same({}, of({ AWS_ACCESS_KEY_ID = "A" }, {}, { credentials = function() end }).ignored)
  end)

  it("are other variables inside nginx", function()
    assert.matches("^hidden | nginx | ", words(of({}, {}, {}, { is_nginx = true }).ignored, "other variables"))
  end)
end)

describe("the files of an explanation", function()
  it("are there with what became of them", function()
    local found, home = of({ AWS_PROFILE = "dr", AWS_CA_BUNDLE = "HOME/none.pem" }, { [".aws/credentials"] = KEYS })
    assert.equal(("%s/.aws/config | default | missing"):format(home), words(found.files, "config_file"))
    assert.equal(('%s/.aws/credentials | default | read, has profile "dr"'):format(home), words(found.files, "credentials_file"))
    assert.equal(("%s/none.pem | AWS_CA_BUNDLE | missing"):format(home), words(found.files, "ca_bundle"))
    found, home = of({ AWS_CONFIG_FILE = "HOME/mine" }, { mine = "[default]\n" })
    assert.equal(('%s/mine | AWS_CONFIG_FILE | read, has profile "default"'):format(home), words(found.files, "config_file"))
    found = of({ HOME = "" })
    assert.equal("~/.aws/config | default | HOME is not set", words(found.files, "config_file"))
  end)
end)

describe("the keys of an explanation", function()
  local NOW = 1700000000
  local function keys_of(found, whose)
    return of({}, {}, {}, { keys = { found = found, now = NOW,
      whose = whose or { provider = "imds", place = "role R at http://h", key_id = "…WXYZ" } } }).keys
  end

  it("are not known before somebody asked", function()
    local rows = of({}, {}, {}, { key_source = "chain" }).keys
    assert.same({ { name = "keys", value = "not asked for yet", source = "chain", note = "explain{ fetch = true } asks for them" } }, rows)
  end)

  it("are told with provider, place, kind and end", function()
    local found = {
      access_key_id = "ASIA9999WXYZ", secret_access_key = SECRET, session_token = TOKEN, expiration = NOW + 7300, account_id = "42",
    }
    assert.same({
      { name = "provider", value = "imds" }, { name = "place", value = "role R at http://h" },
      { name = "access key", value = "…WXYZ", note = "temporary (ASIA)" },
      { name = "expires", value = core.format_timestamp(NOW + 7300, "iso8601"), note = "in 2 h" }, { name = "account", value = "42" },
    }, keys_of(found))
    found.session_token, found.expiration, found.account_id = nil, NOW - 90, nil
    local rows = keys_of(found)
    assert.equal("…WXYZ |  | temporary (ASIA), and there is no session token: it cannot work", words(rows, "access key"))
    assert.is_true(row(rows, "access key").is_loud and row(rows, "expires").is_loud)
    assert.matches(" | ended 1 min ago$", words(rows, "expires"))
    rows = keys_of({ access_key_id = "AKIA9999WXYZ", secret_access_key = SECRET })
    assert.equal("…WXYZ |  | long-term (AKIA)", words(rows, "access key"))
    assert.equal("no end is known |  | ", words(rows, "expires"))
    rows = keys_of({ access_key_id = "OTHER", secret_access_key = SECRET }, { provider = "settings", key_id = "…THER" })
    assert.equal("…THER |  | ", words(rows, "access key"))
    assert.equal("not known |  | ", words(rows, "place"))
  end)

  local spans = {
    [0.5] = "in 0 s", [59] = "in 59 s", [60] = "in 1 min", [3599] = "in 59 min", [86400] = "in 1 d", [1e15] = "in 11574074074 d",
  }
  for seconds, text in pairs(spans) do
    it("end " .. text, function()
      local rows = keys_of({ access_key_id = "AKIA", secret_access_key = SECRET, expiration = NOW + seconds })
      assert.equal(text, row(rows, "expires").note)
    end)
  end

  it("are missing with the reason", function()
    local found = of({}, {}, {}, { keys = { failure = "NoCredentialsError: none" } })
    assert.same({ { name = "keys", value = "none", note = "NoCredentialsError: none", is_loud = true } }, found.keys)
    assert.truthy(explain.text(found):find("\n!! keys is none: NoCredentialsError: none\n", 1, true))
  end)
end)

describe("the text of an explanation", function()
  local function width(text)
    local _, count = text:gsub("[^\128-\191]", "")
    return count
  end

  it("has lines for a terminal, and columns below each other", function()
    local text = explain.text(of({ AWS_REGION = "eu-west-1", HTTPS_PROXY = "http://p", NO_PROXY = ("name.example,"):rep(30) },
      { [".aws/config"] = CONFIG }, { user_agent_extra = "ü" }))
    local starts = {}
    for line in text:gmatch("([^\n]*)\n") do
      if line:find(" ", 1, true) and not line:find("name.example", 1, true) then assert.is_true(width(line) <= 120, line) end
      local start = line:match("^  [^ ]+ +()[^ ]")
      if start then starts[start] = (starts[start] or 0) + 1 end
    end
    assert.is_nil(next(starts, next(starts)))
    assert.truthy(text:find("\nSettings\n  region ", 1, true))
    assert.truthy(text:find("\nIgnored\n  nothing\n", 1, true))
  end)

  it("breaks long notes at spaces", function()
    local rows = { { name = "keys", value = "none", note = ("word "):rep(60) .. "end" } }
    local text = explain.text({ service = "dms", endpoint = {}, keys = rows, settings = {}, ignored = {}, files = {} })
    local count = 0
    for line in text:gmatch("([^\n]*)\n") do
      assert.is_true(width(line) <= 100)
      for _ in line:gmatch("word") do count = count + 1 end
    end
    assert.equal(60, count)
  end)

  it("shows nothing of others on more than one line, and no more than can be read", function()
    local found = of({ AWS_REGION = "eu-west-1", AWS_DEFAULT_REGION = "a\nb\27[31m" .. ("ü"):rep(400) })
    local value = row(found.ignored, "AWS_DEFAULT_REGION").value
    assert.equal("a b [31m", value:sub(1, 8))
    assert.is_true(#value < 310)
    assert.matches("ü…$", value)
  end)
end)
