--- AWS's two files, ~/.aws/config and ~/.aws/credentials: which profile is used, and what it holds.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local environment = require "aws.settings.environment"
local errors = require "aws.errors.typed"
local late = require "aws.language.late"
local guess = late "aws.text.guess"
local ini = late "aws.settings.ini"
local iterate = require "aws.language.iterate"
local require_late = require "aws.language.require_late"
local settings = require "aws.settings"
local words = late "aws.text.words"

local profile = {}

--- Bytes of a file: enough for thousands of profiles.
local LARGEST_FILE = 4 * 1024 * 1024

-- Reading a file ------------------------------------------------------------------------------------------------

local function line_at(text, at)
  local _, count = text:sub(1, at):gsub("\n", "")
  return count + 1
end

--- Why a file's bytes are not text, or nil.
---@return string? fault, integer? line
local function fault_of_text(text)
  local nul = text:find("\0", 1, true)
  if nul then return "a NUL byte: it is binary, or UTF-16", line_at(text, nul) end
  if not text:find("[\128-\255]") then return nil end
  local at, lines = require_late("aws.text.utf8").fault(text)
  if at then return "bytes that are not UTF-8", line_at(lines, at) end
end

--- Without a byte order mark, which some editors put in front.
local function without_mark(text)
  return text:sub(1, 3) == "\239\187\191" and text:sub(4) or text
end

--- The sections of a file; an empty list where it is missing. A folder at the default path counts as a missing file:
--- docker makes one where a file was to be mounted.
---@param path string
---@param is_default boolean no variable names it
---@return aws.IniSection[] # raises ConfigError for a file that cannot be read, with path and line
function profile.sections(path, is_default)
  if path:find("^~/") then return {} end -- HOME is not known
  local text, fault, is_missing, is_not_file = core.read_file(path, LARGEST_FILE)
  if is_missing or is_default and is_not_file then return {} end
  if not text then errors.config("%s %s", path, fault) end
  local sections, line
  fault, line = fault_of_text(text)
  if not fault then sections, fault, line = ini.parse(without_mark(text)) end
  if not sections then errors.config("%s:%d: %s", path, line, fault) end
  return sections
end

-- What the files hold -------------------------------------------------------------------------------------------

local kinds = { profile = "profiles", ["sso-session"] = "sso_sessions", services = "services" }

--- Sections of the config file by kind and name. `[x]` is not a profile; other sections are left out.
local function read_config(path, is_default)
  local config = { profiles = {}, sso_sessions = {}, services = {}, bare = {} }
  for _, section in ipairs(profile.sections(path, is_default)) do
    local parts = section.name:find("^[^ \t\r\n]") and words.split(section.name)
    local kind = parts and #parts == 2 and kinds[parts[1]]
    if kind then
      config[kind][parts[2]] = section.values -- the later of two spellings of one name
    elseif section.name == "default" then
      config.profiles.default = section.values
    else
      config.bare[section.name] = true
    end
  end
  return config
end

--- Sections of the credentials file; each is a profile.
local function read_credentials(path, is_default)
  local credentials = {}
  for _, section in ipairs(profile.sections(path, is_default)) do credentials[section.name] = section.values end
  return credentials
end

--- The two files' profiles, and the one that is used. The files are read once, when something is asked for.
---@class aws.Profiles
---@field name string of the profile that is used
---@field source "settings"|"AWS_PROFILE"|"AWS_DEFAULT_PROFILE"|"default" who named it
---@field is_explicit boolean named in code
---@field config_file string path
---@field credentials_file string path
---@field file_sources { config_file: string, credentials_file: string } the variable that named each, or "default"
---@field files { config?: table, credentials?: table } what was read; all views of these profiles share this table
---@field home? string
local Profiles = {}
local metatable = { __index = Profiles }

local function read_config_of(self)
  return read_config(self.config_file, self.file_sources.config_file == "default")
end

local function read_credentials_of(self)
  return read_credentials(self.credentials_file, self.file_sources.credentials_file == "default")
end

local function config_of(self)
  local files = self.files
  files.config = files.config or read_config_of(self)
  return files.config
end

local function credentials_of(self)
  local files = self.files
  files.credentials = files.credentials or read_credentials_of(self)
  return files.credentials
end

--- Reads both files again. Raises ConfigError where one cannot be read, and keeps what was read before.
function Profiles:reload()
  local config, credentials = read_config_of(self), read_credentials_of(self)
  self.files.config, self.files.credentials = config, credentials
end

