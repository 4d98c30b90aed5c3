--- The READMEs for users as pages, with links among them and to files of the project.
local files = require "spec.support.files"
local markdown = require "spec.docs.markdown"
local readmes = require "spec.support.readmes"

local guides = {}

--- READMEs that are for users, in the order of the menu. Those of csrc and spec are for maintainers.
local function is_for_users(path)
  return path == "README.md" or path:find("^lua/aws/.+/README%.md$") ~= nil or path:find("^examples/") ~= nil
end

--- "lua/aws/wait/README.md" is "guide.wait", "README.md" is "guide".
local function name_of(path)
  local folder = path:gsub("/?README%.md$", ""):gsub("^lua/aws/", ""):gsub("/", ".")
  return folder == "" and "guide" or "guide." .. folder
end

---@class docs.Guide
---@field path string of the README
---@field name string of the page
---@field title string

--- All guides.
---@return docs.Guide[]
function guides.list()
  local list = {}
  for _, path in ipairs(readmes.paths()) do
    if is_for_users(path) then
      list[#list + 1] = { path = path, name = name_of(path), title = files.read(path):match("^# ([^\n]*)") }
    end
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  return list
end

local function joined(folder, target)
  local parts = {}
  for part in (folder .. target):gmatch("[^/]+") do
    if part == ".." then
      parts[#parts] = nil
    elseif part ~= "." then
      parts[#parts + 1] = part
    end
  end
  return table.concat(parts, "/")
end

--- Where a link of a README leads from its page: to another page, or to the file in the project's folder, three levels above.
local function linker(guide, by_path)
  return function(target)
    if target:find("^%a+:") then return target end
    local path, anchor = target:match("^([^#]*)(#?.*)$")
    if path == "" then return anchor end
    local found = joined(guide.path:gsub("[^/]*$", ""), path)
    local page = by_path[found] or by_path[(found == "" and "" or found .. "/") .. "README.md"]
    if page then return ("../topics/%s.html%s"):format(page.name, anchor) end
    return "../../../" .. found .. anchor
  end
end

--- The pages.
---@param list docs.Guide[]
---@return table<string, string> HTML by name
function guides.pages(list)
  local by_path, pages = {}, {}
  for _, guide in ipairs(list) do by_path[guide.path] = guide end
  for _, guide in ipairs(list) do
    pages[guide.name] = markdown.render(files.read(guide.path), linker(guide, by_path))
  end
  return pages
end

--- The headings of a guide, for the search.
---@param page string
---@return { id: string, words: string }[]
function guides.headings(page)
  local list = {}
  for id, words in page:gmatch('<h[23] id="([^"]*)">(.-)<a class="anchor"') do
    list[#list + 1] = { id = id, words = (words:gsub("<[^>]*>", "")) }
  end
  return list
end

return guides
