--- Credentials of a program that the user names: `credential_process` of a profile.
local ascii = require "aws.text.ascii"
local checks = require "aws.settings.checks"
local core = require "aws.core"
local deadline = require "aws.credentials.services.deadline"
local document = require "aws.credentials.services.document"
local errors = require "aws.errors.typed"
local nginx = require "aws.waiting.nginx"
local provider = require "aws.credentials.provider"
local section = require "aws.credentials.profile.section"
local words = require "aws.text.words"

local NAME = "process"

--- Seconds that a program may take: some wait for a person's answer.
local TIMEOUT = 60

--- In an nginx worker the program blocks all other requests. So it gets 0.9 s, then 0.05 s after SIGTERM and 0.05 s after
--- SIGKILL: one second in all.
local WORKER_TIMEOUT, WORKER_GRACE = 0.9, 0.05

--- Seconds between a failure there and the next try, so that not every request is held up.
local PAUSE = 10

local process = provider.declare({
  name = NAME,
  doc = "Keys that a program prints. It blocks this thread while it runs.",
  options = {
    { name = "command", type = "string", doc = "split into words; no shell runs it", check = checks.text },
    {
      name = "timeout",
      type = "number",
      doc = "seconds that it may run; inside nginx less than 1",
      check = checks.seconds,
      default = TIMEOUT,
      unit = "s",
    },
  },
  profile_keys = { "credential_process", "aws_account_id" },
  hint = { "HOME" },
  is_of_profile = true,
})

---@class aws.ProcessCommand
---@field line string
---@field source string where it is: "credential_process of profile dev (/home/me/.aws/config)"
---@field account_id? string of the profile

--- The command to run, or nil, reason.
---@return aws.ProcessCommand?
---@return string?
local function command_of(own, profiles)
  if own.command then return { line = own.command, source = "the command given" } end
  if not profiles then return nil, "there are no profiles" end
  local name = profiles.name
  local values = profiles:get(name)
  local line = section.value(values, "credential_process")
  if not line then return nil, ("profile %s has no credential_process"):format(name) end
  return {
    line = line,
    source = "credential_process of " .. profiles:origin(name, "credential_process"),
    account_id = section.value(values, "aws_account_id"),
  }
end

local function arguments_of(command)
  local arguments = words.split(command.line)
  if not arguments then
    provider.misuse(NAME, "%s has a quote that is not closed, or ends with a backslash", command.source)
  end
  if #arguments == 0 then provider.misuse(NAME, "%s names no program", command.source) end
  return arguments
end

--- The program's name, never its arguments. What may be more than a name is not shown.
local function place_of(command, arguments)
  local name = arguments[1]:match("([A-Za-z0-9._+-]+)$")
  local is_name = name and (name == arguments[1] or arguments[1]:sub(-#name - 1, -#name - 1) == "/")
  return (is_name and name or "a program") .. ", " .. command.source
end

--- Runs the program. Inside nginx it blocks the worker, for a second at most, and the logger is told.
local function run_program(arguments, timeout, context)
  local seconds = math.min(timeout, deadline.left(context))
  if not nginx.is_serving() then return core.run_process(arguments, seconds, document.LONGEST) end
  local began_at = core.clock()
  local output, complaint, exit_code = -- in the place of the code, without an output: whether its time was over
    core.run_process(arguments, math.min(seconds, WORKER_TIMEOUT), document.LONGEST, WORKER_GRACE)
  if context.blocked then context.blocked(NAME, core.clock() - began_at) end
  if not output and exit_code and seconds >= WORKER_TIMEOUT then
    complaint = complaint .. "; it must not hold up a worker of nginx for longer than a second"
  end
  return output, complaint, exit_code
end

--- What the program wrote. Where the exit code is not known (-1) the output decides.
local function run(command, arguments, timeout, context)
  deadline.check(context)
  local output, complaint, exit_code = run_program(arguments, timeout, context)
  if not output then
    deadline.check(context)
    provider.fail(NAME, "%s: the program %s", command.source, complaint)
  end
  if exit_code > 0 then
    local said = document.excerpt(complaint)
    provider.fail(NAME, "%s: exit code %d%s", command.source, exit_code, said ~= "" and ": " .. said or "")
  end
  return output
end

--- The Version has to be the number 1; the text "1" is wrong.
local function check_version(command, value)
  if value.version == 1 then return end
  local shown = type(value.version) == "number" and ascii.number("%.14g", value.version) or "a " .. type(value.version)
  provider.fail(NAME, "%s: its output has the Version %s, not the number 1", command.source, shown)
end

local function keys_of(command, output, context)
  local value, fault = document.parse(document.process, output)
  if not value then provider.fail(NAME, "%s: its output %s", command.source, fault) end
  check_version(command, value)
  local keys
  keys, fault = document.keys(document.process, value)
  if not keys then provider.fail(NAME, "%s: its output %s", command.source, fault) end
  if keys.expiration and keys.expiration <= context.now() then
    provider.fail(NAME, "%s: the keys of its output have expired", command.source)
  end
  keys.account_id = keys.account_id or command.account_id
  return keys
end

--- The keys where the program blocks an nginx worker: a failure is kept for some time.
---@param last { failure?: any, at?: number } changed
local function keys_in_worker(last, command, arguments, timeout, context)
  if last.failure and context.clock() - last.at < PAUSE then error(last.failure, 0) end
  local ok, result = pcall(function() return keys_of(command, run(command, arguments, timeout, context), context) end)
  last.failure, last.at = nil, context.clock()
  if ok then return result end
  if errors.is(result, "CredentialsError") then last.failure = result end
  error(result, 0)
end

--- Makes the function that fetches keys. It runs the program without a shell and blocks this thread, at most for
--- `timeout` seconds; then the program's process group is ended. It raises CredentialsError when the program does not
--- hand out keys, ConfigError for a command that cannot be split into words, DeadlineExceeded, Interrupted.
function process.start(own, surroundings)
  local timeout, last = own.timeout or TIMEOUT, {}
  return function(context, at)
    local command, reason = command_of(own, surroundings.profiles)
    if not command then return nil, reason end
    local arguments = arguments_of(command)
    at.place = place_of(command, arguments)
    if nginx.is_serving() then return keys_in_worker(last, command, arguments, timeout, context) end
    return keys_of(command, run(command, arguments, timeout, context), context)
  end
end

return process
