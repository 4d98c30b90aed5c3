--- The versions of what the library runs on.
local core = require "aws.core"
local examinations = require "aws.doctor.examination"
local nginx = require "aws.waiting.nginx"
local require_late = require "aws.language.require_late"
local version = require "aws.version"

--- The interpreter: LuaJIT calls itself Lua 5.1.
local function lua_name()
  local jit = rawget(_G, "jit")
  return type(jit) == "table" and jit.version or _VERSION
end

--- The numbers of a version: "7.88.1-DEV" is 7, 88.
local function numbers(text)
  local major, minor, patch = text:match("^(%d+)%.(%d+)%.?(%d*)")
  return tonumber(major) or 0, tonumber(minor) or 0, tonumber(patch) or 0
end

local function is_older(text, least)
  local a, b = { numbers(text) }, { numbers(least) }
  for i = 1, 3 do
    if a[i] ~= b[i] then return a[i] < b[i] end
  end
  return false
end

--- What each must be at least, as in the README. Inside nginx calls of workers do without libcurl.
local libraries = {
  { name = "libcurl", version = function() return require_late("aws.curl").version() end, least = "7.87" },
  { name = "OpenSSL", version = core.crypto_version, least = "3.0" },
  { name = "cJSON", version = core.json_version, least = "1.7.15" },
}

local function check_nginx(examination)
  local api = nginx.api()
  if not api then return end
  local config = api.config or {}
  local module, own = config.ngx_lua_version or 0, config.nginx_version or 0
  examination:ok("nginx", ("nginx %d.%d.%d, its Lua module %d.%d.%d"):format(math.floor(own / 1000000),
    math.floor(own / 1000) % 1000, own % 1000, math.floor(module / 1000000), math.floor(module / 1000) % 1000, module % 1000))
end

--- Why a library cannot be loaded, without the list of places where Lua has looked.
local function why(raised)
  return (examinations.words(raised):gsub(":\n[\t ]*no .*", ""))
end

local function check_library(examination, library)
  local ok, found = examinations.try(library.version)
  if not ok then
    examination[nginx.api() and "warn" or "fail"](examination, library.name, "cannot be loaded: " .. why(found),
      { hint = "install it, or build this library anew (make)" })
  elseif is_older(found, library.least) then
    examination:fail(library.name, ("%s is older than %s"):format(found, library.least), { hint = "install a later one" })
  else
    examination:ok(library.name, found)
  end
end

--- Tells the versions.
---@param examination aws.Examination
return function(examination)
  examination:ok("aws-replication", ("%s on %s"):format(version, lua_name()))
  for _, library in ipairs(libraries) do check_library(examination, library) end
  check_nginx(examination)
end
