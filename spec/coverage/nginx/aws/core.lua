--- Found before core.so by nginx's Lua in `make coverage`: its lines count from here on.
local function load(name, opener)
  return assert(package.loadlib(assert(package.searchpath(name, package.cpath)), opener))(name)
end

load("lines", "luaopen_lines")
return load("aws.core", "luaopen_aws_core")
