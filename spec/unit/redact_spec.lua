local drs = require "aws.drs"
local errors = require "aws.errors"
local redact = require "aws.errors.redact"
local scripted = require "spec.support.scripted"

local failure = scripted.failure
local INPUT = { sourceServerID = "s-1234567890abcdef0" }
local SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
local TOKEN = "IQoJb3JpZ2luX2VjEAoaCXVzLWVhc3QtMSJHMEUCIQ==" .. ("t"):rep(300)

--- A text without secrets.
local function without(text, ...)
  return redact.members({ message = text }, { ... }).message
end

describe("redact.members", function()
  it("takes out a secret, how often it may stand there", function()
    assert.equal("[redacted][redacted] a [redacted]", without(SECRET .. SECRET .. " a " .. SECRET, SECRET))
    assert.equal("a", without("a", SECRET))
    assert.equal("a", without("a", ""))
    assert.equal("[redacted]", without("%a.+%a.+", "%a.+%a.+"))
  end)

  it("leaves alone what is too short to be a secret of AWS's", function()
    assert.equal("a test", without("a test", "test"))
  end)

  it("takes out what begins like a longer secret, as far as it agrees", function()
    for length = 16, #SECRET do
      assert.equal("<[redacted]>", without("<" .. SECRET:sub(1, length) .. ">", SECRET))
      assert.equal("<[redacted]", without("<" .. SECRET:sub(1, length), SECRET))
    end
    assert.equal(SECRET:sub(1, 15), without(SECRET:sub(1, 15), SECRET))
    assert.equal("[redacted]Y", without(SECRET .. "Y", SECRET))
    assert.equal("sixteen bytes 1", without("sixteen bytes 1", "sixteen bytes 16"))
  end)

  it("takes out a secret that is percent-encoded", function()
    assert.equal("a=[redacted]&", without("a=wJalrXUtnFEMI%2FK7MDENG%2BbPxRfiCYEXAMPLEKEY&", SECRET))
    assert.equal("a=[redacted]&", without("a=wJalrXUtnFEMI%2fK7MDENG%2bbPxRfiCYEXAMPLEKEY&", SECRET))
  end)

  it("takes out all of a secret whose encoded form begins alike", function()
    assert.equal("[redacted] [redacted]", without(TOKEN .. " " .. TOKEN:gsub("=", "%%3D"), TOKEN))
    assert.equal("[redacted] [redacted]", without("a-key-of-16-bytes a-key-of-16-bytes-and-more", "a-key-of-16-bytes-and-more",
      "a-key-of-16-bytes"))
  end)

  it("takes out the longest first", function()
    assert.equal("[redacted] [redacted]", without("secret secretly", "secret", "secretly"))
  end)

  it("reaches every member, keys of tables too, and changes none", function()
    local headers = { [SECRET] = "a", b = SECRET }
    local fields = {
      type = SECRET, message = SECRET, request_id = SECRET, status = 400, retryable = true, headers = headers,
      fields = { list = { { SECRET } } }, history = { { outcome = SECRET } }, problems = { { path = SECRET, message = SECRET } },
    }
    assert.same({
      type = "[redacted]", message = "[redacted]", request_id = "[redacted]", status = 400, retryable = true,
      headers = { ["[redacted]"] = "a", b = "[redacted]" }, fields = { list = { { "[redacted]" } } },
      history = { { outcome = "[redacted]" } }, problems = { { path = "[redacted]", message = "[redacted]" } },
    }, redact.members(fields, { SECRET }))
    assert.equal(SECRET, headers.b)
    assert.equal(SECRET, fields.type)
  end)

  it("leaves this library's own words alone, were a secret a part of them", function()
    local fields = { type = "ConfigError", kind = "config", service = "drs", operation = "retry", applied = "no" }
    assert.same(fields, redact.members(fields, { "r", "o", "Config" }))
  end)
end)

describe("an error", function()
  local keys = { access_key_id = "AKIDSHOWN", secret_access_key = SECRET, session_token = TOKEN }

  --- What a call's error shows of a secret, its first 16 bytes included, anywhere.
  local function shows_none(err, secrets)
    assert.is_true(errors.is(err))
    local copy = {}
    for name, value in pairs(err) do copy[name] = value end
    local text = tostring(err) .. require("pl.pretty").write(copy)
    for _, secret in ipairs(secrets) do assert.is_nil(text:find(secret:sub(1, 16), 1, true), text) end
    assert.truthy(text:find("[redacted]", 1, true), text)
  end

  local function call(answer, input, settings, options)
    settings = settings or {}
    settings.credentials = settings.credentials or keys
    local client = scripted.client(drs, { answer }, settings)
    return failure(client.retry_data_replication, input or INPUT, options)
  end

  it("showed secrets in its type, request id and headers", function()
    local signature
    local err = call(function(request)
      signature = scripted.header(request, "Authorization"):match("Signature=(%x+)")
      return scripted.answer("{}", 400, {
        ["x-amzn-errortype"] = SECRET, ["x-amzn-requestid"] = TOKEN, ["x-echo"] = "Signature=" .. signature, [TOKEN] = "a",
      })
    end)
    shows_none(err, { SECRET, TOKEN, signature })
    assert.equal("[redacted]", err.type)
    assert.equal("[redacted]", err.history[1].request_id)
  end)

  it("showed a secret cut at 64 bytes, as a name in a path", function()
    shows_none(call(scripted.answer(('{"tags":{"%s":[]}}'):format(TOKEN))), { TOKEN })
  end)

  it("showed keys in the problems of an input, and in names of options and settings", function()
    local err = call(nil, { [SECRET] = 1 })
    assert.equal("ParamValidationError", err.type)
    shows_none(err, { SECRET })
    shows_none(call(nil, nil, nil, { [TOKEN] = 1 }), { TOKEN })
    shows_none(call(nil, nil, nil, { [TOKEN] = 1, credentials = keys }), { TOKEN })
    shows_none(failure(drs.new, { credentials = keys, [SECRET] = 1 }), { SECRET })
  end)

  it("showed what a provider's keys sign, when the transport raised it", function()
    shows_none(call(function(request) error(scripted.header(request, "Authorization") .. SECRET, 0) end, nil, {
      credentials = function() return keys end,
    }), { SECRET })
  end)
end)
