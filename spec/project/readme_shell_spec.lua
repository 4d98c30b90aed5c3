-- The shell blocks of the READMEs run as they are written there, and sessions show what they say. Long commands are looked up
-- (spec/support/readme_commands).
local readme_shell = require "spec.support.readme_shell"
local readmes = require "spec.support.readmes"

describe("the shell blocks", function()
  local count = 0
  for _, path in ipairs(readmes.paths()) do
    if #readme_shell.steps(path) > 0 then
      count = count + 1
      it("run as they are in " .. path, function() assert.is_nil(readme_shell.fault(path)) end)
    end
  end

  it("are found", function() assert.is_true(count >= 6) end)

  it("are compared with what they show", function()
    assert.is_true(readme_shell.fits("a…\n…\nb (x)\n", "abc\n1\n2\nb (x)\n"))
    assert.is_true(readme_shell.fits("…\nb\n", "b\n"))
    assert.is_false(readme_shell.fits("a\n", "a\nb\n"))
    assert.is_false(readme_shell.fits("a…\n", "a\nb\n"))
    assert.is_false(readme_shell.fits("a\n…\n", "b\n"))
  end)
end)
