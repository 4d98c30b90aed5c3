--- Type annotations (LuaCATS) of what `aws.credentials` makes, derived from what the providers' files say. `make
--- annotations` writes them to lua/aws/types/credentials.lua; a spec compares the two.
local providers = require "aws.credentials.providers"

local annotations = { path = "lua/aws/types/credentials.lua" }

--- The class of a provider's options: "assume_role" has "aws.AssumeRoleOptions".
local function class_of(name)
  return ("aws.%sOptions"):format(("_" .. name):gsub("_(%a)", string.upper))
end

local function words_of(option)
  local parts = { option.doc }
  if option.default ~= nil then parts[#parts + 1] = ("(%s)"):format(tostring(option.default)) end
  return #parts > 0 and " " .. table.concat(parts, " ") or ""
end

local function add_options(out, declared)
  out[#out + 1] = ""
  local words = #declared.options > 0 and " what is not given comes from the environment and the profile" or ""
  out[#out + 1] = ("---@class (exact) %s%s"):format(class_of(declared.name), words)
  out[#out + 1] = "---@field profile? string default: the client's"
  for _, option in ipairs(declared.options) do
    out[#out + 1] = ("---@field %s? %s%s"):format(option.name, option.type, words_of(option))
  end
  out[#out + 1] = "---@field [string] aws.NotAMember"
end

local function add_function(out, declared)
  out[#out + 1] = "--- " .. declared.doc
  out[#out + 1] = ("---@field %s fun(options?: %s): aws.CredentialsProvider"):format(declared.name, class_of(declared.name))
end

--- The text of the file.
---@return string
function annotations.generate()
  local out = {
    "---@meta",
    "--- Made from lua/aws/credentials/providers/ by `make annotations`; not to be edited, not to be required.",
  }
  for _, name in ipairs(providers.names) do add_options(out, providers.load(name)) end
  out[#out + 1] = ""
  out[#out + 1] = "--- Each function raises ConfigError for an option that is unknown or does not fit."
  out[#out + 1] = "---@class aws.CredentialsModule"
  for _, name in ipairs(providers.names) do add_function(out, providers.load(name)) end
  return table.concat(out, "\n") .. "\n"
end

return annotations
