--- What is installed here. What is missing is named, and its rows are not measured.
local processes = require "spec.bench.support.processes"

local tools = {}

--- Each with a command that succeeds where it is there.
local known = {
  luajit = { "LuaJIT", "command -v luajit && test -f build/luajit/aws/core.so" },
  ["lua5.4"] = { "Lua 5.4", "command -v lua5.4" },
  ["cjson lua5.4"] = { "lua-cjson for Lua 5.4", [[lua5.4 -e 'require "cjson"']] },
  ["cjson luajit"] = { "lua-cjson for LuaJIT", [[luajit -e 'require "cjson"']] },
  ["two CPUs"] = { "a second CPU", "taskset -cp $$ | grep -q ': .*[-,]'" },
  valgrind = { "valgrind", "command -v valgrind && echo '#include <valgrind/callgrind.h>' | ${CC:-cc} -E -" },
  curl = { "curl", "command -v curl" },
  openssl = { "openssl", "command -v openssl" },
  nginx = { "nginx with Lua, or lua-system", [[PATH=$PATH:/usr/sbin command -v nginx && lua5.4 -e 'require "system"' &&
    { test -e /usr/lib/nginx/modules/ngx_http_lua_module.so || PATH=$PATH:/usr/sbin nginx -V 2>&1 | grep -q lua; }]] },
  ["lua-resty-http"] = { "lua-resty-http", [[luajit -e 'assert(package.searchpath("resty.http", package.path))']] },
  botocore = { "botocore", "python3 -c 'import botocore.session'" },
  ["the JavaScript SDK"] = { "@aws-sdk/client-drs", "node --input-type=module -e 'await import(\"@aws-sdk/client-drs\")'" },
}

local found = {}

local function is_there(name)
  if found[name] == nil then found[name] = select(2, processes.run(known[name][2])) end
  return found[name]
end

--- Which of some tools is missing first.
---@param ... string names
---@return string? # "valgrind is not installed"; nil: all are there
function tools.missing(...)
  for _, name in ipairs({ ... }) do
    if not is_there(name) then return known[name][1] .. " is not installed" end
  end
end

return tools
