-- Runs busted in the Lua at hand; as a file, so that busted closes the Lua state at the end (finalizers run, leaks show).
-- SPEC_LOCALE: the locale in which the specs run (run-tests makes it), as a program that hosts Lua may set one.
local locale = os.getenv "SPEC_LOCALE"
if locale then assert(os.setlocale(locale), "no locale " .. locale) end
require "busted.runner" { standalone = false }
