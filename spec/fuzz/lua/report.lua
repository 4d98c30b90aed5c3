-- Reports of plan:run: lines that are read can be written and read again; what is cut leaves the lines before; a line
-- with any texts survives.
local bytes = require "spec.fuzz.support.bytes"
local checks = require "spec.fuzz.support.checks"
local report_lines = require "aws.plan.report_lines"

--- Whether all of them can be written: a count of others' may have more than 64 bits.
local function can_be_written(lines)
  for _, line in ipairs(lines) do
    local text, fault = report_lines.text(line)
    assert(text or fault:find("attempts is out of range", 1, true), fault)
    if not text then return false end
  end
  return true
end

local function read_again(lines)
  local texts = {}
  for i, line in ipairs(lines) do texts[i] = assert(report_lines.text(line)) end
  local found, whole = report_lines.read(table.concat(texts))
  checks.same(lines, found)
  assert(whole == #table.concat(texts))
  checks.same(report_lines.items(lines), report_lines.items(found))
  return table.concat(texts)
end

--- A report that a kill has cut.
local function check_cut(text, at)
  local lines, whole = report_lines.read(text:sub(1, at))
  assert(lines and whole <= at, "a report that was cut is not one")
  assert(not text:sub(whole + 1, at):find("\n"), "a whole line was left out")
end

local function line_of(source)
  local line = { phase = source:one_of({ "sent", "outcome" }), time = source:time() }
  line.account, line.region = source:any_text(), source:any_text()
  line.operation, line.resource, line.before = source:any_text(), source:any_text(), source:any_text()
  line.attempts = source:once_in(2) and source:integer(0) or nil
  line.error = source:once_in(2) and { type = source:any_text(), message = source:any_text() } or nil
  line.applied = source:once_in(2) and source:one_of({ "yes", "no", "unknown" }) or nil
  return line
end

return function(input)
  local lines, whole = report_lines.read(input)
  assert(not lines or whole <= #input)
  if lines and can_be_written(lines) then
    local text = read_again(lines) -- as it is written: a line of somebody else may begin otherwise, and is not cut by a kill
    check_cut(text, #text - math.floor(#text / 3))
  end
  local source, made = bytes.new(input), {}
  for i = 1, source:pick(3) do made[i] = line_of(source) end
  local text = read_again(made)
  check_cut(text, source:pick(#text))
end
