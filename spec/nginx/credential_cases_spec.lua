-- Credentials as AWS's own clients find them, in a handler of a real nginx.
local conformance = require "spec.support.conformance"
local credential_cases = require "spec.support.credential_cases"
local folder = require "spec.support.folder"
local nginx = require "spec.support.nginx"

describe("credentials inside nginx", function()
  local cases = credential_cases.load()
  if not cases then
    pending(conformance.absent)
    return
  end

  local server, home
  setup(function() server = nginx.start() end)
  teardown(nginx.stop_all)
  before_each(function() home = folder.new() end)
  after_each(function() home.remove() end)

  local function with_home(text) return (text:gsub("%$TMP", function() return home.path end)) end

  for _, case in ipairs(cases) do
    it(case.title, function()
      local known, variables = credential_cases.inputs(case)
      for variable, value in pairs(variables) do variables[variable] = with_home(value) end
      variables.HOME = home.path
      for path, text in pairs(case.files or {}) do home.write(path, with_home(text)) end
      credential_cases.check(case, server:call("cases", "find_credentials", known, variables))
    end)
  end
end)
