-- JMESPath of waiters: an expression or what is not known of it; in parentheses it means the same.
local checks = require "spec.fuzz.support.checks"
local jmespath = require "aws.wait.jmespath"

local outputs = {
  { Status = "ok", Count = 3, On = true, Off = false, Empty = {}, Items = { { Status = "a", N = 1, Tags = { "x", "y" } }, { N = 2 } },
    Job = { Status = "DONE", Deep = { Name = "n" } }, Nested = { { 1, 2 }, { 3, { 4 } }, 5 } },
  { { N = 1 }, { N = 2, a = {} }, "text", 7 },
  {}, "text", 12, false,
}

return function(text)
  if text:find("*", 1, true) then text = text:gsub("%.%*", "") end -- the order of members is not certain
  local evaluate, fault = jmespath.compile(text)
  if not evaluate then return checks.message(fault, 300) end
  local again = assert(jmespath.compile("( " .. text .. "\n)"))
  for _, output in ipairs(outputs) do checks.same(evaluate(output), again(output)) end
end
