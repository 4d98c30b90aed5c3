-- A file of trusted certificates that is not one is found when a client is made, and who named it is told.
local dms = require "aws.dms"
local doctor = require "spec.support.doctor"
local folder = require "spec.support.folder"
local scripted = require "spec.support.scripted"

local CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

describe("a file of trusted certificates", function()
  local home
  before_each(function() home = folder.new() end)
  after_each(function() home.remove() end)

  local function failure(given, variables)
    local all = { HOME = home.path, AWS_REGION = "eu-west-1" }
    for name, value in pairs(variables or {}) do all[name] = value end
    local ok, err = pcall(scripted.with_environment, all, dms.new, given or {})
    return not ok and err or nil
  end

  it("is refused where it cannot be read, with the place that names it", function()
    local path = home.path .. "/none.pem"
    local err = failure({ ca_bundle = path })
    assert.same({ "ConfigError", "config" }, { err.type, err.kind })
    assert.equal(("ca_bundle (settings) cannot be read: %s: No such file or directory"):format(path), err.message)
    assert.matches("ca_bundle (AWS_CA_BUNDLE) cannot be read: ", failure(nil, { AWS_CA_BUNDLE = path }).message, 1, true)
    assert.matches("ca_bundle (REQUESTS_CA_BUNDLE) cannot be read: ", failure(nil, { REQUESTS_CA_BUNDLE = path }).message, 1, true)
    home.write(".aws/config", "[default]\nca_bundle = " .. path .. "\n")
    assert.matches("ca_bundle (profile default (", failure().message, 1, true)
    assert.matches("Is a directory$", failure({ ca_bundle = home.path }).message)
  end)

  it("is refused where it has no certificate", function()
    for _, text in ipairs({ "", "no", "-----BEGIN PRIVATE KEY-----\n", ("x"):rep(200000) }) do
      local path = home.write("bundle.pem", text)
      assert.equal("ca_bundle (settings) has no certificate: " .. path, failure({ ca_bundle = path }).message)
    end
    assert.matches("has no certificate: /dev/zero$", failure({ ca_bundle = "/dev/zero" }).message)
  end)

  it("passes where it has one, wherever that begins", function()
    for before = 65536 - 40, 65536 + 40 do
      assert.is_nil(failure({ ca_bundle = home.write("bundle.pem", ("#"):rep(before) .. "\n" .. CERTIFICATE) }))
    end
    assert.is_nil(failure({ ca_bundle = home.write("bundle.pem", CERTIFICATE:gsub("CERT", "TRUSTED CERT")) }))
  end)

  it("is what the doctor names first", function()
    local report = doctor.examine({ variables = { AWS_CA_BUNDLE = home.path .. "/none.pem", AWS_REGION = "eu-west-1" } })
    assert.matches("ca_bundle (AWS_CA_BUNDLE) cannot be read", doctor.first_failure(report), 1, true)
  end)
end)
