--- What a shared object says of itself: a reader of 64-bit little-endian ELF files (System V ABI, chapters 4 and 5).
local files = require "spec.support.files"

local elf = {}

local SHT_DYNAMIC, SHT_DYNSYM, PT_GNU_RELRO = 6, 11, 0x6474E552
local DT_NEEDED, DT_FLAGS, DT_FLAGS_1, DF_BIND_NOW = 1, 30, 0x6FFFFFFB, 8

--- An unsigned little-endian number of `size` bytes at `offset`, the first byte being 0.
local function number(image, offset, size)
  local value = 0
  for i = offset + size, offset + 1, -1 do value = value * 256 + image:byte(i) end
  return value
end

local function text(image, offset)
  return image:match("^[^%z]*", offset + 1)
end

local function sections(image)
  local at, size, count = number(image, 0x28, 8), number(image, 0x3A, 2), number(image, 0x3C, 2)
  local list = {}
  for i = 0, count - 1 do
    local entry = at + i * size
    list[i] = {
      type = number(image, entry + 4, 4),
      offset = number(image, entry + 0x18, 8),
      size = number(image, entry + 0x20, 8),
      link = number(image, entry + 0x28, 4),
    }
  end
  return list
end

local function section_of_type(list, kind)
  for _, section in pairs(list) do
    if section.type == kind then return section end
  end
  error("there is no section of type " .. kind)
end

--- Names in the dynamic symbol table: what it defines, and what it wants of others.
local function symbols(image, list)
  local table_section = section_of_type(list, SHT_DYNSYM)
  local names, defined, undefined = list[table_section.link].offset, {}, {}
  for entry = table_section.offset + 24, table_section.offset + table_section.size - 24, 24 do
    local name = text(image, names + number(image, entry, 4))
    local into = number(image, entry + 6, 2) == 0 and undefined or defined
    into[#into + 1] = name
  end
  return defined, undefined
end

--- Values by tag, and the libraries that it needs.
local function dynamic_tags(image, list)
  local section, tags, needed = section_of_type(list, SHT_DYNAMIC), {}, {}
  for entry = section.offset, section.offset + section.size - 16, 16 do
    local tag, value = number(image, entry, 8), number(image, entry + 8, 8)
    tags[tag] = value
    if tag == DT_NEEDED then needed[text(image, list[section.link].offset + value)] = true end
  end
  return tags, needed
end

local function has_segment(image, kind)
  local at, size, count = number(image, 0x20, 8), number(image, 0x36, 2), number(image, 0x38, 2)
  for i = 0, count - 1 do
    if number(image, at + i * size, 4) == kind then return true end
  end
  return false
end

local function is_bound_now(tags)
  return math.floor((tags[DT_FLAGS] or 0) / DF_BIND_NOW) % 2 == 1 or (tags[DT_FLAGS_1] or 0) % 2 == 1
end

---@class spec.Elf
---@field defined string[] the symbols that others see
---@field undefined string[] those that it wants of others
---@field needed table<string, true> libraries
---@field has_relro boolean
---@field is_bound_now boolean

--- Reads a file.
---@param path string
---@return spec.Elf? # nil: of another kind
function elf.read(path)
  local image = files.read(path)
  if image:sub(1, 6) ~= "\127ELF\2\1" then return nil end
  local list = sections(image)
  local found = { has_relro = has_segment(image, PT_GNU_RELRO) }
  found.defined, found.undefined = symbols(image, list)
  local tags, needed = dynamic_tags(image, list)
  found.needed, found.is_bound_now = needed, is_bound_now(tags)
  return found
end

return elf
