--- The two tables of lua/aws/settings/README.md, compared with the declarations in lua/aws/settings/init.lua.
local ascii = require "aws.text.ascii"
local settings = require "aws.settings"

local tables = {}

--- The first line of each table.
local SETTINGS, SOURCES = "| setting | default | |\n", "| setting | variables, in order | key of the profile |\n"

--- The cells of a table's rows; nil where there is no such table.
local function rows_of(text, head)
  local _, stop = text:find(head, 1, true)
  if not stop then return nil end
  local rows = {}
  for line in text:sub(stop + 1):gmatch("([^\n]*)\n") do
    if line:sub(1, 1) ~= "|" then
      if #rows > 0 then break end
    elseif not line:find("^| %-%-%-") then
      local cells = {}
      for cell in line:gmatch("| ([^|]*)") do cells[#cells + 1] = ascii.trim(cell) end
      rows[#rows + 1] = cells
    end
  end
  return rows
end

--- What a cell has in backticks.
local function code_in(cell)
  local list = {}
  for code in cell:gmatch("`([^`]*)`") do list[#list + 1] = code end
  return list
end

--- A default as the README spells it; nil for functions, which it describes.
local function spelled(default)
  if type(default) == "string" then return ('`"%s"`'):format(default) end
  if type(default) == "number" and default % 1024 ^ 2 == 0 then return ("%d MiB"):format(default / 1024 ^ 2) end
  return type(default) ~= "function" and default ~= nil and tostring(default) or nil
end

--- How the cell of the default begins.
local function default_of(setting)
  local parts = {}
  if setting.variables then parts[1] = "environment" end
  if setting.profile_key then parts[#parts + 1] = "profile" end
  parts[#parts + 1] = spelled(setting.default)
  return table.concat(parts, ", ")
end

--- Whether the README says more than `wanted` only after a comma or a semicolon.
local function begins(cell, wanted)
  local rest = cell:sub(1, #wanted) == wanted and cell:sub(#wanted + 1)
  return rest and (wanted == "" and not rest:find("^environment") or rest == "" or rest:find("^[,;] ") ~= nil)
end

--- Variables and fallback of a setting, with the names of both services' endpoints.
local function variables_of(setting)
  local names = {}
  for _, name in ipairs(setting.variables or {}) do
    if name:find("<SERVICE>", 1, true) then
      names[#names + 1] = name:gsub("<SERVICE>", "DATABASE_MIGRATION_SERVICE")
      name = name:gsub("<SERVICE>", "DRS")
    end
    names[#names + 1] = name
  end
  for _, name in ipairs(setting.fallback or {}) do names[#names + 1] = name end
  return table.concat(names, " ")
end

local function check_setting(setting, cells, complain)
  if (cells[1]:find("•", 1, true) ~= nil) ~= (setting.per_call == true) then complain(setting.name, "the mark •") end
  local wanted = default_of(setting)
  if not (begins(cells[2], wanted) or setting.name == "credentials") then
    complain(setting.name, ("the default %q, which should begin with %q"):format(cells[2], wanted))
  end
end

local function check_sources(setting, cells, complain)
  local named, key = table.concat(code_in(cells[2]), " "), code_in(cells[3])
  if named ~= variables_of(setting) then
    complain(setting.name, ("variables %q, not %q"):format(named, variables_of(setting)))
  end
  if key[#key] ~= setting.profile_key then complain(setting.name, "the key of the profile") end
end

--- Checks a table's rows, one or more settings in each, and that each wanted setting is in one row.
local function check_table(text, head, is_wanted, check, complain)
  local rows, seen = rows_of(text, head), {}
  if not rows then return complain("README", "no table with the line " .. head) end
  for _, cells in ipairs(rows) do
    for _, name in ipairs(code_in(cells[1])) do
      local setting = settings.by_name[name]
      if not setting or seen[name] then complain(name, "a row that is not a setting's, or its second") end
      seen[name] = true
      if setting then check(setting, cells, complain) end
    end
  end
  for _, setting in ipairs(settings.list) do
    if is_wanted(setting) and not seen[setting.name] then complain(setting.name, "no row") end
  end
end

--- What the tables say wrong.
---@param text string of lua/aws/settings/README.md
---@return string[] problems "timeout: no row"
function tables.problems(text)
  local problems = {}
  local function complain(name, what) problems[#problems + 1] = name .. ": " .. what end
  check_table(text, SETTINGS, function() return true end, check_setting, complain)
  check_table(text, SOURCES, function(setting) return setting.variables ~= nil end, check_sources, complain)
  return problems
end

return tables
