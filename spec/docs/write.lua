--- `make docs`: writes what LDoc reads, and has LDoc write the reference. The menu, the first page and the search's index are
--- made here.
local child = require "spec.support.child"
local files = require "spec.support.files"
local html = require "spec.docs.html"
local ldoc_input = require "spec.docs.ldoc_input"
local reference = require "spec.docs.reference"

--- Template, style and the search's code.
local SITE = "spec/docs/site"

local function run(command)
  local status, text = child.run(command .. " 2>&1")
  if status ~= 0 then error(text, 0) end
  return text
end

-- The menu and the first page -----------------------------------------------------------------------------------

--- Rows of the menu: a title, and addresses with their names.
local function menu_rows(made)
  local guides, modules = {}, {}
  for i, guide in ipairs(made.guides) do guides[i] = { ("topics/%s.html"):format(guide.name), html.words(guide.title) } end
  for i, door in ipairs(made.modules) do modules[i] = { ("modules/%s.html"):format(door.name), html.escape(door.name) } end
  return {
    { "Modules", modules },
    { "Tables", {
      { "topics/settings.html", "Settings" }, { "topics/errors.html", "Errors and what to do" }, { "topics/waiters.html", "Waiters" },
      { "topics/events.html", "Events" }, { "topics/types.html", "Types" },
    } },
    { "Guides", guides },
  }
end

local function menu(made)
  local out = {}
  for _, row in ipairs(menu_rows(made)) do
    out[#out + 1] = "<h2>" .. row[1] .. "</h2>\n<ul>"
    for _, entry in ipairs(row[2]) do out[#out + 1] = ('<li><a href="$(base)%s">%s</a></li>'):format(entry[1], entry[2]) end
    out[#out + 1] = "</ul>"
  end
  return table.concat(out, "\n")
end

local function first_page(made)
  local out = { "<h1>aws-replication for Lua: the reference</h1>",
    "<p>Made from what the code, its annotations and the models of AWS say. Search with the box above (the key <code>/</code>): "
      .. "operations by either spelling, settings, variables, errors.</p>", '<div class="operations">' }
  for _, service in ipairs(made.services) do
    local count = #html.sorted(service.operations)
    out[#out + 1] = ('<div class="entry">%s<p>%s: %d operations, helpers, pages, waits.</p></div>'):format(
      html.link(("modules/aws.%s.html#operations"):format(service.name), html.code("aws." .. service.name)),
      html.escape(service.full_name), count)
  end
  for _, door in ipairs(made.modules) do
    if not (door.name == "aws.dms" or door.name == "aws.drs") then
      out[#out + 1] = ('<div class="entry">%s<p>%s</p></div>'):format(
        html.link(("modules/%s.html"):format(door.name), html.code(door.name)), html.words(door.words:match("^[^\n]*")))
    end
  end
  out[#out + 1] = "</div>"
  return table.concat(out, "\n")
end

-- The search ----------------------------------------------------------------------------------------------------

local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = " ", ["<"] = "\\u003c" }

local function quoted(text)
  return '"' .. text:gsub('["\\\n<]', escapes) .. '"'
end

local characters = { ["&amp;"] = "&", ["&lt;"] = "<", ["&gt;"] = ">", ["&quot;"] = '"', ["&#64;"] = "@", ["&#96;"] = "`", ["&#10;"] = " " }

--- Bytes of the words about an entry. Structures have the names of all their members.
local LONGEST = 160

--- HTML as plain words.
local function plain(text, limit)
  text = text:gsub("<[^>]*>", ""):gsub("&#?%w+;", characters)
  return #text > limit and text:sub(1, limit):gsub("[\128-\255]*$", "") or text
end

--- What is looked for less often comes later.
local ranks = { member = 3, ["event member"] = 2, guide = 1, type = 1, structure = 4 }

local function index_line(entry)
  local also = {}
  for i, other in ipairs(entry.also) do also[i] = quoted(other) end
  return ("{t:%s,k:%s,u:%s,w:%s,a:[%s],r:%d}"):format(quoted(plain(entry.title, LONGEST)), quoted(entry.kind), quoted(entry.address),
    quoted(plain(entry.words, entry.kind == "structure" and math.huge or LONGEST)), table.concat(also, ","), ranks[entry.kind] or 0)
end

local function search_index(made)
  local lines = {}
  for i, entry in ipairs(made.entries) do lines[i] = index_line(entry) end
  return "window.searchIndex = [\n" .. table.concat(lines, ",\n") .. "\n];\n"
end

-- All of it -----------------------------------------------------------------------------------------------------

--- What LDoc would read as its own in a template is not in a menu; "%" of a replacement is.
local function template_with(menu_html)
  return (files.read(SITE .. "/ldoc.ltp"):gsub("@MENU@", function() return menu_html end))
end

local function write_input(made, input, output)
  for name, text in pairs(made.topics) do files.write(("%s/topics/%s"):format(input, name), text) end
  for _, door in ipairs(made.modules) do files.write(("%s/modules/%s.lua"):format(input, door.name), ldoc_input.module(made, door)) end
  files.write(input .. "/ldoc.ltp", template_with(menu(made)))
  files.write(input .. "/ldoc.css", files.read(SITE .. "/ldoc.css"))
  files.write(input .. "/config.ld", ldoc_input.configuration(made, "../" .. output:match("[^/]+$"), first_page(made)))
end

--- Writes the reference; what was there is replaced.
---@param output string a folder in build: "build/docs"
return function(output)
  if not output:find("^build/[%w_-][%w_.-]*$") then error(("%s is not a folder in build"):format(output), 0) end
  local input, made = output .. "-input", reference.make()
  run(("rm -rf %s %s && mkdir -p %s/topics %s/modules %s"):format(input, output, input, input, output))
  write_input(made, input, output)
  run(("ldoc --testing --fatalwarnings --config %s/config.ld ."):format(input))
  files.write(output .. "/search-index.js", search_index(made))
  files.write(output .. "/search.js", files.read(SITE .. "/search.js"))
  run("rm -rf " .. input)
  print(("The reference is in %s/index.html"):format(output))
end
