--- Tests whose result or time depends on how many objects Lua has: each runs in a program of its own, which has few, as a run
--- of specs has very many. A file of them runs one: lua FILE NAME.
local assert = require "luassert"
local child = require "spec.support.child"

local apart = {}

local function run(test)
  require "spec.support.locale"
  test()
  print "survived"
end

local function check(path, name)
  local code, said, errors = child.file(path, name)
  assert.equal("survived\n", said, errors)
  assert.equal(0, code, errors)
end

--- What a file of such tests ends with: it runs the one that the command line names, or returns them for a spec.
---@param path string of that file
---@param tests table<string, fun()> by name
---@return { names: string[], check: fun(name: string) } # names: sorted; check: runs the test, and asserts that it survived
function apart.tests(path, tests)
  if arg[0]:find(path, 1, true) then run(assert(tests[arg[1]], "no such test")) end
  local names = {}
  for name in pairs(tests) do names[#names + 1] = name end
  table.sort(names)
  return { names = names, check = function(name) check(path, name) end }
end

return apart
