--- What the examples share: their arguments, what they print, and how they end.
local errors = require "aws.errors"
local show = require "aws.show"

local script = {}

local lost -- why output could not be written

--- Prints a text and a line feed. What cannot be written (a full disk) is told at the end, by the exit code too.
---@param text string
function script.print(text)
  local ok, fault = io.stdout:write(text, "\n")
  if ok then ok, fault = io.stdout:flush() end
  if not ok then lost = lost or fault or "no reason given" end
end

--- The code with which a script ends: 1 in place of 0 where its output is not whole.
---@param code integer
---@return integer
function script.exit_code(code)
  if lost then io.stderr:write("standard output cannot be written: ", lost, "\n") end
  return lost and code == 0 and 1 or code
end

--- Prints rows of texts in columns. Control characters are escaped.
---@param rows string[][]
function script.rows(rows)
  local widths, escaped = {}, {}
  for i, row in ipairs(rows) do
    escaped[i] = {}
    for column, text in ipairs(row) do
      escaped[i][column] = show.escape(text)
      widths[column] = math.max(widths[column] or 0, #escaped[i][column])
    end
  end
  for _, row in ipairs(escaped) do
    for column, text in ipairs(row) do row[column] = text .. (" "):rep(widths[column] - #text) end
    script.print((table.concat(row, "  "):gsub(" +$", "")))
  end
end

--- A time as a person reads it; nil for nil.
---@param time number? epoch seconds
---@return string?
function script.date(time)
  return time and os.date("!%Y-%m-%d %H:%M UTC", math.floor(time)) --[[@as string]]
end

--- The value of an environment variable that has to be there.
---@param name string
---@return string
function script.environment(name)
  local value = os.getenv(name)
  if not value or value == "" then error("set " .. name, 0) end
  return value
end

--- The keys of the environment.
---@return aws.Credentials
function script.credentials()
  local token = os.getenv("AWS_SESSION_TOKEN")
  return {
    access_key_id = script.environment("AWS_ACCESS_KEY_ID"),
    secret_access_key = script.environment("AWS_SECRET_ACCESS_KEY"),
    session_token = token ~= "" and token or nil,
  }
end

--- Takes an option out of the script's arguments.
---@param name string "--wait", which may have a value: "--wait=continuous"
---@return string? value "" without one; nil where the option is not there
function script.option(name)
  for i, word in ipairs(arg) do
    local option, value = word:match("^(%-%-[%w-]+)=?(.*)$")
    if option == name then
      table.remove(arg, i)
      return value
    end
  end
end

--- A function for `on_poll` that tells of a wait in lines on standard error: "stopping, 12 s …".
---@param last table<string, true> states that are not told: the result has them
---@return fun(info: aws.WaitInfo)
function script.progress(last)
  local known_failure
  return function(info)
    local failure = info.last_error
    if failure and failure ~= known_failure then
      io.stderr:write(("  the look failed, %.0f s …: %s\n"):format(info.waited, show.escape(tostring(failure))))
      known_failure = failure
    elseif info.state and not last[info.state] then
      io.stderr:write(("  %s, %.0f s …\n"):format(show.escape(info.state), info.waited))
    end
  end
end

--- Whether an option is among the arguments, or one of these.
local function has_option(pattern)
  for _, word in ipairs(arg) do
    if word:find(pattern) then return true end
  end
  return false
end

--- Says how the script is used, and ends it.
---@param usage string
---@param code integer
function script.usage(usage, code)
  io.stderr:write("usage: ", usage, "\n")
  os.exit(code, true)
end

local function check_arguments(usage, least, refuses_options)
  if has_option("^%-h$") or has_option("^%-%-help$") then script.usage(usage, 0) end
  if #arg < least or refuses_options and has_option("^%-") then script.usage(usage, 2) end
end

--- Whether what was raised is Ctrl-C: an error of a call, or the interpreter's own text between two calls.
---@param raised any
---@return boolean
function script.is_ctrl_c(raised)
  return errors.is(raised, "Interrupted") or type(raised) == "string" and raised:find("interrupted!$") ~= nil
end

--- Runs `call` with the script's arguments and ends the script: with 0, 1 when the call returned false or raised
--- (the error is printed in one line), 2 when there were too few arguments, 130 at Ctrl-C.
---@param usage string
---@param least integer how many arguments there must be
---@param call fun(...: string): boolean
function script.run(usage, least, call)
  check_arguments(usage, least)
  ---@diagnostic disable-next-line: deprecated
  local ok, result = pcall(call, (table.unpack or unpack)(arg))
  if not ok then io.stderr:write(show.escape(tostring(result)), "\n") end
  os.exit(script.exit_code(ok and (result and 0 or 1) or script.is_ctrl_c(result) and 130 or 1), true)
end

--- How a call went, in a few words.
local function describe(metadata)
  local words = "request id " .. (metadata.request_id or "unknown")
  if metadata.attempts == 1 then return words end
  return ("%s, attempt %d, %.2f s waited"):format(words, metadata.attempts, metadata.retry_delay)
end

--- Ends the script, and says what it has not begun.
local function end_interrupted(index)
  if index < #arg then io.stderr:write("interrupted; not begun: ", table.concat(arg, ", ", index + 1), "\n") end
  os.exit(130, true)
end

--- Runs `call` for every argument of the script: prints what it returns, or its error in one line. Ends the script:
--- with 0, 1 when a call failed, 2 when there were no arguments or there is an option among them, 130 at Ctrl-C, which ends
--- the loop too.
---@param usage string
---@param call fun(argument: string): string, aws.Metadata?, table? a headline; of a single call its metadata and output
function script.each_argument(usage, call)
  check_arguments(usage, 1, true)
  local failed = false
  for index, argument in ipairs(arg) do
    local ok, headline, metadata, output = pcall(call, argument)
    if ok then
      script.print(("%s: %s%s"):format(show.escape(argument), headline, metadata and (" (%s)"):format(describe(metadata)) or ""))
      if output then script.print(show.text(output)) end
    else
      failed = true
      io.stderr:write(show.escape(argument), ": ", show.escape(tostring(headline)), "\n")
      if script.is_ctrl_c(headline) then end_interrupted(index) end
    end
  end
  os.exit(script.exit_code(failed and 1 or 0), true)
end

return script
