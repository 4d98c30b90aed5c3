-- core.read_file and core.write_private_file.
local child = require "spec.support.child"
local core = require "aws.core"
local temporary = require "spec.support.folder"

describe("files", function()
  local folder, write, made

  before_each(function()
    made = temporary.new()
    folder, write = made.path, made.write
  end)

  after_each(function() made.remove() end)

  local function listing()
    local _, names = child.run("cd " .. child.quote(folder) .. " && find . -mindepth 1 | sort")
    return names
  end

  describe("read", function()
    it("gives every byte", function()
      for _, text in ipairs({ "", "a", ("\0\255\n"):rep(5000) }) do
        assert.equal(text, core.read_file(write("f", text), 20000))
      end
    end)

    it("takes a file without a size, as below /proc", function()
      assert.truthy(core.read_file("/proc/self/status", 65536):find("^Name:"))
    end)

    it("refuses more bytes than the limit", function()
      local path = write("f", "12345")
      assert.equal("12345", core.read_file(path, 5))
      local text, fault, is_missing = core.read_file(path, 4)
      assert.same({ "nil", "is larger than 4 bytes", false }, { tostring(text), fault, is_missing })
      assert.equal("is larger than 10 bytes", select(2, core.read_file("/proc/self/status", 10)))
    end)

    it("tells a missing file from one that cannot be read", function()
      local path = write("f", "")
      for _, name in ipairs({ folder .. "/none", folder .. "/none/deeper", path .. "/below", "" }) do
        local text, fault, is_missing = core.read_file(name, 10)
        assert.is_nil(text)
        assert.truthy(fault:find("^cannot be opened: "), fault)
        assert.is_true(is_missing)
      end
    end)

    it("tells what is there and is not a file", function()
      child.run("mkfifo " .. child.quote(folder .. "/fifo"))
      for path, expected in pairs({ [folder] = "is a folder", [folder .. "/fifo"] = "is not a regular file" }) do
        local text, fault, is_missing, is_not_file = core.read_file(path, 10)
        assert.same({ "nil", expected, false, true }, { tostring(text), fault, is_missing, is_not_file })
      end
      assert.is_false((select(4, core.read_file(write("f", "12345"), 4))))
      assert.is_false((select(4, core.read_file(folder .. "/none", 4))))
    end)

    it("tells the permissions of what is at a path, and what it is", function()
      local path = write("f", "x")
      for mode, bits in pairs({ ["600"] = 384, ["644"] = 420, ["777"] = 511, ["000"] = 0 }) do
        child.run(("chmod %s %s"):format(mode, child.quote(path)))
        assert.same({ bits, "file" }, { core.file_mode(path) })
      end
      assert.equal("folder", (select(2, core.file_mode(folder))))
      child.run("mkfifo " .. child.quote(folder .. "/pipe"))
      assert.equal("other", (select(2, core.file_mode(folder .. "/pipe"))))
      assert.equal("file", (select(2, core.file_mode("/dev/null"))))
      assert.same({ nil, "cannot be opened: No such file or directory", true }, { core.file_mode(folder .. "/none") })
      assert.same({ nil, "has a NUL", false }, { core.file_mode("a\0b") })
    end)

    --- Without the right to read everything, which root has.
    local plain = child.run("[ $(id -u) != 0 ]") == 0 and ""
      or "setpriv --bounding-set=-dac_override,-dac_read_search "
    if child.run(plain .. "true") == 0 then
      it("tells a file that is closed to it from one that it cannot see", function()
        local file, closed = write("f", "x"), write("closed/f", "x")
        child.run(("chmod 000 %s %s"):format(child.quote(file), child.quote(folder .. "/closed")))
        local code, stdout, stderr = child.run(plain .. child.lua_command(([[
          for _, path in ipairs { %q, %q, %q } do print(require("aws.core").read_file(path, 10)) end
        ]]):format(file, closed, folder .. "/closed")))
        child.run("chmod 700 " .. child.quote(folder .. "/closed"))
        assert.equal(0, code, stderr)
        assert.equal(("nil\tcannot be opened: Permission denied\t%s\t%s\n"):rep(3):format("false", "false", "true", "false",
          "false", "true"), stdout)
      end)
    end

    it("never waits for a FIFO or reads a device; the null device is empty", function()
      child.run("mkfifo " .. child.quote(folder .. "/fifo"))
      assert.equal("is not a regular file", select(2, core.read_file(folder .. "/fifo", 10)))
      assert.equal("is not a regular file", select(2, core.read_file("/dev/zero", 10)))
      assert.equal("", core.read_file("/dev/null", 10))
    end)

    it("refuses a path with a NUL", function()
      local path = write("f", "text")
      assert.equal("has a NUL", select(2, core.read_file(path .. "\0x", 10)))
      assert.equal("has a NUL", select(2, core.write_private_file(path .. "\0x", "")))
    end)

    it("names a loop of links", function()
      child.run(("ln -s loop %s"):format(child.quote(folder .. "/loop")))
      local _, fault, is_missing = core.read_file(folder .. "/loop", 10)
      assert.truthy(fault:find("^cannot be opened: "))
      assert.is_false(is_missing)
    end)
  end)

  describe("write", function()
    local function mode_of(name)
      local _, mode = child.run(("stat -c %%a %s"):format(child.quote(folder .. "/" .. name)))
      return mode
    end

    it("makes a file for its owner alone, and the folders that are missing", function()
      assert.is_true(core.write_private_file(folder .. "/a/b/c", "one\0two"))
      assert.equal("one\0two", core.read_file(folder .. "/a/b/c", 100))
      assert.equal("600\n", mode_of("a/b/c"))
      assert.equal("700\n", mode_of("a"))
      assert.equal("700\n", mode_of("a/b"))
      assert.equal("./a\n./a/b\n./a/b/c\n", listing())
    end)

    it("replaces a file whole, whatever its mode was", function()
      child.run("chmod 644 " .. child.quote(write("f", ("old"):rep(1000))))
      assert.is_true(core.write_private_file(folder .. "/f", "new"))
      assert.equal("new", core.read_file(folder .. "/f", 100))
      assert.equal("600\n", mode_of("f"))
    end)

    it("leaves nothing behind when it fails", function()
      child.run("mkdir -p " .. child.quote(folder .. "/taken/full"))
      local written, fault = core.write_private_file(folder .. "/taken", "text")
      assert.is_nil(written)
      assert.truthy(fault:find("^cannot be replaced: "), fault)
      local below = write("f", "") .. "/below"
      assert.truthy(select(2, core.write_private_file(below, "text")):find("^cannot be written: "))
      assert.truthy(select(2, core.write_private_file("/proc/none/f", "text")):find("^cannot be written: "))
      assert.equal("./f\n./taken\n./taken/full\n", listing())
    end)

    it("takes the folder at hand", function()
      local code, _, stderr = child.run(("cd %s && %s"):format(child.quote(folder),
        child.lua_command('assert(require("aws.core").write_private_file("plain", "x"))')))
      assert.equal(0, code, stderr)
      assert.equal("./plain\n", listing())
    end)
  end)
end)
