--- A folder of HTML pages: their links, and the places that links may lead to.
local child = require "spec.support.child"
local files = require "spec.support.files"

local site = {}

--- The pages of a folder: text by path below it.
---@param folder string
---@return table<string, string>
function site.pages(folder)
  local _, text = child.run(("cd %s && find . -name '*.html' | LC_ALL=C sort"):format(child.quote(folder)))
  local pages = {}
  for path in text:gmatch("%./([^\n]+)") do pages[path] = files.read(folder .. "/" .. path) end
  return pages
end

local entities = { ["&amp;"] = "&", ["&quot;"] = '"', ["&lt;"] = "<", ["&gt;"] = ">", ["&#64;"] = "@", ["&#96;"] = "`" }

local function decoded(text)
  return (text:gsub("&#?%w+;", entities))
end

--- The ids of a page, and those that it has twice.
---@param text string
---@return table<string, boolean> ids
---@return string[] twice
function site.ids(text)
  local ids, twice = {}, {}
  for written in text:gmatch('<[^<>]- id="([^"]*)"') do
    local id = decoded(written)
    if ids[id] then twice[#twice + 1] = id end
    ids[id] = true
  end
  return ids, twice
end

--- "a/b/../c" as "a/c"; what leads out of the folder keeps its "..".
local function joined(path)
  local parts = {}
  for part in path:gmatch("[^/]+") do
    if part == ".." and parts[1] and parts[#parts] ~= ".." then parts[#parts] = nil else parts[#parts + 1] = part end
  end
  return table.concat(parts, "/")
end

local function is_there(path)
  return child.run("test -e " .. child.quote(path)) == 0
end

--- Why a link leads nowhere, or nil.
---@param found { folder: string, ids: table<string, table<string, boolean>>, files: table<string, boolean> }
---@param from string the page's path
---@param link string
---@return string?
function site.fault(found, from, link)
  local target, anchor = decoded(link):match("^([^#]*)#?(.*)$")
  local path = target == "" and from or joined(from:gsub("[^/]*$", "") .. target)
  if found.ids[path] then
    if anchor ~= "" and not found.ids[path][anchor] then return ("%s: %s has no such place"):format(from, link) end
    return nil
  end
  if found.files[path] == nil then found.files[path] = is_there(found.folder .. "/" .. path) end
  return not found.files[path] and ("%s: %s is not there"):format(from, link) or nil
end

--- All links and files that a site's pages name and that are not there.
---@param folder string
---@param pages table<string, string>
---@return string[]
function site.faults(folder, pages)
  local found, faults = { folder = folder, ids = {}, files = {} }, {}
  for path, text in pairs(pages) do found.ids[path] = site.ids(text) end
  for path, text in pairs(pages) do
    for attribute, link in text:gmatch('(%l+)="([^"]*)"') do
      local is_link = attribute == "href" or attribute == "src"
      if is_link and not link:find("^%l+:") then faults[#faults + 1] = site.fault(found, path, link) end
    end
  end
  return faults
end

return site
