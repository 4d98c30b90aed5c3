--- The checks in their order, group by group. What a group needs and an earlier one did not find out is left out, with the
--- reason; a group that itself breaks is a check that failed.
local checks = require "aws.settings.checks"
local errors = require "aws.errors.typed"
local examinations = require "aws.doctor.examination"
local iterate = require "aws.language.iterate"
local option_reader = require "aws.settings.options"
local require_late = require "aws.language.require_late"
local settings = require "aws.settings"

local groups = {}

---@class aws.DoctorGroup
---@field name string its file here; of the check that tells why it is left out
---@field needs? string[] members of the examination
---@field needs_network? boolean

--- In the order of the report.
---@type aws.DoctorGroup[]
local list = {
  { name = "versions" },
  { name = "files" },
  { name = "profile" },
  { name = "region", needs = { "profiles" } },
  { name = "settings", needs = { "profiles" } },
  { name = "credentials", needs = { "state" } },
  { name = "network", needs = { "endpoint" }, needs_network = true },
  { name = "clock", needs = { "answer" }, needs_network = true },
  { name = "identity", needs = { "keys", "answer" }, needs_network = true },
  { name = "service", needs = { "keys", "answer", "are_keys_good" }, needs_network = true },
  { name = "nginx" },
}

--- Why a group is left out, or nil.
local function hindrance(examination, group)
  if group.needs_network and not examination.network then return "left out: no request is to be sent" end
  for _, fact in ipairs(group.needs or {}) do
    if not examination[fact] then
      local blocker = examination.blocker
      return "left out: " .. (blocker and blocker .. " has failed" or "there is nothing to look at")
    end
  end
end

local function run_group(examination, group)
  local reason = hindrance(examination, group)
  if reason then return examination:skip(group.name, reason) end
  local ok, raised = examinations.try(function() require_late("aws.doctor." .. group.name)(examination) end)
  if not ok then examination:fail(group.name, "this check has broken: " .. examinations.words(raised)) end
end

local function run_all(examination)
  for _, group in ipairs(list) do run_group(examination, group) end
  return examination:report()
end

-- Options -------------------------------------------------------------------------------------------------------

local services = { dms = true, drs = true }

local function is_service(value)
  if not services[value] then return 'is not "dms" or "drs"' end
end

--- Every option, and its check.
local function known_options()
  local known = { service = is_service, network = checks.boolean, getenv = checks.func }
  for name, check in iterate.pairs(settings.checks) do known[name] = check end
  return known
end

local words = { table = "the doctor takes a table of options", unknown = "option of the doctor", wrong = "%s" }

--- A getenv of the user's may return anything.
local function plain_getenv(getenv)
  return function(name)
    local value = getenv(name)
    return type(value) == "string" and value or nil
  end
end

local function examine(options)
  local given, fault, problems = option_reader.read(options, known_options(), words)
  if not given then errors.unfit(fault, problems) end
  given.getenv = given.getenv and plain_getenv(given.getenv)
  local examination = examinations.new(require_late("aws.protocol.pieces").model(given.service or "dms"), given)
  local ok, result = pcall(run_all, examination)
  examination:close()
  return ok and result or error(result, 0)
end

--- Runs all checks.
---@param options? aws.DoctorOptions
---@return aws.DoctorReport
---Raises ConfigError for options that do not fit, Interrupted at Ctrl-C.
function groups.run(options)
  local ok, result = pcall(examine, options)
  if ok then return result end
  if not errors.is_interruption(result) then error(result, 0) end
  errors.raise({ type = "Interrupted", message = "interrupted while examining", cause = result })
end

return groups
