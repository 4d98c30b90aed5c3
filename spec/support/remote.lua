--- Plain data between a spec and the nginx that it drives (nginx.lua), as Lua text: both ends are Lua.
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

--- The text of some values.
---@param ... any plain data
---@return string
function remote.write(...)
  return "return " .. write_list(...)
end

--- The values of a text.
---@param text string
---@return any ...
function remote.read(text)
  return assert(load_text(text))()
end

local function call(handlers, name, ...)
  return require("spec.nginx.handlers." .. handlers)[name](...)
end

--- In nginx: calls the function that is named in the request's body, and answers with what it returns.
function remote.serve()
  ngx.req.read_body()
  local text = ngx.req.get_body_data()
  local results = { xpcall(function() return call(remote.read(text)) end, debug.traceback) }
  if not results[1] then
    ngx.status = 500
    return ngx.print(tostring(results[2]))
  end
  ngx.print(remote.write(unpack(results, 2, table.maxn(results))))
end

return remote
