--- Usage: lua5.4 .ci/compile.lua FOLDER; compiles the library's Lua code for csrc/lua/compiled.c: all of it into
--- FOLDER/compiled.bin, and where each module is there into FOLDER/compiled_list.h.
local folder = assert(arg[1])

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local function write(name, text)
  local file = assert(io.open(folder .. "/" .. name, "wb"))
  assert(file:write(text))
  assert(file:close())
end

--- As csrc/core/os/unchanged.c.
local function hash_of(text)
  local hash = 0
  for at = 1, #text, 8 do
    local word = string.unpack("=i8", text:sub(at, at + 7) .. ("\0"):rep(at + 7 - #text))
    hash = (hash ~ word) * 0x9E3779B97F4A7C15
    hash = hash ~ (hash >> 32)
  end
  return hash
end

--- Lines of a traceback are worth their bytes, but for a model.
local function compile(path, text)
  return string.dump(assert(load(text, "@" .. path, "t")), path:find("/model/", 1, true) ~= nil)
end

local function modules()
  local list = {}
  for path in assert(io.popen("find lua/aws -name '*.lua' ! -path '*/types/*'")):lines() do
    list[#list + 1] = { path = path, name = path:gsub("^lua/", ""):gsub("/init%.lua$", ""):gsub("%.lua$", ""):gsub("/", ".") }
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  return list
end

local codes, lines, offset = {}, {}, 0
for i, module in ipairs(modules()) do
  local text = read(module.path)
  codes[i] = compile(module.path, text)
  lines[i] = ('    {"%s", %d, UINT64_C(0x%x), %d, %d},\n'):format(module.name, #text, hash_of(text), offset, #codes[i])
  offset = offset + #codes[i]
end
write("compiled.bin", table.concat(codes))
write("compiled_list.h", table.concat(lines))
