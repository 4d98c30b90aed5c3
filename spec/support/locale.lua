-- SPEC_LOCALE: the locale in which the specs run (run-tests makes it), as a program that hosts Lua may set one.
local locale = os.getenv "SPEC_LOCALE"
if locale then assert(os.setlocale(locale), "no locale " .. locale) end
