--- Finalizers that run while a signature is made, and after the signer's own.
local attacks = require "spec.support.signer_attacks"
local child = require "spec.support.child"
local scripted = require "spec.support.scripted"

describe("finalizers that run while a signature is handed out", function()
  for _, name in ipairs(attacks.names) do
    it(name, function() attacks.check(name) end)
  end
end)

--- A program with an object that is older than the signer, and so is collected after it when the program ends.
local LAST_FINALIZER = [[
  local sigv4 = require "aws.sigv4"
  local request = { method = "GET", url = "https://h/", service = "s", region = "r", time = 0,
    credentials = { access_key_id = "A", secret_access_key = "S" } }
  local function finalize()
    for _, name in ipairs({ "sign", "presign" }) do
      local ok, err = pcall(sigv4[name], request)
      print(ok, "said " .. err)
    end
  end
  if newproxy then
    object = newproxy(true)
    getmetatable(object).__gc = finalize
  else
    object = setmetatable({}, { __gc = finalize })
  end
  sigv4.sign(request)
]]

describe("a finalizer that runs after the signer's", function()
  it("gets a typed error from sigv4", function()
    local code, said, errors = child.lua(LAST_FINALIZER)
    local line = "false\tsaid ConfigError: cannot sign: Lua has collected the signer, as it does before the last finalizers run\n"
    assert.equal(line .. line, scripted.without_line(said), errors)
    assert.equal(0, code)
  end)
end)
