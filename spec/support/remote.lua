--- Code and data between a spec and the nginx that it drives (nginx.lua), as Lua text: both ends are Lua.
local remote = {}

local write_value

local function write_table(value)
  local parts = {}
  for key, item in pairs(value) do
    parts[#parts + 1] = ("[%s]=%s"):format(write_value(key), write_value(item))
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

function write_value(value)
  local kind = type(value)
  if kind == "table" then return write_table(value) end
  if kind == "string" then return ("%q"):format(value) end
  if kind == "number" then return (("%.17g"):format(value):gsub(",", ".")) end -- whatever the locale
  if kind == "nil" or kind == "boolean" then return tostring(value) end
  return ("%q"):format(kind) -- a function, a userdata: that there is one
end

local function write_list(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = write_value((select(i, ...))) end
  return table.concat(parts, ",")
end

local load_text = loadstring or load

--- The text of a call: code, and what it gets as "...".
function remote.write(code, ...)
  return ("return (function(...) %s\nend)(%s)"):format(code, write_list(...))
end

--- What the code returned.
function remote.read(text)
  return assert(load_text(text))()
end

--- In nginx: runs the code that is the request's body and answers with what it returns.
function remote.serve()
  ngx.req.read_body()
  local run, fault = load_text(ngx.req.get_body_data())
  if not run then return ngx.say(fault, ngx.exit(500)) end
  local results = { xpcall(run, debug.traceback) }
  if not results[1] then
    ngx.status = 500
    return ngx.print(tostring(results[2]))
  end
  ngx.print("return ", write_list(unpack(results, 2, table.maxn(results))))
end

return remote
