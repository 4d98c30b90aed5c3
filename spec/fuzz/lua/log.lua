-- Lines of the library's own logger: whatever services answer, each event is a line of UTF-8, without a secret; in JSON an
-- object that can be read.
local answers = require "spec.fuzz.support.answers"
local checks = require "spec.fuzz.support.checks"
local core = require "aws.core"
local drs = require "aws.drs"
local retries = require "spec.support.retries"

local LONGEST_LINE = 4096
local shape = core.shape({ Line = { type = "structure", members = { time = "string", level = "string", type = "string" } } }, "Line")
local loggers = { "stderr", "text:debug", "json:debug" }

local lines
function core.write_error(text)
  lines[#lines + 1] = text
  return #text
end

local function check_line(line, secret)
  assert(#line <= LONGEST_LINE and line:sub(-1) == "\n", "a line of " .. #line .. " bytes")
  checks.message(line:sub(1, -2), LONGEST_LINE)
  checks.lacks(line, secret)
  if line:sub(1, 1) ~= "{" then return end
  local event = assert(core.decode(shape, line))
  assert(event.time and event.level and event.type, "an event")
end

return function(input)
  local secret = checks.secret_of(input)
  local keys = { access_key_id = "AKIDEXAMPLE", secret_access_key = secret }
  lines = {}
  local client = retries.client(drs, {}, {
    transport = answers.transport(answers.parts((input:sub(2):gsub("SECRET", secret)), 8)), credentials = keys,
    logger = loggers[(input:byte(1) or 0) % #loggers + 1],
  })
  checks.typed(client.retry_data_replication, retries.INPUT)
  client.close()
  for _, line in ipairs(lines) do check_line(line, secret) end
end
