--- Credentials of a program that the user names: `credential_process` of a profile.
local checks = require "aws.checks"
local core = require "aws.core"
local deadline = require "aws.credentials.deadline"
local document = require "aws.credentials.document"
local errors = require "aws.errors"
local provider = require "aws.credentials.provider"
local words = require "aws.words"

local process = {}

local NAME = "process"

--- Seconds that a program may take: some wait for a person.
local TIMEOUT = 60

local readers = { command = checks.text, profile = checks.text, timeout = checks.seconds }

---@class aws.ProcessCommand
---@field line string
---@field source string where it stands: "credential_process of profile dev (/home/me/.aws/config)"
---@field account_id? string of the profile

--- The command to run, or nil, reason.
---@return aws.ProcessCommand?
---@return string?
local function command_of(own, profiles)
  if own.command then return { line = own.command, source = "the command given" } end
  if not profiles then return nil, "there are no profiles" end
  local name = own.profile or profiles.name
  local section = profiles:get(name)
  local line = section and section.credential_process
  if type(line) ~= "string" or line == "" then return nil, ("profile %s has no credential_process"):format(name) end
  return {
    line = line,
    source = "credential_process of " .. profiles:origin(name, "credential_process"),
    account_id = type(section.aws_account_id) == "string" and section.aws_account_id or nil,
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

--- What the program wrote. An exit code that is not known (-1) leaves the word to the output.
local function run(command, timeout, context)
  local arguments = arguments_of(command)
  deadline.check(context)
  local seconds = math.min(timeout, deadline.left(context))
  local output, complaint, exit_code = core.run_process(arguments, seconds, document.LONGEST)
  if not output and complaint == "interrupted" then
    errors.raise({ type = "Interrupted", message = "interrupted while a credential process ran", applied = "no" })
  end
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

--- Of the number 1, and not of its text.
local function check_version(command, value)
  if value.version == 1 then return end
  local shown = type(value.version) == "number" and ("%.14g"):format(value.version) or "a " .. type(value.version)
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

--- Makes the provider. The program runs without a shell and blocks this thread while it does, at most `timeout` seconds
--- (60); then its process group is ended.
---@param options? { command?: string, profile?: string, timeout?: number }
---@param surroundings aws.Surroundings
---@return aws.CredentialsProvider # raises CredentialsError when the program does not hand out keys, ConfigError for a
---command that cannot be split into words, DeadlineExceeded, Interrupted
---Raises ConfigError for an option that is unknown or does not fit.
function process.new(options, surroundings)
  local own = provider.options(NAME, options, readers)
  return function(context)
    local command, reason = command_of(own, surroundings.profiles)
    if not command then return nil, reason end
    return keys_of(command, run(command, own.timeout or TIMEOUT, context), context)
  end
end

return process
