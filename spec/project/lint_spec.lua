-- spec/lint proves which room of csrc/core may include which: here it has to find what is wrong in a copy.
local child = require "spec.support.child"
local files = require "spec.support.files"
local folder = require "spec.support.folder"

--- The copy, made anew for each case, and what lint says of it.
local function copy()
  local dir = folder.new()
  finally(dir.remove)
  assert.equal(0, (child.run(("mkdir %s/spec && cp spec/lint %s/spec/ && cp -r csrc %s/"):format(dir.path, dir.path, dir.path))))
  return dir, function()
    local code, stdout, stderr = child.run("sh " .. child.quote(dir.path .. "/spec/lint") .. " layers")
    return code, stdout .. stderr
  end
end

--- { a file, a line that it gets, what lint says }
local wrong = {
  { "core/base/uri.h", '#include "core/json/json.h"', "csrc/core/base may include of: base" },
  { "core/base/buffer.c", '#include "core/os/sys.h"', "csrc/core/base may include of: base" },
  { "core/json/json.c", '#include "core/os/sys.h"', "csrc/core/json may include of: json base" },
  { "core/os/file.c", '#include "core/sign/crypto.h"', "csrc/core/os may include of: os base" },
  { "core/sign/crypto.c", '#include "core/http/http1.h"', "csrc/core/sign may include of: sign base" },
  { "core/sign/crypto.c", '#  include "core/json/json.h"', "csrc/core/sign may include of: sign base" },
  { "core/http/tls.c", '#include "core/json/json.h"', "csrc/core/http may include of: http base os sign" },
  { "core/base/uri.c", '#include "../json/json.h"', "csrc/core/base may include of: base" },
  { "core/base/uri.c", "#include <core/json/json.h>", "csrc/core/base may include of: base" },
  { "core/base/uri.c", '#include "lua/box.h"', "csrc/core/base may include of: base" },
  { "core/http/http_types.h", '#include "http.h"', "in a circle" },
  { "core/http/http_transfer.c", '#include "http.h"\n#include "http_curl.h"', "in a circle" },
  { "lua/http.c", '#include "core/http/http_private.h"', "no private header" },
  { "lua/http.c", '#include "../core/http/http.h"', "by their path from csrc" },
  { "core/os/sys.c", "#include <lua.h>", "knows no Lua" },
  { "core/os/sys.c", "#include <luajit-2.1/lauxlib.h>", "knows no Lua" },
  { "core/os/sys.c", 'static const char *x(void) { return getenv("X"); }', "reads no environment" },
  { "core/base/uri.c", "#include <openssl/evp.h>", "OpenSSL belongs into exactly one .c file" },
  { "core/sign/crypto.h", "#include <openssl/evp.h>", "OpenSSL belongs into exactly one .c file" },
  { "core/http/http.c", "#include <curl/curl.h>", "curl.h belongs into csrc/core/http/http_curl.c csrc/core/http/http_easy.c" },
  { "core/http/http_easy.h", "#include <curl/curl.h>", "curl.h belongs into csrc/core/http/http_curl.c csrc/core/http/http_easy.c" },
  { "core/json/json.c", "#include <cjson/cJSON.h>", "cJSON.h belongs into exactly one .c file" },
  { "core/new_room/x.h", "", "is not a room" },
}

describe("spec/lint layers", function()
  it("has nothing to say of the tree", function()
    local _, lint = copy()
    assert.same({ 0, "" }, { lint() })
  end)

  for _, case in ipairs(wrong) do
    it(("finds %s in %s"):format(case[2]:match("^[^\n]*"), case[1]), function()
      local dir, lint = copy()
      local path = "csrc/" .. case[1]
      dir.write(path, files.read_or_empty(path) .. case[2] .. "\n")
      local code, said = lint()
      assert.equal(1, code)
      assert.truthy(said:find(case[3], 1, true), said)
    end)
  end
end)
