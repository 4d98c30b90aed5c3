--- Child processes of the specs, by way of sh: they run without valgrind, with the library under test.
local files = require "spec.support.files"

local child = {}

local lua = arg and arg[-1] or os.getenv "LUA" or "lua5.4"
local VERSION = _VERSION:gsub("Lua (%d)%.(%d)", "_%1_%2") -- "_5_4": how variables of this Lua end

--- A word for sh.
---@param text string
---@return string
function child.quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

--- A library built with sanitizers needs their runtime, which an ordinary interpreter lacks.
local function sanitizer_words()
  if not package.cpath:find("/sanitize/", 1, true) then return "" end
  return 'LD_PRELOAD="$(cc -print-file-name=libasan.so)" ASAN_OPTIONS=detect_leaks=0 '
end

--- Lua code that runs in a child is in the locale of the specs.
local function locale_words()
  local locale = os.getenv "SPEC_LOCALE"
  return locale and " -e " .. child.quote(("assert(os.setlocale(%q))"):format(locale)) or ""
end

--- "env NAME=value …" in front of a command; false unsets a variable. What AWS's variables say here stays out.
---@param variables? table<string, string|false>
---@return string
function child.environment(variables)
  local unset, set = {}, {}
  for _, name in ipairs({ "AWS_PROFILE", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_ENDPOINT_URL", "AWS_CA_BUNDLE" }) do
    unset[#unset + 1] = "-u " .. name
  end
  for name, value in pairs(variables or {}) do
    if value then set[#set + 1] = child.quote(name .. "=" .. value) else unset[#unset + 1] = "-u " .. name end
  end
  return ("env %s LUA=%s %s%s "):format(
    table.concat(unset, " "), child.quote(lua), sanitizer_words(), table.concat(set, " "))
end

--- "env -i NAME=value …" in front of a command: nothing of this environment but where programs and modules are,
--- and what counts lines.
---@param variables table<string, string>
---@return string
function child.clean_environment(variables)
  local set = {}
  for name, value in pairs(variables) do set[#set + 1] = child.quote(name .. "=" .. value) end
  for _, name in ipairs({ "PATH", "LUA_PATH", "LUA_CPATH", "LUA_PATH" .. VERSION, "LUA_CPATH" .. VERSION, "LD_LIBRARY_PATH",
    "LOCPATH", "LUA_INIT", "LUA_INIT" .. VERSION }) do
    if os.getenv(name) and not variables[name] then set[#set + 1] = child.quote(name .. "=" .. os.getenv(name)) end
  end
  return ("env -i %s%s "):format(sanitizer_words(), table.concat(set, " "))
end

--- Runs a command line to its end.
---@param command string
---@return integer code
---@return string stdout
---@return string stderr
function child.run(command)
  local errors = os.tmpname()
  local pipe = assert(io.popen(("{ %s\n} 2>%s </dev/null; echo \"exit:$?\""):format(command, errors), "r"))
  local text = pipe:read "*a"
  pipe:close()
  local stderr = files.read_or_empty(errors)
  os.remove(errors)
  local stdout, code = text:match("^(.*)exit:(%d+)\n$")
  return tonumber(code), stdout, stderr
end

--- The command line that runs Lua code in the interpreter under test.
---@param code string
---@param variables? table<string, string|false>
---@param is_clean? boolean with these variables alone
---@return string
function child.lua_command(code, variables, is_clean)
  local environment = is_clean and child.clean_environment or child.environment
  return environment(variables) .. lua .. locale_words() .. " -e " .. child.quote(code)
end

--- Runs Lua code in a child, as `run`.
---@param code string
---@param variables? table<string, string|false>
function child.lua(code, variables)
  return child.run(child.lua_command(code, variables))
end

--- Runs a Lua file, as `run`, in this environment; with the sanitizers in the host that was built with them.
---@param path string
---@param ... string its arguments
function child.file(path, ...)
  local sanitized = package.cpath:match("([^;]*/sanitize/[^/;]*)/%?%.so")
  local words = {}
  for i, word in ipairs({ sanitized and sanitized .. "/host" or lua, path, ... }) do words[i] = child.quote(word) end
  return child.run(table.concat(words, " "))
end

--- Starts a command whose end is waited for later.
---@param command string a single one, which the shell's child becomes
---@return { pid: string, wait_for: fun(line: string), finish: fun(): integer, string } # wait_for: until it has written
---the line, which is then left out; finish: its exit code, and what it wrote after that
function child.start(command)
  -- The process itself says who it is, and then becomes the command, so that nothing of that comes before.
  local started = child.quote("echo $$; exec " .. command:gsub("^exec ", ""))
  local pipe = assert(io.popen(("sh -c %s 2>&1 </dev/null & wait $!; echo \"exit:$?\""):format(started), "r"))
  local pid = pipe:read "*l"
  return {
    pid = pid,
    wait_for = function(line)
      local found
      repeat
        found = pipe:read "*l"
        if not found or found:find "^exit:%d+$" then error("the child ended and never wrote " .. line) end
      until found == line
    end,
    finish = function()
      local text, code = pipe:read("*a"):match("^(.*)exit:(%d+)\n$")
      pipe:close()
      return tonumber(code), text
    end,
  }
end

--- What a helper is linked with.
local libraries = {
  tcp_server = "$(pkg-config --libs libssl libcrypto)", openssl_errors = "$(pkg-config --libs libcrypto)",
  failing_openssl = "$(pkg-config --libs libcrypto) -ldl",
}

--- Compiles a helper from spec/support into build/spec, unless it is there.
---@param name string "tcp_server"
---@param as_module? boolean a Lua module for the Lua under test
---@return string path
function child.compile(name, as_module)
  local lua_name = os.getenv "LUA" or "lua5.4"
  local folder = "build/spec" .. (as_module and "/" .. lua_name or "")
  local source, target = "spec/support/" .. name .. ".c", folder .. "/" .. name .. (as_module and ".so" or "")
  local flags = as_module and ("-shared -fPIC $(pkg-config --cflags %s)"):format(lua_name) or ""
  local code, _, stderr = child.run(([[
    mkdir -p %s
    [ %s -nt %s ] || { ${CC:-cc} -std=c99 -D_GNU_SOURCE -O1 -Wall -Wextra -Werror %s -o %s.$$ %s %s && mv %s.$$ %s; }
  ]]):format(folder, target, source, flags, target, source, libraries[name] or "", target, target))
  if code ~= 0 then error("cannot compile " .. source .. ": " .. stderr) end
  return target
end

--- What a command prints, without the last line feed; it has to succeed.
---@param command string with "%s" for each word, as string.format has it
---@param ... string words, which are quoted
---@return string
function child.shell(command, ...)
  local words = {}
  for i, word in ipairs({ ... }) do words[i] = child.quote(word) end
  local code, text, fault = child.run(command:format((table.unpack or unpack)(words)))
  if code ~= 0 then error(fault, 2) end
  return (text:gsub("\n$", ""))
end

return child
