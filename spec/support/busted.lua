-- Runs busted in the Lua at hand; as a file, so that busted closes the Lua state at the end (finalizers run, leaks show).
require "spec.support.locale"
require "busted.runner" { standalone = false }
