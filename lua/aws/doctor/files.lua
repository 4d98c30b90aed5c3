--- AWS's two files: where they are, whether they can be read and who else can read them, and what in them is nearly right.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local environment = require "aws.settings.environment"
local examinations = require "aws.doctor.examination"
local iterate = require "aws.language.iterate"
local names = require "aws.doctor.names"
local profile = require "aws.settings.profile"
local settings = require "aws.settings"

local BYTE_ORDER_MARK = "\239\187\191"
local LONGEST_MARKED = 4 * 1024 * 1024

---@class aws.ExaminedFile
---@field name string of its check: "files.config"
---@field path string
---@field source string the variable that names it, or "default"
---@field is_config boolean
---@field mode integer permission bits
---@field suspected integer keys and sections that are nearly right

--- The paths, whatever profile the environment names.
local function paths(getenv)
  local setting = settings.by_name.profile
  return profile.load(function(name)
    for _, variable in ipairs(setting.variables) do
      if name == variable then return nil end
    end
    return getenv(name)
  end)
end

local function is_secret(key)
  return key:find("access_key", 1, true) or key:find("secret", 1, true) or key:find("token$")
end

--- Keeps what a section's keys hold out of the report. Returns whether it holds a secret.
local function hide_secrets(examination, section)
  local found = false
  for key, value in iterate.pairs(section.values) do
    if type(value) == "string" and value ~= "" and is_secret(key) then
      examination:hide(value)
      found = found or not key:find("key_id$")
    end
  end
  return found
end

-- One file ------------------------------------------------------------------------------------------------------

local function check_mode(examination, file, has_secrets)
  local readers = math.floor(file.mode / 8) % 8 >= 4 and "its group" or nil
  if file.mode % 8 >= 4 then readers = "everybody" end
  if not (readers and has_secrets) then return end
  examination:warn(file.name .. ".mode", ("%s holds secrets, and %s can read it (mode %03o)"):format(file.path, readers, file.mode),
    { hint = "chmod 600 " .. file.path })
end

local function check_mark(examination, file)
  local text = core.read_file(file.path, LONGEST_MARKED)
  if text and text:sub(1, 3) == BYTE_ORDER_MARK then
    examination:warn(file.name .. ".mark", ("%s begins with a byte order mark: this library leaves it out, other tools of AWS's "
      .. "do not read the file"):format(file.path), { hint = "save it as UTF-8 without a mark" })
  end
end

--- So many warnings about one file are worth reading.
local MOST = 20

--- Adds a warning about what is nearly right, and counts.
local function suspect(examination, file, kind, text)
  file.suspected = file.suspected + 1
  if file.suspected <= MOST then examination:warn(file.name .. kind, text) end
end

local function check_keys(examination, file, section)
  local profile_name = section.name
  if file.is_config then profile_name = names.profile_of(section.name) end
  for _, found in ipairs(names.nearly_right(section)) do
    local text = ("%s in [%s] of %s is not read: did you mean %s?"):format(found.key, section.name:sub(1, 64), file.path, found.meant)
    suspect(examination, file, ".keys", text)
    examination.suspicions[#examination.suspicions + 1] = { profile = profile_name, meant = found.meant, text = text }
  end
end

local function check_section(examination, file, section)
  local meant = (file.is_config and names.config_section or names.credentials_section)(section)
  if meant then
    suspect(examination, file, ".sections", ("[%s] in %s is not read as a profile: did you mean [%s]?"):format(
      section.name:sub(1, 64), file.path, meant:sub(1, 64)))
  end
  check_keys(examination, file, section)
end

local function check_content(examination, file)
  local ok, sections = examinations.try(profile.sections, file.path, file.source == "default")
  if not ok then
    examination:fail(file.name, examinations.words(sections), { source = file.source })
    return
  end
  local has_secrets = false
  for _, section in ipairs(sections) do has_secrets = hide_secrets(examination, section) or has_secrets end
  examination:ok(file.name, ("%s, %d section%s, mode %03o"):format(file.path, #sections, #sections == 1 and "" or "s", file.mode),
    { source = file.source })
  check_mode(examination, file, has_secrets)
  check_mark(examination, file)
  for _, section in ipairs(sections) do check_section(examination, file, section) end
  if file.suspected > MOST then
    examination:warn(file.name .. ".more", ("%d more keys and sections of %s are nearly right"):format(file.suspected - MOST, file.path))
  end
end

local function missing(examination, file)
  if file.source == "default" then
    examination:skip(file.name, "there is no " .. file.path)
  else
    examination:warn(file.name, ("there is no %s: it counts as an empty file"):format(file.path), { source = file.source })
  end
end

local function check_file(examination, file)
  if file.path:find("^~/") then
    return examination:skip(file.name, ("HOME is not set, so %s is not looked for"):format(file.path)
      .. environment.hint("HOME"))
  end
  local mode, kind, is_missing = core.file_mode(file.path)
  if is_missing then return missing(examination, file) end
  if mode and kind ~= "file" and file.source == "default" then
    return examination:warn(file.name, ("%s is a %s, and counts as a missing file"):format(file.path,
      kind == "folder" and kind or "device or pipe"), { hint = "docker makes a folder where a file that is to be mounted is not there" })
  end
  file.mode = mode or 0
  check_content(examination, file)
end

--- Looks at both files.
---@param examination aws.Examination
return function(examination)
  local profiles = paths(examination.getenv)
  for _, known in ipairs(settings.files) do
    check_file(examination, {
      name = "files." .. known.name:gsub("_file$", ""), path = ascii.one_line(profiles[known.name]),
      source = profiles.file_sources[known.name], is_config = known.name == "config_file", mode = 0,
      suspected = 0,
    })
  end
end
