-- How an event looks as a line of the library's own logger.
local core = require "aws.core"
local lines = require "aws.client.log_line"

--- PIPE_BUF of Linux: so many bytes of a write to a pipe stay together.
local WHOLE_WRITE = 4096

local SHAPE = core.shape({
  Line = {
    type = "structure",
    members = {
      time = "string", level = "string", service = "string", operation = "string", type = "string", region = "string",
      attempt = "integer", max_attempts = "integer", attempts = "integer", outcome = "string", status = "integer", seconds = "double",
      reason = "string", delay = "double", applied = "string", request_id = "string", message = "string", endpoint = "string",
      access_key_id = "string", provider = "string", place = "string", expiration = "double", index = "integer",
      invocation_id = "string", lost = "integer", waiter = "string", resource = "string", state = "string", polls = "integer",
      waited = "double",
    },
  },
}, "Line")

local function event_with(members)
  local event = {
    time = 1709251198.5, level = "warn", service = "drs", operation = "retry_data_replication", type = "response", region = "us-east-1",
  }
  for name, value in pairs(members or {}) do event[name] = value end
  return event
end

--- A line of JSON as a table; what is not one whole object of UTF-8 is an error.
local function read(line)
  assert.is_nil(line:find("[%z\1-\31\127]"))
  return assert(core.decode(SHAPE, line))
end

local function text_of(members)
  return lines.text(event_with(members))
end

--- Texts that others may send, and what is shown of them.
local strange = {
  { "plain", "plain" },
  { "two words", "two words" },
  { 'say "no" \\ ', 'say "no" \\' },
  { "a\nb\r\n\tc", "a b c" },
  { "a\0b\27[31mc\127d", "a b [31mc d" },
  { "\255\254 \195 \195\40 \237\160\128", "?? ? ?( ?" },
  { "é € 𝄞", "é € 𝄞" },
  { "\194\155[2J\226\128\174x\226\128\168y", "[2J x y" },
  { "", "" },
}

describe("a line of JSON", function()
  it("has all members of its event, the time in UTC with milliseconds", function()
    local all = {
      attempt = 2, max_attempts = 3, attempts = 1, outcome = "HTTP 503", status = 503, seconds = 0.1234567, reason = "transient",
      applied = "unknown", request_id = "r-1", message = "m", endpoint = "https://h", provider = "imds", place = "p",
      expiration = 1709251199, index = 7, invocation_id = "i", lost = 4, waiter = "w", resource = "arn", state = "running",
      polls = 9, waited = 12.25, delay = 1.5,
    }
    local found = read(lines.json(event_with(all)))
    assert.same({ "2024-02-29T23:59:58.500Z", "warn", "drs", "retry_data_replication", "response", "us-east-1" },
      { found.time, found.level, found.service, found.operation, found.type, found.region })
    all.seconds = 0.123
    for name, value in pairs(all) do assert.equal(value, found[name], name) end
  end)

  it("has only what the event has", function()
    assert.equal('{"level":"warn","operation":"retry_data_replication","region":"us-east-1","service":"drs",'
      .. '"time":"2024-02-29T23:59:58.500Z","type":"response"}', lines.json(event_with()))
  end)

  it("is JSON whatever texts of others are in it", function()
    for _, pair in ipairs(strange) do
      for _, name in ipairs({ "message", "outcome", "request_id", "place" }) do
        assert.equal(pair[2], read(lines.json(event_with({ [name] = pair[1] })))[name])
      end
    end
  end)

  it("leaves out numbers that JSON has not", function()
    for _, value in ipairs({ 0 / 0, math.huge, -math.huge, "five" }) do
      assert.is_nil(read(lines.json(event_with({ seconds = value }))).seconds)
    end
    for _, value in ipairs({ 1e308, -1e308 }) do
      assert.equal(value, read(lines.json(event_with({ seconds = value }))).seconds)
    end
  end)

  it("shows the end of a key's id", function()
    assert.equal("…WXYZ", read(lines.json(event_with({ access_key_id = "AKIAIOSFODNN7WXYZ" }))).access_key_id)
  end)
end)

describe("a line of text", function()
  it("has one word for each member, in quotes where that is needed", function()
    assert.equal("2024-02-29T23:59:58.500Z warn  drs.retry_data_replication response region=us-east-1 seconds=0.5 "
      .. 'message="a \\"b\\" c\\\\" place=d index=3', text_of({ message = 'a "b" c\\', place = "d", index = 3, seconds = 0.5 }))
    assert.matches(' message=""$', text_of({ message = "" }))
    assert.matches(' message="a=b"$', text_of({ message = "a=b" }))
  end)

  it("is one line without control characters, whatever is in it", function()
    for _, pair in ipairs(strange) do
      local text = text_of({ message = pair[1] })
      assert.is_nil(text:find("[%z\1-\31\127]"))
      local value = text:match(' message="(.*)"$') or text:match(" message=(.*)$")
      assert.equal(pair[2], (value:gsub("\\(.)", "%1")))
    end
  end)

  it("has the time of any moment", function()
    local function time_at(seconds) return text_of({ time = seconds }):match("^%S+") end
    assert.equal("1970-01-01T00:00:00.000Z", time_at(0))
    assert.equal("2024-02-29T23:59:58.007Z", time_at(1709251198.0071))
    assert.equal("2024-02-29T23:59:59.999Z", time_at(1709251199.9999))
    assert.equal("9999-12-31T23:59:59.000Z", time_at(253402300799))
  end)

  it("writes numbers with a point", function()
    assert.matches(" seconds=1.25 ", text_of({ seconds = 1.25, reason = "x", delay = 1 }))
    assert.matches(" delay=3600$", text_of({ delay = 3600.0 }))
  end)
end)

describe("any line", function()
  local texts = {
    ("é"):rep(5000), ('"'):rep(5000), ("\\"):rep(100000), ("\0"):rep(5000) .. "x", ("\255"):rep(5000), ("a b "):rep(5000),
  }

  it("is short enough for one write that stays whole, and cut between characters", function()
    for _, text in ipairs(texts) do
      local long = event_with({ message = text, outcome = text, request_id = text })
      for _, format in ipairs({ "text", "json" }) do
        local line = lines[format](long)
        assert.is_true(#line < WHOLE_WRITE)
      end
      read(lines.json(long))
      local attempt = event_with({ type = "attempt", endpoint = text, provider = text, place = text })
      assert.is_true(#lines.json(attempt) < WHOLE_WRITE)
    end
  end)

  it("says by an ellipsis that a text goes on", function()
    assert.matches("…$", read(lines.json(event_with({ message = ("word "):rep(1000) }))).message)
    assert.matches("^[^…]*$", read(lines.json(event_with({ message = ("word "):rep(10) }))).message)
  end)
end)

describe("random bytes", function()
  it("make a line of JSON and one of text", function()
    math.randomseed(20261129)
    for _ = 1, 2000 do
      local bytes = {}
      for i = 1, math.random(0, 40) do bytes[i] = string.char(math.random(0, 255)) end
      local event = event_with({ message = table.concat(bytes), outcome = table.concat(bytes, "\226") })
      read(lines.json(event))
      assert.is_nil(lines.text(event):find("[%z\1-\31\127]"))
    end
  end)
end)
