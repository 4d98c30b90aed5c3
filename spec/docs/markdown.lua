--- Markdown, as the READMEs of this project are written in it, as HTML: headings, paragraphs, lists, tables, blocks of code.
local html = require "spec.docs.html"

local markdown = {}

--- A heading's anchor, as GitHub makes it.
---@param heading string
---@return string
function markdown.anchor(heading)
  return (heading:lower():gsub("[^a-z0-9 _-]", ""):gsub(" ", "-"))
end

--- The words of a heading, or of an entry of a list, in HTML: code, links, emphasis.
---@param text string
---@param link fun(target: string): string the address of a link's target
---@return string
local function inline(text, link)
  local kept = {}
  local function keep(piece)
    kept[#kept + 1] = piece
    return "\1" .. #kept .. "\2"
  end
  text = text:gsub("``(.-)``", function(code) return keep(html.code(code)) end)
  text = text:gsub("`([^`]+)`", function(code) return keep(html.code(code)) end)
  text = text:gsub("%[([^%[%]]+)%]%(([^)%s]+)%)", function(words, target)
    return keep(('<a href="%s">'):format(html.escape(link(target)))) .. words .. keep("</a>")
  end)
  text = text:gsub("<(https?://[^>%s]+)>", function(address) return keep(html.link(address, html.escape(address))) end)
  text = html.escape(text)
  text = text:gsub("%*%*(.-)%*%*", "<strong>%1</strong>"):gsub("%f[%w*]%*([%w][^*\n]*)%*", "<em>%1</em>")
  for _ = 1, 3 do text = text:gsub("\1(%d+)\2", function(index) return kept[tonumber(index)] end) end
  return text
end

markdown.inline = inline

local function cells_of(line)
  local cells = {}
  line = line:gsub("^%s*|", ""):gsub("|%s*$", ""):gsub("\\|", "\3")
  for cell in (line .. "|"):gmatch("([^|]*)|") do
    cells[#cells + 1] = (cell:gsub("^%s+", ""):gsub("%s+$", ""):gsub("\3", "|"))
  end
  return cells
end

local function row_of(line, tag, link)
  local cells = {}
  for i, cell in ipairs(cells_of(line)) do cells[i] = ("<%s>%s</%s>"):format(tag, inline(cell, link), tag) end
  return "<tr>" .. table.concat(cells) .. "</tr>"
end

local function has_words(line)
  return line:find("[^|%s]") ~= nil
end

local kinds = {}

--- Each takes the lines, the index of the first one that is its own, and the parts it adds to. It returns the next index.
function kinds.code(lines, index, out)
  local last = index + 1
  while lines[last] and not lines[last]:find("^```") do last = last + 1 end
  local code = {}
  for i = index + 1, last - 1 do code[#code + 1] = html.escape(lines[i]) end
  out[#out + 1] = "<pre><code>" .. table.concat(code, "\4") .. "</code></pre>"
  return last + 1
end

function kinds.indented(lines, index, out)
  local code = {}
  while lines[index] and (lines[index]:find("^    ") or lines[index] == "" and (lines[index + 1] or ""):find("^    ")) do
    code[#code + 1] = html.escape(lines[index]:sub(5))
    index = index + 1
  end
  out[#out + 1] = "<pre><code>" .. table.concat(code, "\4") .. "</code></pre>"
  return index
end

function kinds.table(lines, index, out, link)
  out[#out + 1] = '<div class="table"><table>'
  if has_words(lines[index]) then out[#out + 1] = "<thead>" .. row_of(lines[index], "th", link) .. "</thead>" end
  index = index + 2
  while lines[index] and lines[index]:find("^|") do
    out[#out + 1] = row_of(lines[index], "td", link)
    index = index + 1
  end
  out[#out + 1] = "</table></div>"
  return index
end

function kinds.heading(lines, index, out, link)
  local marks, text = lines[index]:match("^(#+)%s+(.*)$")
  out[#out + 1] = html.heading(#marks, markdown.anchor(text), inline(text, link))
  return index + 1
end

local bullets = { "^%- ", "^%d+%. " }

local function bullet_of(line)
  for i, pattern in ipairs(bullets) do
    if line:find(pattern) then return pattern, i == 1 and "ul" or "ol" end
  end
end

--- An item of a list may have paragraphs and lists of its own, indented.
function kinds.list(lines, index, out, link)
  local pattern, tag = bullet_of(lines[index])
  out[#out + 1] = "<" .. tag .. ">"
  while lines[index] and lines[index]:find(pattern) do
    local own = { (lines[index]:gsub(pattern, "")) }
    local width = #lines[index] - #own[1]
    index = index + 1
    while lines[index] and (lines[index]:find("^ +%S") or lines[index] == "" and (lines[index + 1] or ""):find("^ +%S")) do
      own[#own + 1] = lines[index]:gsub("^" .. (" ?"):rep(width), "")
      index = index + 1
    end
    out[#out + 1] = "<li>" .. markdown.blocks(own, link) .. "</li>"
  end
  out[#out + 1] = "</" .. tag .. ">"
  return index
end

local function kind_of(lines, index)
  local line = lines[index]
  if line:find("^```") then return "code" end
  if line:find("^    ") then return "indented" end
  if line:find("^#+ ") then return "heading" end
  if line:find("^|") and (lines[index + 1] or ""):find("^|[%s|:-]+$") then return "table" end
  return bullet_of(line) and "list" or nil
end

function kinds.paragraph(lines, index, out, link)
  local words = {}
  repeat
    words[#words + 1] = lines[index]
    index = index + 1
  until not lines[index] or lines[index] == "" or kind_of(lines, index)
  out[#out + 1] = "<p>" .. inline(table.concat(words, " "), link) .. "</p>"
  return index
end

--- Lines of Markdown as HTML, all on few lines: LDoc takes what is indented for code.
---@param lines string[]
---@param link fun(target: string): string
---@return string
function markdown.blocks(lines, link)
  local out, index = {}, 1
  while index <= #lines do
    if lines[index] == "" then
      index = index + 1
    else
      index = kinds[kind_of(lines, index) or "paragraph"](lines, index, out, link)
    end
  end
  if #out == 1 then return (out[1]:gsub("^<p>(.*)</p>$", "%1")) end
  return table.concat(out, "\n")
end

--- The text of a document as HTML.
---@param text string
---@param link fun(target: string): string the address of a link's target
---@return string
function markdown.render(text, link)
  local lines = {}
  for line in (text:gsub("\n$", "") .. "\n"):gmatch("([^\n]*)\n") do lines[#lines + 1] = line end
  -- The character 4 is a line's end in code. Entities keep LDoc from reading the lines that it makes.
  return (markdown.blocks(lines, link):gsub("\4", "&#10;"))
end

return markdown
