-- The library, its specs and its examples run on Lua 5.1 (LuaJIT) to 5.4, so any of their globals is known.
std = "max"
max_line_length = 140
exclude_files = { "build" }
files["spec"] = { std = "max+busted" }
files["examples/stubbed_spec.lua"] = { std = "max+busted" }
files["examples/local-aws"] = { std = "max+ngx_lua" }
files["examples/openresty"] = { std = "max+ngx_lua" }
-- A worker's variables are nginx's: handlers put others in their place.
files["spec/nginx/handlers"] = { std = "max+ngx_lua", globals = { "os.getenv" } }
files["spec/support/remote.lua"] = { std = "max+ngx_lua" }
files["spec/support/credential_call.lua"] = { std = "max+ngx_lua" }
files["lua/aws/types"] = { max_line_length = false }
