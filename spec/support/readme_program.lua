--- The blocks of Lua of a README as one program: read from top to bottom, a block has the locals of those above it. Each line
--- keeps its number, so that an error names the README's line.
local child = require "spec.support.child"
local folder = require "spec.support.folder"
local local_aws = require "spec.support.local_aws"
local readmes = require "spec.support.readmes"

local readme_program = {}

--- Profiles that the READMEs speak of.
local CONFIG = [[
[profile base]
region = us-east-1
[profile ops]
region = us-east-1
[profile admin]
region = us-east-1
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/me
]]

local function credentials_file(variables)
  local keys = ("aws_access_key_id = %s\naws_secret_access_key = %s\n"):format(
    variables.AWS_ACCESS_KEY_ID, variables.AWS_SECRET_ACCESS_KEY)
  return "[base]\n" .. keys .. "[ops]\n" .. keys
end

--- A block that is a module of its own returns something; the program goes on after it.
local function statement(code)
  if not code:find("^return[%s{]") then return code end
  return "assert((function() " .. code:gsub("\n$", " end)())\n")
end

--- The program; nil for a README without blocks of Lua.
---@param path string
---@return string?
function readme_program.of(path)
  local parts, line = {}, 1
  for _, block in ipairs(readmes.blocks(path)) do
    if block.language == "lua" then
      parts[#parts + 1] = ("\n"):rep(block.line - line) .. statement(block.code)
      line = block.line + select(2, block.code:gsub("\n", ""))
    end
  end
  return parts[1] and table.concat(parts)
end

--- Runs it in a folder of its own, against a world of its own in the local endpoint.
---@param program string
---@param path string what an error names
---@param endpoint_url string
---@param more? table<string, string> variables
---@return integer code
---@return string stdout
---@return string stderr
function readme_program.run(program, path, endpoint_url, more)
  local place, lua = folder.new(), os.getenv "LUA" or "lua5.4"
  local variables = {
    AWS_ENDPOINT_URL = endpoint_url, AWS_CONFIG_FILE = place.write("config", CONFIG),
    AWS_SHARED_CREDENTIALS_FILE = place.write("credentials", credentials_file(local_aws.variables())),
  }
  for name, value in pairs(more or {}) do variables[name] = value end
  place.write("program.lua", program)
  local code = ([[package.path = %q .. package.path; require "spec.support.readme_prelude"
    local file = assert(io.open("program.lua")); local text = file:read("*a"); file:close()
    assert((loadstring or load)(text, %q))()]]):format("ROOT/?.lua;ROOT/examples/?.lua;", "@" .. path)
  local _, root = child.run("pwd")
  code = code:gsub("ROOT", (root:gsub("\n", ""):gsub("%%", "%%%%")))
  local status, stdout, stderr = child.run(("cd %s && %s %s -e %s"):format(
    child.quote(place.path), child.environment(local_aws.environment(variables)), lua, child.quote(code)))
  place.remove()
  return status, stdout, stderr
end

return readme_program
