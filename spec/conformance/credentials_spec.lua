-- Credentials as AWS's own clients find them: each case in a process of its own.
local credential_cases = require "spec.support.credential_cases"
local isolated = require "spec.support.isolated"

local PROGRAM = 'return require("spec.support.credential_call").make(case)'

describe("credentials", function()
  for _, case in ipairs(credential_cases.load()) do
    it(case.title, function()
      local known, variables = credential_cases.inputs(case)
      local outcome = isolated.run(PROGRAM, known, case.files, variables)
      assert.is_nil(outcome.error, outcome.message)
      credential_cases.check(case, outcome.value)
    end)
  end
end)
