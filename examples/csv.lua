--- Comma-separated values (RFC 4180), safe to open in a spreadsheet.
local csv = {}

--- A spreadsheet takes a cell that begins like this for a formula; an apostrophe in front makes it a text.
local FORMULA = "^[=+%-@\t\r]"

local function quote(value)
  local text = value == nil and "" or tostring(value)
  if text:find(FORMULA) then text = "'" .. text end
  if not text:find('[",\r\n]') then return text end
  return '"' .. text:gsub('"', '""') .. '"'
end

local function unquote(text)
  local bare = text:match("^'(.*)$")
  return bare and bare:find(FORMULA) and bare or text
end

--- One row, its line end included.
---@param row table<string, any> by column
---@param columns string[]
---@return string
function csv.row(row, columns)
  local cells = {}
  for i, name in ipairs(columns) do cells[i] = quote(row[name]) end
  return table.concat(cells, ",") .. "\r\n"
end

--- The cell that starts at `at`, and where what follows it starts. A quote that stays open ends with the text.
local function read_cell(text, at)
  if text:sub(at, at) ~= '"' then
    local stop = text:find("[,\r\n]", at) or #text + 1
    return text:sub(at, stop - 1), stop
  end
  local parts, from = {}, at + 1
  while true do
    local stop = text:find('"', from, true) or #text + 1
    parts[#parts + 1] = text:sub(from, stop - 1)
    if text:sub(stop + 1, stop + 1) ~= '"' then return table.concat(parts, '"'), stop + 1 end
    from = stop + 2
  end
end

--- Reads rows by the names in the first one. A last row without its line end was cut short and is left out.
---@param text string
---@return table<string, string>[] rows
---@return string[] columns
---@return string whole the text without what was cut short
function csv.read(text)
  local rows, columns, cells, at, whole = {}, nil, {}, 1, 0
  while at <= #text do
    local cell
    cell, at = read_cell(text, at)
    cells[#cells + 1] = unquote(cell)
    local line_end = text:match("^\r?\n", at)
    if line_end then
      local row = {}
      for i, name in ipairs(columns or {}) do row[name] = cells[i] or "" end
      if columns then rows[#rows + 1] = row else columns = cells end
      cells, whole = {}, at + #line_end - 1
    end
    at = at + #(line_end or ",")
  end
  return rows, columns or {}, text:sub(1, whole)
end

return csv
