-- Error documents of both protocols: which code and message they hold.
local conformance = require "spec.support.conformance"
local errors = require "aws.errors.typed"
local protocol = require "aws.protocol"

local operations = {
  awsJson1_1 = protocol.compile(require "aws.model.dms", "stop_replication"),
  restJson1 = protocol.compile(require "aws.model.drs", "retry_data_replication"),
}

--- Cases beside the repository on which the sources disagree: what ours makes of them, with the reason.
local contested = {
  ["json11-code-and-type"] = { code = "TypeError", why = "__type, then code" },
  ["json11-type-empty"] = { code = "HTTP 400", why = "an empty code is none" },
  ["json11-type-hash-only"] = { code = "HTTP 400", why = "an empty code is none" },
  ["json11-html-503-header"] = { code = "FooError", why = "the header comes first, whatever the body is" },
  ["json11-query-error-header"] = { code = "FooError", why = "neither service uses that header" },
  ["rest-null-message-upper-set"] = { code = "FooError", message = "M", why = "null is absent" },
  ["rest-message-number"] = { code = "FooError", message = "", why = "a message is text" },
  ["rest-html-503-header"] = { code = "FooError", why = "the header comes first, whatever the body is" },
}

local function read(case)
  return errors.new(protocol.parse_error(operations[case.protocol], {
    status = case.status,
    headers = conformance.headers(case.headers),
    body = conformance.body(case),
  }))
end

--- The data writes a missing code as the status; the library says "HTTP <status>".
local function expected_code(case)
  return case.expect_code == tostring(case.status) and "HTTP " .. case.status or case.expect_code
end

local function check_contested(case, ours)
  local err = read(case)
  assert.equal(ours.code, err.type)
  if ours.message then assert.equal(ours.message, err.message) end
end

local function check(case)
  local err = read(case)
  assert.equal("service", err.kind)
  assert.equal(expected_code(case), err.type)
  if type(case.expect_message) == "string" then
    assert.equal(case.expect_message, err.message)
  else
    assert.equal("string", type(err.message))
  end
end

for _, source in ipairs(conformance.sources("errors.json", "protocol_errors.json")) do
  describe("error documents, " .. source.title .. ",", function()
    for _, case in ipairs(source.cases) do
      local ours = case.contested and contested[case.name]
      if ours or not case.contested then
        it(conformance.title(case, ours and ours.why), function()
          if ours then return check_contested(case, ours) end
          check(case)
        end)
      end
    end
  end)
end
