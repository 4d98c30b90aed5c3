--- Pieces of HTML.
local html = {}

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["@"] = "&#64;", ["`"] = "&#96;" }

--- A text for HTML and for LDoc, which reads "@" and backticks.
---@param text any
---@return string
function html.escape(text)
  return (tostring(text):gsub('[&<>"@`]', entities))
end

---@param text any
---@return string
function html.code(text)
  return "<code>" .. html.escape(text) .. "</code>"
end

--- Plain words in which `code` is marked by backticks.
---@param text string
---@return string
function html.words(text)
  local parts, position = {}, 1
  for before, code, after in text:gmatch("([^`]*)`([^`]+)`()") do
    parts[#parts + 1] = html.escape(before) .. html.code(code)
    position = after
  end
  return table.concat(parts) .. html.escape(text:sub(position))
end

--- Words as a sentence: with a capital letter, and an end.
---@param text string
---@return string HTML
function html.sentence(text)
  if text == "" then return "" end
  return html.words(text:gsub("^%l", string.upper) .. (text:find("[%w)`\"]$") and "." or ""))
end

---@param address string
---@param content string HTML
---@return string
function html.link(address, content)
  return ('<a href="%s">%s</a>'):format(html.escape(address), content)
end

--- A heading that can be linked to.
---@param level integer
---@param id string
---@param content string HTML
---@return string
function html.heading(level, id, content)
  return ('<h%d id="%s">%s<a class="anchor" href="#%s" aria-label="link to this">#</a></h%d>'):format(level, html.escape(id),
    content, html.escape(id), level)
end

--- An entry of a list of members, options, errors: its name, what it is, words about it.
---@param id string
---@param name string
---@param type_html string
---@param body? string HTML
---@return string
function html.entry(id, name, type_html, body)
  return ('<div class="entry" id="%s"><div class="head"><a class="name" href="#%s"><code>%s</code></a> %s</div>%s</div>'):format(
    html.escape(id), html.escape(id), html.escape(name), type_html, body and body ~= "" and "<p>" .. body .. "</p>" or "")
end

--- The keys of a table, sorted by their bytes.
---@param t table
---@return string[]
function html.sorted(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys)
  return keys
end

return html
