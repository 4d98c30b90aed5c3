-- AWS's two files: sections or a fault with its line; the ends of lines do not count, and what was read can be written.
local checks = require "spec.fuzz.support.checks"
local core = require "aws.core"
local ini = require "aws.settings.ini"
local profile = require "aws.settings.profile"

local text_of_file
function core.read_file() return text_of_file end

local function count_lines(text)
  local _, count = text:gsub("\r\n?", "\n"):gsub("\n", "")
  return count + 1
end

--- The sections as text of a file, or nil where a value or name cannot be written in one line.
local function written(sections)
  local lines = {}
  for _, section in ipairs(sections) do
    if section.name:find("[^%w._-]") then return nil end
    lines[#lines + 1] = "[" .. section.name .. "]"
    for key, value in pairs(section.values) do
      local is_plain = type(value) == "string" and not value:find("[^%w=:/ ]") and not value:find("^ ") and not value:find(" $")
      if not is_plain or key:find("[^%w_]") then return nil end
      lines[#lines + 1] = key .. " = " .. value
    end
  end
  return table.concat(lines, "\n")
end

return function(text)
  local sections, fault, line = ini.parse(text)
  if sections then
    local again = written(sections)
    if again then checks.same(sections, ini.parse(again)) end
  else
    checks.message(fault, 200)
    assert(line >= 1 and line <= count_lines(text), "line " .. tostring(line))
  end
  if not text:find("\r", 1, true) then
    local other, fault_again, line_again = ini.parse((text:gsub("\n", "\r\n")))
    checks.same({ sections, fault, line }, { other, fault_again, line_again }, "other line ends")
  end
  text_of_file = text
  checks.typed(profile.sections, "/config", false)
end
