--- Usage: LUA .ci/compile.lua FOLDER; writes into FOLDER what core.so has of the library's own Lua code: the models in
--- pieces, for csrc/lua/model_pieces.c, and on Lua 5.4 the modules compiled, for csrc/lua/compiled.c. Of each a
--- file with the bytes, and one that says what is where in them.
local folder = assert(arg[1])

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

local function write(name, text)
  local file = assert(io.open(folder .. "/" .. name, "wb"))
  assert(file:write(text))
  assert(file:close())
end

-- Prints of files: as csrc/core/os/unchanged.c ------------------------------------------------------------------

local LANES, FACTOR = 4, 0x1a2b35

--- Size and hash. All numbers are below 2^53, so that every Lua gets the same.
local function print_of(text)
  local hash = { 0, 0, 0, 0 }
  local filled = text .. ("\0"):rep(-#text % (LANES * 4))
  for at = 1, #filled, 4 do
    local a, b, c, d = filled:byte(at, at + 3)
    local lane = (at - 1) / 4 % LANES + 1
    hash[lane] = (hash[lane] * FACTOR + a + b * 0x100 + c * 0x10000 + d * 0x1000000) % 2 ^ 32
  end
  return ("%d, %.0fu, %.0fu, %.0fu, %.0fu"):format(#text, hash[1], hash[2], hash[3], hash[4])
end

-- Bytes, one after the other ------------------------------------------------------------------------------------

--- A function that adds a text and returns its place, and one that returns all.
local function collector()
  local parts, size = {}, 0
  local function add(text)
    parts[#parts + 1], size = text, size + #text
    return size - #text
  end
  return add, function() return table.concat(parts) end
end

local function sorted_keys(value)
  local keys = {}
  for key in pairs(value) do
    if type(key) == "string" then keys[#keys + 1] = key end
  end
  table.sort(keys)
  return keys
end

-- Modules -------------------------------------------------------------------------------------------------------

--- A name of a source, as compiled code has it (ldump.c of Lua 5.4), that is nowhere else in it.
local SOURCE = "@the name of the source"

--- Bytes that a constant has, by its type, but for a text.
local CONSTANT_BYTES = { [0x03] = 8, [0x13] = 8 }

--- Walks over a function in compiled code (ldump.c of Lua 5.4), and calls `cut` with the place of its local variables'
--- names and the place after them. `code` is after the header.
local function walk(code, cut)
  local at = 1
  local function byte()
    at = at + 1
    return code:byte(at - 1)
  end
  local function size()
    local value, part = 0
    repeat
      part = byte()
      value = value * 0x80 + part % 0x80
    until part >= 0x80
    return value
  end
  local function skip(count) at = at + count end
  local function text() skip(math.max(size() - 1, 0)) end
  local function each(skip_one)
    for _ = 1, size() do skip_one() end
  end
  local function constant()
    local kind = byte()
    if kind == 0x04 or kind == 0x14 then text() else skip(CONSTANT_BYTES[kind] or 0) end
  end
  local function pair() size() size() end
  local function variable() text() pair() end
  local function body()
    text()
    pair()
    skip(3)
    skip(4 * size())
    each(constant)
    skip(3 * size())
    each(body)
    skip(size())
    each(pair)
    local first = at
    each(variable)
    cut(first, at)
    each(text)
  end
  body()
  assert(at == #code + 1, "compiled code of another form")
end

--- Names of local variables are a third of what Lua reads, and no message of ours needs them; lines and functions keep theirs.
local function without_variables(code, header)
  local parts, from = { header }, 1
  walk(code, function(first, after)
    parts[#parts + 1] = code:sub(from, first - 1) .. "\x80"
    from = after
  end)
  return table.concat(parts) .. code:sub(from)
end

--- The header ends with the number of the main function's upvalues.
local HEADER = 4 + 2 + 6 + 3 + 8 + 8 + 1

local function dump_of_lua(text)
  local code = string.dump(assert(load(text, SOURCE, "t")))
  return without_variables(code:sub(HEADER + 1), code:sub(1, HEADER)), string.char(0x80 + #SOURCE + 1) .. SOURCE
end

--- The code without its source's name, which is that of the file that is found, and where the name goes.
local function compile(text)
  local code, name = dump_of_lua(text)
  local head = assert(code:find(name, 1, true), "compiled code of another form") - 1
  return code:sub(1, head) .. code:sub(head + 1 + #name), head
end

-- The list ------------------------------------------------------------------------------------------------------

local function modules()
  local list = {}
  for path in assert(io.popen("find lua/aws -name '*.lua' ! -path '*/types/*' ! -path '*/model/*'")):lines() do
    list[#list + 1] = { path = path, name = path:gsub("^lua/", ""):gsub("/init%.lua$", ""):gsub("%.lua$", ""):gsub("/", ".") }
  end
  table.sort(list, function(one, other) return one.name < other.name end)
  return list
end

--- The modules that those of services require at once, in any order.
local function modules_of_services(list)
  local by_name, found = {}, {}
  for _, module in ipairs(list) do by_name[module.name] = module end
  local function reach(name)
    if found[name] or not by_name[name] then return end
    found[name] = true
    for other in by_name[name].text:gmatch('require%(?%s?"(aws%.[%l%d_.]+)"') do reach(other) end
  end
  reach("aws.dms")
  reach("aws.drs")
  reach("aws.language.interface") -- by C
  return found
end

--- What every script reads lies together, so that it takes few pages of memory.
local function write_modules()
  local add, all = collector()
  local list, lines = _VERSION == "Lua 5.4" and modules() or {}, {}
  for _, module in ipairs(list) do
    module.text = read(module.path)
    module.place = add(module.name .. "\0")
  end
  local early = modules_of_services(list)
  for _, are_early in ipairs({ true, false }) do
    for i, module in ipairs(list) do
      if (early[module.name] or false) == are_early then
        local code, head = compile(module.text)
        lines[i] = ("MODULE(%d, %d, %d, %d, %s)\n"):format(module.place, add(code), #code, head, print_of(module.text))
      end
    end
  end
  write("compiled.bin", all())
  write("compiled_list.h", table.concat(lines))
end

-- Models --------------------------------------------------------------------------------------------------------

local function count_text(count)
  assert(count < 0x10000)
  return string.char(count % 0x100, (count - count % 0x100) / 0x100)
end

local bytes_of

local function table_bytes(value)
  local parts, keys = { count_text(#value), "" }, sorted_keys(value)
  parts[2] = count_text(#keys)
  for _, item in ipairs(value) do parts[#parts + 1] = bytes_of(item) end
  for _, key in ipairs(keys) do parts[#parts + 1] = count_text(#key) .. key .. bytes_of(value[key]) end
  return "T" .. table.concat(parts)
end

--- A value as csrc/lua/model_pieces.c reads it.
function bytes_of(value)
  if type(value) == "table" then return table_bytes(value) end
  if type(value) == "string" then return "S" .. count_text(#value) .. value end
  if type(value) == "boolean" then return value and "t" or "f" end
  assert(value % 1 == 0 and value > -2 ^ 53 and value < 2 ^ 53, "a number that a piece of a model cannot hold")
  return ("N%.0f "):format(value)
end

--- What is a piece for each of its entries; all else of a model is one.
local KINDS = { "operations", "shapes" }

local function pieces_of(model)
  local pieces, rest = {}, {}
  for key, value in pairs(model) do rest[key] = value end
  for _, kind in ipairs(KINDS) do
    for name, value in pairs(model[kind]) do pieces[kind .. "." .. name] = value end
    rest[kind] = nil
  end
  pieces.service = rest
  return pieces
end

local function write_models()
  local add, all = collector()
  local models, lines = {}, {}
  for path in assert(io.popen("find lua/aws/model -name '*.lua' | LC_ALL=C sort")):lines() do
    local pieces, before = pieces_of(dofile(path)), #lines
    for _, key in ipairs(sorted_keys(pieces)) do
      lines[#lines + 1] = ("PIECE(%d, %d)\n"):format(add(key .. "\0"), add(bytes_of(pieces[key])))
    end
    models[#models + 1] = ('MODEL("aws.model.%s", %d, %d, %s)\n'):format(path:match("([^/]+)%.lua$"), before + 1, #lines - before,
      print_of(read(path)))
  end
  write("model_pieces.bin", all())
  write("model_pieces.h", table.concat(models) .. table.concat(lines))
end

os.setlocale("C") -- names are sorted as strcmp does
write_models()
write_modules()
