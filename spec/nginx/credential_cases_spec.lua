-- Credentials as AWS's own clients find them, in a handler of a real nginx.
local credential_cases = require "spec.support.credential_cases"
local folder = require "spec.support.folder"
local nginx = require "spec.support.nginx"

describe("credentials inside nginx", function()
  local server, home
  setup(function() server = nginx.start() end)
  teardown(nginx.stop_all)
  before_each(function() home = folder.new() end)
  after_each(function() home.remove() end)

  local function with_home(text) return (text:gsub("%$TMP", function() return home.path end)) end

  for _, case in ipairs(credential_cases.load()) do
    it(case.title, function()
      local known, variables = credential_cases.inputs(case)
      for variable, value in pairs(variables) do variables[variable] = with_home(value) end
      variables.HOME = home.path
      for path, text in pairs(case.files or {}) do home.write(path, with_home(text)) end
      credential_cases.check(case, server:call("cases", "find_credentials", known, variables))
    end)
  end
end)
