local child = require "spec.support.child"
local elf = require "spec.support.elf"
local files = require "spec.support.files"

--- How many libraries there are of this name, whatever its version.
local function count_needed(image, library)
  local count = 0
  for name in pairs(image.needed) do
    if name:find(library, 1, true) then count = count + 1 end
  end
  return count
end

for _, module in ipairs({ "core", "curl" }) do
  describe("aws/" .. module .. ".so", function()
    local path = assert(package.searchpath("aws." .. module, package.cpath))
    local image = elf.read(path)

    --- Whether the file wants a symbol of others.
    local function wants(pattern)
      for _, name in ipairs(image.undefined) do
        if name:find(pattern) then return true end
      end
      return false
    end

    --- What the Makefile built it with.
    local function flags()
      return files.read((path:gsub("aws/%w+%.so$", "flags")))
    end

    --- A reason to skip, or nil.
    local function hindrance()
      if not image then return "the file is not a 64-bit little-endian ELF file" end
      if flags():find("--coverage", 1, true) then return "gcov has symbols of its own, and no optimizer" end
    end

    it("exports nothing but what Lua looks for", function()
      if hindrance() then return pending(hindrance()) end
      assert.same({ "luaopen_aws_" .. module }, image.defined)
    end)

    it("is bound when it is loaded, and its tables are read-only then", function()
      if hindrance() then return pending(hindrance()) end
      assert.is_true(image.is_bound_now)
      assert.is_true(image.has_relro)
    end)

    it("guards its stack", function()
      if hindrance() then return pending(hindrance()) end
      if child.run("${CC:-cc} -Werror -fstack-protector-strong -fsyntax-only -x c /dev/null") ~= 0 then
        return pending("this compiler does not know -fstack-protector-strong")
      end
      assert.is_true(wants("^__stack_chk_fail"))
    end)

    it("has the C library check the sizes of what is written (FORTIFY)", function()
      if hindrance() then return pending(hindrance()) end
      if not image.needed["libc.so.6"] then return pending("FORTIFY is glibc's") end
      if flags():find("-fsanitize", 1, true) then return pending("sanitizers look after that themselves") end
      assert.is_true(wants("^__.*_chk$"))
    end)

    it("needs libcurl where it transfers, and cJSON where it decodes", function()
      if hindrance() then return pending(hindrance()) end
      assert.equal(module == "curl" and 1 or 0, count_needed(image, "libcurl"))
      assert.equal(module == "core" and 1 or 0, count_needed(image, "libcjson"))
    end)
  end)
end
