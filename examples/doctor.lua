-- Finds out why nothing works: versions, files, settings, keys, network, clock, permissions.
--
--   lua5.4 examples/doctor.lua [--json] [--offline] [--service dms|drs] [--profile P] [--region R]
--
-- It only reads. --offline sends nothing. Exit codes: 0, 1 when a check failed, 2 for wrong options, 130 at Ctrl-C.
-- Colours are for terminals, and not where NO_COLOR is set.
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local doctor = require "aws.doctor"
local errors = require "aws.errors"
local script = require "script"
local terminal = require "terminal"

local USAGE = "lua5.4 examples/doctor.lua [--json] [--offline] [--service dms|drs] [--profile P] [--region R]"

local valued = { ["--service"] = "service", ["--profile"] = "profile", ["--region"] = "region" }

local function give_up(message)
  io.stderr:write("doctor: ", message, "\nusage: ", USAGE, "\n")
  os.exit(2, true)
end

--- What the command line says: options for the doctor, and whether JSON is wanted.
local function read_arguments()
  local options, is_json, at = { network = true }, false, 1
  while arg[at] do
    local word, value = arg[at], nil
    if word:find("^%-%-%l+=") then word, value = word:match("^([^=]+)=(.*)$") end
    if word == "-h" or word == "--help" then
      print("usage: " .. USAGE)
      os.exit(0, true)
    elseif word == "--json" and not value then
      is_json = true
    elseif word == "--offline" and not value then
      options.network = false
    elseif valued[word] then
      if not value then at = at + 1 end
      options[valued[word]] = value or arg[at] or give_up(word .. " needs a value")
    else
      give_up("unknown option " .. word:gsub("%c", "?"))
    end
    at = at + 1
  end
  return options, is_json
end

-- As text -------------------------------------------------------------------------------------------------------

local colours = { ok = "32", warn = "33", fail = "31;1", skip = "90" }

local function has_colours()
  local no_color = os.getenv("NO_COLOR")
  return not (no_color and no_color ~= "") and terminal.can_draw(1)
end

local function status_text(status, is_coloured)
  local text = ("%-4s"):format(status)
  return is_coloured and ("\27[%sm%s\27[0m"):format(colours[status], text) or text
end

local function line_of(check, width, is_coloured)
  local source = check.source and check.source ~= "default" and not check.text:find(check.source, 1, true)
  return ("%s  %s  %s%s"):format(status_text(check.status, is_coloured), check.name .. (" "):rep(width - #check.name), check.text,
    source and (" (%s)"):format(check.source) or "")
end

local function print_report(report)
  local is_coloured, width = has_colours(), 0
  for _, check in ipairs(report.checks) do width = math.max(width, #check.name) end
  for _, check in ipairs(report.checks) do
    script.print(line_of(check, width, is_coloured))
    if check.hint then script.print((" "):rep(width + 8) .. check.hint) end
  end
  script.print(("%d failed, %d warning%s"):format(report.failures, report.warnings, report.warnings == 1 and "" or "s"))
end

-- ---------------------------------------------------------------------------------------------------------------

--- Asks for the code of an MFA device, where a profile wants one.
local function ask_code(serial)
  io.stderr:write("Code of ", serial, ": ")
  return io.read("*l")
end

local options, is_json = read_arguments()
options.mfa = ask_code

script.run(USAGE, 0, function()
  local ok, report = pcall(doctor.run, options)
  ---@cast report any
  if not ok and errors.is(report, "ConfigError") then give_up(report.message) end
  if not ok then error(report, 0) end
  if is_json then script.print(doctor.json(report)) else print_report(report) end
  return report.ok
end)
