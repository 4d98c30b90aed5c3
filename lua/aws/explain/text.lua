--- An explanation as a text: columns for terminals of 80 to 120 characters.

--- Characters of a line that is broken, of the two first columns at most, and of the gap between columns.
local WIDTH, MOST_NAME, MOST_VALUE, GAP = 100, 32, 40, 2

--- How many characters a text of UTF-8 has.
local function width(text)
  local _, count = text:gsub("[^\128-\191]", "")
  return count
end

local function pad(text, columns)
  return text .. (" "):rep(columns - width(text))
end

--- A text in lines of at most so many characters, broken at spaces; a longer word has a line of its own.
local function wrap(text, most)
  local lines, line = {}, ""
  for word in text:gmatch("[^ ]+") do
    if line ~= "" and width(line) + 1 + width(word) > most then
      lines[#lines + 1], line = line, word
    else
      line = line == "" and word or line .. " " .. word
    end
  end
  lines[#lines + 1] = line
  return lines
end

local titles = {
  { "endpoint", "Where calls go" },
  { "keys", "Whose keys" },
  { "settings", "Settings" },
  { "ignored", "Ignored" },
  { "files", "Files" },
}

--- The widths of the two first columns, the same for all tables.
local function columns_of(explanation)
  local name, value = 0, 0
  for _, title in ipairs(titles) do
    for _, row in ipairs(explanation[title[1]]) do
      name = math.max(name, math.min(MOST_NAME, width(row.name)))
      if width(row.value) <= MOST_VALUE then value = math.max(value, width(row.value)) end
    end
  end
  return name, value
end

--- Source and note follow the value where they fit, and are on lines of their own else.
local function add_row(lines, row, name_width, value_width)
  local head = "  " .. pad(row.name, name_width) .. (" "):rep(GAP)
  local indent = (" "):rep(2 + name_width + GAP)
  local last = head .. row.value
  if row.source then
    local cell = pad(row.value, value_width) .. (" "):rep(GAP) .. row.source
    if width(head) + width(cell) <= WIDTH then
      last = head .. cell
    else
      lines[#lines + 1], last = last, indent .. "from " .. row.source
    end
  end
  lines[#lines + 1] = last
  if not row.note then return end
  local note = wrap((row.is_loud and "! " or "") .. row.note, WIDTH - #indent)
  for _, line in ipairs(note) do lines[#lines + 1] = indent .. line end
end

local function add_table(lines, title, rows, name_width, value_width)
  lines[#lines + 1] = ""
  lines[#lines + 1] = title
  if #rows == 0 then lines[#lines + 1] = "  nothing" end
  for _, row in ipairs(rows) do add_row(lines, row, name_width, value_width) end
end

--- What somebody should look at, before everything else.
local function add_loud(lines, explanation)
  for _, part in ipairs({ "endpoint", "keys" }) do
    for _, row in ipairs(explanation[part]) do
      if row.is_loud then
        local source = row.source and (" (%s)"):format(row.source) or ""
        local text = ("!! %s is %s%s%s"):format(row.name, row.value, source, row.note and ": " .. row.note or "")
        for i, line in ipairs(wrap(text, WIDTH - 3)) do lines[#lines + 1] = (i == 1 and "" or "   ") .. line end
      end
    end
  end
end

--- The text of an explanation.
---@param explanation aws.Explanation
---@return string
return function(explanation)
  local lines = { ("How this client of %s is set up"):format(explanation.service) }
  add_loud(lines, explanation)
  local name_width, value_width = columns_of(explanation)
  for _, title in ipairs(titles) do add_table(lines, title[2], explanation[title[1]], name_width, value_width) end
  return table.concat(lines, "\n") .. "\n"
end
