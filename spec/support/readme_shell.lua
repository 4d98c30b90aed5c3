--- The shell blocks and sessions of a README as one shell: blocks run as they are, and of a session each "$ " line, whose
--- output has to be as shown. There "…" is anything within a line, and a line of its own any lines.
local child = require "spec.support.child"
local files = require "spec.support.files"
local folder = require "spec.support.folder"
local local_aws = require "spec.support.local_aws"
local readmes = require "spec.support.readmes"

local readme_shell = {}

--- Where READMEs keep files, as a pattern: it has to be a scratch folder here.
local PLACE = "/tmp/local%-aws"

--- What is between the output of two commands.
local MARK = "\1command %d\1\n"

---@class readme_shell.Step
---@field command string
---@field expected? string nil for a block that shows no output
---@field line integer

local function session_steps(block, steps)
  local line = block.line
  for text in block.code:gmatch("([^\n]*)\n") do
    local command = text:match("^%$ (.*)$")
    if command then
      steps[#steps + 1] = { command = command, expected = "", line = line }
    else
      steps[#steps].expected = steps[#steps].expected .. text .. "\n"
    end
    line = line + 1
  end
end

--- Commands in order.
---@param path string
---@return readme_shell.Step[]
function readme_shell.steps(path)
  local steps = {}
  for _, block in ipairs(readmes.blocks(path)) do
    if block.language == "sh" then steps[#steps + 1] = { command = block.code, line = block.line } end
    if block.language == "console" then session_steps(block, steps) end
  end
  return steps
end

--- Whether `shown` is `expected`, in which "…" is anything.
---@param expected string
---@param shown string
---@return boolean
function readme_shell.fits(expected, shown)
  local pattern = expected:gsub("[%^%$%(%)%%%.%[%]%*%+%-%?]", "%%%0")
  pattern = ("\n" .. pattern):gsub("\n…\n", "\n\1"):gsub("\n…\n", "\n\1"):gsub("…", "[^\n]*"):gsub("\1", ".-")
  return ("\n" .. shown):find("^" .. pattern .. "$") ~= nil
end

local function script_of(steps)
  local lines = { "set -e", "cd " .. child.quote((select(2, child.run("pwd")):gsub("\n$", ""))) }
  for i, step in ipairs(steps) do
    lines[#lines + 1] = "printf '" .. MARK:format(i):gsub("\n", "\\n"):gsub("\1", "\\001") .. "'"
    lines[#lines + 1] = step.command
  end
  return table.concat(lines, "\n") .. "\n"
end

--- What is wrong with the steps of a README when they run, or nil.
---@param path string
---@return string?
function readme_shell.fault(path)
  local place, steps = folder.new(), readme_shell.steps(path)
  local script = place.write("script.sh", (script_of(steps):gsub(PLACE, place.path .. "/local-aws")))
  local variables = local_aws.environment({ README_SCRATCH = place.path, MAKEFLAGS = false, MAKELEVEL = false })
  if files.read(path):find("local-aws start", 1, true) then variables.AWS_ENDPOINT_URL = "http://127.0.0.1:9" end -- it has its own
  local code, stdout, stderr = child.run(("%s PATH=\"$PWD/spec/support/readme_commands:$PATH\" sh -c %s"):format(
    child.environment(variables), child.quote("sh " .. script .. " 2>&1; status=$?; sh examples/local-aws/local-aws stop " ..
      place.path .. "/local-aws >/dev/null 2>&1; exit $status")))
  place.remove()
  stdout = stdout:gsub(place.path:gsub("%p", "%%%0") .. "/local%-aws", "/tmp/local-aws")
  local problem
  for i, step in ipairs(steps) do
    local shown = stdout:match(MARK:format(i) .. "(.-)" .. (steps[i + 1] and MARK:format(i + 1) or "$"))
    if not shown or step.expected and not readme_shell.fits(step.expected, shown) then
      problem = ("%s:%d: %s\nshows\n%s\nafter all of this:\n%s"):format(path, step.line, step.command, shown or "nothing", stdout)
      break
    end
  end
  if not problem and code ~= 0 then problem = path .. " ends with " .. code .. "\n" .. stdout .. stderr end
  return problem
end

return readme_shell
