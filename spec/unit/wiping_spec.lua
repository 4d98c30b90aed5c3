--- What aws.core frees holds no key, token or signature any more. spec/support/freed_secrets.c looks at every block.
local child = require "spec.support.child"
local folder = require "spec.support.folder"

--- A token that the library is given; the code makes it so that it is nowhere but in Lua's strings.
local TOKEN = [[local token = ("freed-secret-"):rep(40) local core = require "aws.core" ]]

local uses = {
  ["a signature, when the signer is closed"] = [[
    local signer = core.signer()
    for _ = 1, 2 do
      assert(signer:sign({ method = "GET", url = "https://a.example/", service = "s", region = "r", time = 0, body = token,
        headers = { ["x-own"] = token .. "\n folded" }, credentials = { access_key_id = "A", secret_access_key = token,
        session_token = token } }, nil, true))
    end
    signer:close()]],
  ["a presigned URL, when the signer is closed"] = [[
    local signer = core.signer()
    assert(signer:presign({ method = "GET", url = "https://a.example/?q=" .. token, service = "s", region = "r", time = 0,
      expires = 60, credentials = { access_key_id = "A", secret_access_key = token, session_token = token } }))
    signer:close()]],
  ["a template's signature, when the signer is closed"] = [[
    local signer, keys = core.signer(), { access_key_id = "A", secret_access_key = token, session_token = token }
    local template = assert(core.request_template({ method = "GET", url = "https://a.example/", service = "s", region = "r",
      time = 0, headers = { { "x-own", token } }, credentials = keys }, 1, 0))
    for _ = 1, 2 do assert(template:sign(signer, keys, 0, token)) end
    template = nil
    collectgarbage()
    signer:close()]],
  ["a template that was refused"] = [[
    assert(not core.request_template({ method = "GET", url = "https://a.example/", headers = { ["x-a"] = token },
      [token] = true }, 1, 0))]],
  ["signed headers for libcurl, and as HTTP/1.1"] = [[
    local signer, pool, transfer = core.signer(), require("aws.curl").pool(), require("aws.curl").transfer()
    local keys = { access_key_id = "A", secret_access_key = token, session_token = token }
    local template = assert(core.request_template({ method = "GET", url = "http://127.0.0.1:1/", service = "s", region = "r",
      time = 0, headers = {}, credentials = keys }, 1, 0))
    local headers = assert(template:sign(signer, keys, 0, ""))
    assert(pool:start(transfer, { method = "GET", url = "http://127.0.0.1:1/", headers = headers }))
    assert(core.http1_head("GET", "/", headers, 0):find(token, 1, true))
    signer:close()
    transfer:close()
    pool:close()]],
  ["a signature that was refused"] = [[
    local signer = core.signer()
    local headers, problems = signer:sign({ method = "GET", url = "https://a.example/", headers = { ["x-a"] = token },
      [token] = true })
    assert(not headers and problems[1].path:find("freed-secret-freed-secret", 1, true))
    signer:close()]],
  ["headers for libcurl"] = [[
    local curl = require "aws.curl"
    local pool, transfer = curl.pool(), curl.transfer()
    assert(pool:start(transfer, { method = "GET", url = "http://127.0.0.1:1/",
      headers = { { "X-Amz-Security-Token", token }, { "Authorization", token } } }))
    transfer:close()
    pool:close()]],
  ["a head of HTTP/1.1"] = [[
    assert(core.http1_head("POST", "/", { { "X-Amz-Security-Token", token } }, #token, nil, token))
    assert(not core.http1_head("POST", "/", { { "X Y", token } }, 0))]],
  ["an encoded request"] = [[
    local shape = core.shape({ A = { type = "structure", members = { a = "string", b = "blob" } } }, "A")
    assert(core.encode(shape, { a = token:rep(30), b = token }))]],
  ["a decoded answer"] = [[
    local shape = core.shape({ A = { type = "structure", members = { a = "string", b = "blob" } } }, "A")
    assert(core.decode(shape, '{"a":"' .. token .. '\\u0000"}'))]],
  ["a file"] = [[assert(#core.read_file(arg_path, 1e6) > 100)]],
  ["a file without a size"] = [[core.read_file("/proc/self/environ", 1e6)]],
  ["the output of a program"] = [[
    assert(core.run_process({ "sh", "-c", "printf %s " .. token .. "; printf %s " .. token .. " >&2" }, 60, 10000))]],
}

describe("aws.core wipes", function()
  for name, code in pairs(uses) do
    it(name, function()
      if package.cpath:find("/sanitize/", 1, true) then return pending("the sanitizers have a free of their own") end
      local dir = folder.new()
      finally(dir.remove)
      local path = dir.write("keys", ("freed-secret-"):rep(400))
      local exit_code, said, errors = child.lua(("local arg_path = %q "):format(path) .. TOKEN .. code, {
        LD_PRELOAD = child.compile("freed_secrets", true),
        OF_A_CHILD = ("freed-secret-"):rep(400),
      })
      assert.equal(0, exit_code, said .. errors)
      assert.equal("looked at some\n", errors)
    end)
  end
end)