--- A profile as the config file has it.
---@param name string
---@return table<string, string|table<string, string>>? # this and what the other functions return is not to be changed
---All of them raise ConfigError for a file that cannot be read, with path and line.
function Profiles:from_config(name)
  return config_of(self).profiles[name]
end

--- A profile as the credentials file has it.
---@param name string
---@return table<string, string|table<string, string>>?
function Profiles:from_credentials(name)
  return credentials_of(self)[name]
end

--- A profile of both files; a key of the credentials file replaces the config file's.
---@param name string
---@return table<string, string|table<string, string>>?
function Profiles:get(name)
  local first, second = self:from_credentials(name), self:from_config(name)
  if not (first and second) then return first or second end
  local merged = iterate.copy(second)
  for key, value in iterate.pairs(first) do merged[key] = value end
  return merged
end

--- The values of `[sso-session NAME]`.
---@param name string
---@return table<string, string|table<string, string>>?
function Profiles:sso_session(name)
  return config_of(self).sso_sessions[name]
end

--- The values of `[services NAME]`: a table of keys for each service.
---@param name string
---@return table<string, string|table<string, string>>?
function Profiles:services(name)
  return config_of(self).services[name]
end

--- Everything that the two files hold.
---@return table[]
function Profiles:contents()
  return { config_of(self), credentials_of(self) }
end

--- The names of all profiles, in order.
---@return string[]
function Profiles:names()
  local names = {}
  for name in iterate.pairs(credentials_of(self)) do names[#names + 1] = name end
  for name in iterate.pairs(config_of(self).profiles) do
    if not credentials_of(self)[name] then names[#names + 1] = name end
  end
  table.sort(names, ascii.before)
  return names
end

--- Where a key of a profile was read, for messages: "profile p (/home/me/.aws/config)".
---@param name string of a profile
---@param key string
---@return string
function Profiles:origin(name, key)
  local own = self:from_credentials(name)
  local path = own and own[key] ~= nil and self.credentials_file or self.config_file
  return ("profile %s (%s)"):format(name, path)
end

-- Which profile -------------------------------------------------------------------------------------------------

--- `$NAME`, `${NAME}` and a leading `~` replaced; variables that are not set stay as they are.
local function expand(path, getenv, home)
  path = path:gsub("%$({?)([0-9A-Za-z_]+)(}?)", function(open, name, close)
    local value = getenv(name)
    if not value or open ~= "" and close == "" then return nil end
    return open == "" and value .. close or value
  end)
  return home and (path == "~" or path:find("^~/")) and home .. path:sub(2) or path
end

--- What the user may have meant by the name of a profile that does not exist.
local function hint(profiles, name)
  if config_of(profiles).bare[name] then
    return ("; [%s] in %s has to be [profile %s]"):format(name, profiles.config_file, name)
  end
  local nearest = core.nearest(name, profiles:names())
  if nearest then return guess.hint(nearest) end
  return profiles.home and "" or "; HOME is not set" .. environment.hint("HOME")
end

--- Raises ProfileNotFound.
---@param profiles aws.Profiles
---@param name string
---@param source string who named it
local function raise_not_found(profiles, name, source)
  local shown = name:sub(1, 128):gsub("[" .. ascii.CONTROL .. "]", "?")
  errors.raise({
    type = "ProfileNotFound",
    message = ("profile %q (%s) is neither in %s nor in %s%s"):format(shown, source, profiles.config_file,
      profiles.credentials_file, hint(profiles, shown)),
  })
end

--- The name of the profile that is used, and who named it.
local function choose(getenv, explicit)
  if explicit then return explicit, "settings" end
  local setting = settings.by_name.profile
  local value, name = environment.first(getenv, setting.variables)
  return value or setting.default, name or "default"
end

--- Finds the profile that is used.
---@param getenv fun(name: string): string? the environment
---@param explicit? string the profile named in code
---@return aws.Profiles
---Raises ProfileNotFound for a profile that code or the environment names and neither file has, ConfigError for files
---that cannot be read.
function profile.load(getenv, explicit)
  local home = environment.get(getenv, "HOME")
  local profiles = setmetatable({ home = home, is_explicit = explicit ~= nil, file_sources = {}, files = {} }, metatable)
  profiles.name, profiles.source = choose(getenv, explicit)
  for _, file in ipairs(settings.files) do
    local path = environment.get(getenv, file.variable)
    profiles.file_sources[file.name] = path and file.variable or "default"
    profiles[file.name] = expand(path or file.default, getenv, home)
  end
  if profiles.source ~= "default" and not profiles:get(profiles.name) then
    raise_not_found(profiles, profiles.name, profiles.source)
  end
  return profiles
end

return profile
