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

--- A name of a source, as compiled code has it (ldump.c of Lua 5.4), that is nowhere else in it.
local SOURCE = "@the name of the source"
local DUMPED = string.char(0x80 | #SOURCE + 1) .. SOURCE
local NO_SOURCE = "\x80"

--- The code without its source's name, which is that of the file that is found, and where the name goes. Lines of a
--- traceback are worth their bytes, but for a model.
local function compile(path, text)
  local main = assert(load(text, SOURCE, "t"))
  local code = string.dump(main)
  local head = assert(code:find(DUMPED, 1, true), "compiled code of another form") - 1
  local name = DUMPED
  if path:find("/model/", 1, true) then
    code, name = string.dump(main, true), NO_SOURCE
  end
  assert(code:sub(head + 1, head + #name) == name, "compiled code of another form")
  return code:sub(1, head) .. code:sub(head + 1 + #name), head
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
  local code, head = compile(module.path, text)
  codes[i] = code
  lines[i] = ('    {"%s", %d, UINT64_C(0x%x), %d, %d, %d},\n'):format(module.name, #text, hash_of(text), offset,
    #code, head)
  offset = offset + #code
end
write("compiled.bin", table.concat(codes))
write("compiled_list.h", table.concat(lines))
