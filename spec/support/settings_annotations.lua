--- Type annotations (LuaCATS) of what users write as settings, derived from lua/aws/settings/init.lua. `make annotations`
--- writes them to lua/aws/types/settings.lua; a spec compares the two.
local settings = require "aws.settings"

local annotations = { path = "lua/aws/types/settings.lua" }

--- What any other name is.
local NOT_A_MEMBER = "---@field [string] aws.NotAMember"

--- A field's line, with the words about it.
local function field(name, is_optional, type_name, words)
  return ("---@field %s%s %s%s"):format(name, is_optional and "?" or "", type_name, words and " " .. words or "")
end

--- What `new` takes.
local function add_settings(out)
  out[#out + 1] = "---@class (exact) aws.Settings what `new` takes; all of it is optional"
  for _, setting in ipairs(settings.list) do out[#out + 1] = field(setting.name, true, setting.type, setting.doc) end
  out[#out + 1] = NOT_A_MEMBER
end

--- What a call takes.
local function add_options(out)
  out[#out + 1] = "---@class (exact) aws.Options settings of one call"
  for _, name in ipairs(settings.names_with("per_call")) do
    local setting = settings.by_name[name]
    out[#out + 1] = field(name, true, setting.type, setting.doc)
  end
  out[#out + 1] = NOT_A_MEMBER
end

--- What a client shows.
local function add_config(out)
  out[#out + 1] = "---@class aws.Config effective settings, without functions and without any secret; to be read"
  out[#out + 1] = "---@overload fun(): table a plain table of all, for pairs and encoders"
  for _, setting in ipairs(settings.list) do
    local is_optional = setting.default == nil and not setting.shown
    if not setting.hidden then
      out[#out + 1] = field(setting.name, is_optional, setting.type, setting.shown or setting.doc)
    end
  end
  for _, file in ipairs(settings.files) do out[#out + 1] = field(file.name, false, "string", "path") end
  out[#out + 1] = field("sources", false, "table<string, string>", 'where each came from: "settings", a variable\'s name,')
  out[#out + 1] = '---"profile NAME (FILE)" or "default"'
end

--- The text of the file.
---@return string
function annotations.generate()
  local out = {
    "---@meta", "--- Made from lua/aws/settings/init.lua by `make annotations`; not to be edited, not to be required.",
  }
  for _, add in ipairs({ add_settings, add_options, add_config }) do
    out[#out + 1] = ""
    add(out)
  end
  return table.concat(out, "\n") .. "\n"
end

return annotations
