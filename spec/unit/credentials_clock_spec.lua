-- Credentials by a clock that is wrong: the answers of STS and IAM Identity Center say what time it is.
local core = require "aws.core"
local dms = require "aws.dms"
local files = require "spec.support.files"
local folder = require "spec.support.folder"
local scripted = require "spec.support.scripted"

local INPUT = { ReplicationConfigArn = "arn:aws:dms:eu-west-1:123456789012:replication-config:ABCDEFGH" }
local HOUR = 3600

local function iso(seconds) return core.format_timestamp(seconds, "iso8601") end

describe("with a clock that is wrong", function()
  local home, world

  before_each(function()
    home = folder.new()
    world = { real = scripted.time, lifetime = HOUR, off = 0, dates = true, variables = { HOME = home.path, AWS_REGION = "eu-west-1" } }
  end)
  after_each(function() home.remove() end)

  local function answer(body, status, headers)
    headers = headers or {}
    headers.date = headers.date or world.dates and core.format_timestamp(world.real, "rfc822") or nil
    return scripted.answer(body, status, headers)
  end

  local function note(text, ...)
    world.seen[#world.seen + 1] = text:format(...)
  end

  --- How far off a request was signed, in hours; nil when it was not.
  local function hours_off(request)
    local date = scripted.header(request, "X-Amz-Date")
    return date and (core.parse_timestamp(date) - world.real) / HOUR
  end

  local function ask_sts(request)
    local off = hours_off(request)
    note(off and "sts%+g" or "sts", off)
    if world.sts_code then return answer("<E><Error><Code>" .. world.sts_code .. "</Code></Error></E>", 403) end
    if off and math.abs(off) > 1 / 12 then
      return answer("<E><Error><Code>SignatureDoesNotMatch</Code><Message>Signature expired</Message></Error></E>", 403)
    end
    return answer(([[<A><R><Credentials><AccessKeyId>AKROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
      <SessionToken>t</SessionToken><Expiration>%s</Expiration></Credentials></R></A>]]):format(iso(world.real + world.lifetime)))
  end

  local function ask_portal(request)
    local token = scripted.header(request, "x-amz-sso_bearer_token")
    note("portal %s", token)
    if token == world.refused then return answer('{"message":"no"}', 401, { ["x-amzn-errortype"] = "UnauthorizedException" }) end
    return answer(('{"roleCredentials":{"accessKeyId":"AKROLE","secretAccessKey":"s","sessionToken":"t","expiration":%.0f}}')
      :format((world.real + world.lifetime) * 1000))
  end

  local function ask_oidc()
    note("oidc")
    return answer('{"accessToken":"NEW","expiresIn":28800,"refreshToken":"r2"}')
  end

  local function ask_service(request)
    local off = hours_off(request)
    note("dms%+g", off)
    if math.abs(off) > 1 / 12 then return answer('{"__type":"InvalidSignatureException","message":"Signature expired"}', 400) end
    return answer('{"Replication":{"Status":"stopping"}}')
  end

  local function transport(request)
    local url = request.url
    return url:find("//sts.", 1, true) and ask_sts(request) or url:find("//portal.", 1, true) and ask_portal(request)
      or url:find("//oidc.", 1, true) and ask_oidc() or ask_service(request)
  end

  local function new_client(settings)
    local given = { transport = transport, sleep = function() end, now = function() return world.real + world.off end }
    for name, value in pairs(settings or {}) do given[name] = value end
    local client = scripted.with_environment(world.variables, dms.new, given)
    return function()
      world.seen = {}
      local ok, result = scripted.with_environment(world.variables, pcall, client.stop_replication, INPUT)
      return ok and "ok" or result.type, table.concat(world.seen, " "), not ok and result or nil
    end
  end

  --- A call's outcome and the requests that it made, without its error.
  local function outcome_of(call)
    local outcome, seen = call()
    return { outcome, seen }
  end

  local function write_role()
    home.write(".aws/config", "[default]\nrole_arn = arn:r\nsource_profile = base\n[profile base]\n"
      .. "aws_access_key_id = AK\naws_secret_access_key = s\n")
  end

  for _, off in ipairs({ -24, -1, 1, 5, 24 }) do
    it(("of %+d hours a role is assumed once more, and all that follows is right"):format(off), function()
      write_role()
      world.off = off * HOUR
      local call = new_client()
      assert.same({ "ok", ("sts%+g sts+0 dms+0"):format(off) }, { call() })
      assert.same({ "ok", "dms+0" }, { call() })
      world.real = world.real + 46 * 60 -- 14 minutes are left
      assert.same({ "ok", "sts+0 dms+0" }, { call() })
    end)

    it(("of %+d hours a web identity's keys are good, though STS did not look at the clock"):format(off), function()
      world.variables.AWS_WEB_IDENTITY_TOKEN_FILE, world.variables.AWS_ROLE_ARN = home.write("token", "a.b.c"), "arn:w"
      world.off = off * HOUR
      local call = new_client()
      assert.same({ "ok", "sts dms+0" }, { call() })
      world.real = world.real + 46 * 60
      assert.same({ "ok", "sts dms+0" }, { call() })
    end)

    it(("of %+d hours a role of a web identity is signed for right"):format(off), function()
      home.write(".aws/config", "[default]\nrole_arn = arn:r\nsource_profile = web\n[profile web]\nrole_arn = arn:w\n"
        .. "web_identity_token_file = " .. home.write("token", "a.b.c") .. "\n")
      world.off = off * HOUR
      assert.same({ "ok", "sts sts+0 dms+0" }, { new_client()() })
    end)
  end

  local SSO = "[default]\nsso_session = my\nsso_account_id = 1\nsso_role_name = R\n"
    .. "[sso-session my]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\n"
  local TOKEN_FILE = ".aws/sso/cache/" .. core.sha1_hex("my") .. ".json"

  --- Writes a token that ends in so many hours of the real time.
  local function write_token(hours, has_registration)
    home.write(".aws/config", SSO)
    home.write(TOKEN_FILE, ('{"accessToken":"OLD","expiresAt":"%s"%s}'):format(iso(world.real + hours * HOUR),
      has_registration and ',"refreshToken":"r","clientId":"c","clientSecret":"s","registrationExpiresAt":"2099-01-01T00:00:00Z"' or ""))
  end

  it("ahead, keys of SSO are good, and the token is", function()
    write_token(8)
    world.off = 5 * HOUR
    local call = new_client()
    assert.same({ "ok", "portal OLD dms+0" }, { call() })
    world.real = world.real + 46 * 60
    assert.same({ "ok", "portal OLD dms+0" }, { call() })
  end)

  it("ahead, a renewed token ends when it should", function()
    write_token(1, true)
    world.off = 5 * HOUR
    assert.same({ "ok", "oidc portal NEW dms+0" }, { new_client()() })
    local text = files.read(home.path .. "/" .. TOKEN_FILE)
    assert.truthy(text:find(iso(world.real + 8 * HOUR), 1, true), text)
  end)

  it("a token whose end was written by that clock is used while the portal takes it", function()
    for _, off in ipairs({ -24, 24 }) do
      world.real, world.off = scripted.time, off * HOUR
      write_token(off + 8)
      local call = new_client()
      assert.same({ "ok", "portal OLD dms+0" }, { call() })
      world.real = world.real + 46 * 60
      assert.same({ "ok", "portal OLD dms+0" }, { call() })
      world.refused, world.real = "OLD", world.real + 55 * 60
      local outcome, seen, err = call()
      assert.same({ "CredentialsError", "portal OLD" }, { outcome, seen })
      assert.truthy(err.message:find("aws sso login", 1, true), err.message)
      world.refused = nil
    end
  end)

  it("a token that has ended is renewed when the portal says no, once", function()
    write_token(-1, true)
    world.off, world.refused = -5 * HOUR, "OLD"
    local call = new_client()
    assert.same({ "ok", "portal OLD oidc portal NEW dms+0" }, { call() })
    write_token(-1)
    local outcome, seen, err = new_client()()
    assert.same({ "CredentialsError", "portal OLD" }, { outcome, seen })
    assert.truthy(err.message:find("has ended", 1, true), err.message)
  end)

  it("the correction that a service's answer made counts for STS, and for when keys end", function()
    write_role()
    local call = new_client()
    assert.same({ "ok", "sts+0 dms+0" }, { call() })
    world.off = 2 * HOUR -- somebody sets the clock
    assert.same({ "ok", "sts+2 sts+0 dms+0" }, { call() })
    world.off = 0
    assert.same({ "ok", "dms-2 dms+0" }, { call() })
  end)

  it("STS is asked once more only: never without a Date, nor for a clock that is nearly right, nor after another refusal", function()
    write_role()
    world.off = HOUR
    world.dates = false
    assert.same({ "CredentialsError", "sts+1" }, outcome_of(new_client()))
    world.dates, world.off = true, 239
    world.sts_code = "SignatureDoesNotMatch"
    assert.same({ "CredentialsError", ("sts%+g"):format(239 / HOUR) }, outcome_of(new_client()))
    world.off, world.sts_code = HOUR, "AccessDenied"
    assert.same({ "CredentialsError", "sts+1" }, outcome_of(new_client()))
    world.sts_code = "RequestExpired"
    assert.same({ "CredentialsError", "sts+1 sts+0" }, outcome_of(new_client()))
  end)

  it("an error page of a proxy, whose clock is years off, sets nothing", function()
    write_role()
    world.variables.AWS_WEB_IDENTITY_TOKEN_FILE, world.variables.AWS_ROLE_ARN = home.write("token", "a.b.c"), "arn:w"
    home.write(".aws/config", "")
    local pages, real_transport = 0, transport
    local call = new_client({ transport = function(request)
      if not request.url:find("//sts.", 1, true) or pages == 2 then return real_transport(request) end
      pages = pages + 1
      return scripted.answer("<html>busy</html>", 503, { date = "Mon, 01 Jan 2001 00:00:00 GMT" })
    end })
    world.dates = false
    assert.same({ "ok", "sts dms+0" }, { call() })
    assert.equal(2, pages)
  end)

  for _, date in ipairs({ "Mon, 01 Jan 0001 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 01 Jan 2001 00:00:00 GMT",
    "Thu, 01 Jan 2099 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "yesterday", "" }) do
    it("an answer with keys that do not fit its Date sets nothing: " .. date, function()
      local real_transport, source = transport, nil
      local function send(request)
        local response = real_transport(request)
        if request.url:find("//" .. source .. ".", 1, true) then response.headers.date = date end
        return response
      end
      source = "portal"
      write_token(8)
      local call = new_client({ transport = send })
      assert.same({ "ok", "portal OLD dms+0" }, { call() })
      source = "sts"
      world.variables.AWS_WEB_IDENTITY_TOKEN_FILE, world.variables.AWS_ROLE_ARN = home.write("token", "a.b.c"), "arn:w"
      call = new_client({ transport = send })
      assert.same({ "ok", "sts dms+0" }, { call() })
    end)
  end

  it("a page in place of keys sets nothing", function()
    home.write(".aws/config", "[default]\n")
    world.variables.AWS_WEB_IDENTITY_TOKEN_FILE, world.variables.AWS_ROLE_ARN = home.write("token", "a.b.c"), "arn:w"
    local real_transport, is_page = transport, true
    local call = new_client({ transport = function(request)
      if not is_page then return real_transport(request) end
      return scripted.answer("<html>log in</html>", 200, { date = "Thu, 01 Jan 2099 00:00:00 GMT" })
    end })
    assert.equal("CredentialsError", (call()))
    is_page, world.dates = false, false
    assert.same({ "ok", "sts dms+0" }, { call() })
  end)

  it("a time that the answer's Date does not bear out is not taken over from answers to signed requests", function()
    write_role()
    world.dates = false
    local real_transport = transport
    local call = new_client({ transport = function(request)
      local response = real_transport(request)
      if request.url:find("//sts.", 1, true) then response.headers.date = "Mon, 01 Jan 2001 00:00:00 GMT" end
      return response
    end })
    assert.same({ "ok", "sts+0 dms+0" }, { call() })
  end)
end)
