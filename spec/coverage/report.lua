--- What `make coverage` prints: lua5.4 spec/coverage/report.lua FOLDER. FOLDER has what gcov wrote (FOLDER/LUA/obj) and what
--- lines.c wrote (FOLDER/lines). Writes FOLDER/missing.txt: each line that never ran.
local folder = assert(arg[1], "usage: report.lua FOLDER")

--- Models are facts, and types are read by editors alone.
local function is_code(path)
  return not path:find("^lua/aws/model/") and not path:find("^lua/aws/types")
end

local function lines_of(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read("*a")
  pipe:close()
  return text:gmatch("[^\n]+")
end

--- path → line → whether it ran
local files = {}

local function note(path, line, has_run)
  local lines = files[path] or {}
  files[path] = lines
  lines[line] = lines[line] or has_run
end

--- One object file; more of them have the same lines, for another Lua.
local function read_gcov(object)
  local path
  for text in lines_of(("gcov --stdout '%s' 2>/dev/null"):format(object)) do
    local count, line, rest = text:match("^ *([^:]+): *(%d+):(.*)$")
    if line == "0" then
      path = rest:match("^Source:(.*)$") or path
    elseif path and path:find("^csrc/") and count ~= "-" then
      note(path, tonumber(line), count:find("^%d") ~= nil)
    end
  end
end

--- The lines of a Lua file that have an instruction. The last one of a function, at its `end`, follows a return as often as
--- not, and then never runs.
local function active_lines(path)
  local lines, last = {}, nil
  for text in lines_of(("luac5.4 -l -p '%s'"):format(path)) do
    local line, name = text:match("^\t%d+\t%[(%d+)%]\t([%u%d]+)")
    if not line then
      last = nil
    else
      if last then lines[last] = true end
      last = name ~= "VARARGPREP" and tonumber(line) or nil
    end
  end
  return lines
end

local function read_lua_files()
  for path in lines_of("find lua/aws -name '*.lua'") do
    if is_code(path) then
      for line in pairs(active_lines(path)) do note(path, line, false) end
    end
  end
end

--- Only lines that are known: another Lua sees one at another place.
local function read_line_files()
  local lines
  for text in lines_of(("find %s/lines -type f -exec cat {} +"):format(folder)) do
    local line = tonumber(text)
    if not line then
      lines = files[text]
    elseif lines and lines[line] ~= nil then
      lines[line] = true
    end
  end
end

local function share(row)
  return row.total == 0 and 100 or 100 * row.run / row.total
end

local function row_of(path, lines)
  local row = { path = path, run = 0, total = 0, missing = {} }
  for line, has_run in pairs(lines) do
    row.total = row.total + 1
    if has_run then row.run = row.run + 1 else row.missing[#row.missing + 1] = line end
  end
  table.sort(row.missing)
  return row
end

local function rows()
  local list = {}
  for path, lines in pairs(files) do list[#list + 1] = row_of(path, lines) end
  table.sort(list, function(a, b)
    if share(a) ~= share(b) then return share(a) < share(b) end
    return a.path < b.path
  end)
  return list
end

local function write_missing(list)
  local out = assert(io.open(folder .. "/missing.txt", "w"))
  for _, row in ipairs(list) do
    local wanted, number = {}, 0
    for _, line in ipairs(row.missing) do wanted[line] = true end
    for text in io.lines(row.path) do
      number = number + 1
      if wanted[number] then out:write(("%s:%d: %s\n"):format(row.path, number, text)) end
    end
  end
  out:close()
end

local function print_row(row)
  print(("%6.1f %%  %5d of %5d  %s"):format(share(row), row.run, row.total, row.path))
end

local function print_table(list)
  local sums = { csrc = { path = "csrc/", run = 0, total = 0 }, lua = { path = "lua/", run = 0, total = 0 } }
  for _, row in ipairs(list) do
    local sum = sums[row.path:match("^%a+")]
    sum.run, sum.total = sum.run + row.run, sum.total + row.total
    print_row(row)
  end
  print_row(sums.csrc)
  print_row(sums.lua)
end

for object in lines_of(("find %s/*/obj -name '*.gcno'"):format(folder)) do read_gcov(object) end
read_lua_files()
read_line_files()
local list = rows()
write_missing(list)
print_table(list)
