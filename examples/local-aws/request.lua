-- A request as it came over the wire: names, order, case and duplicates of the headers kept.

local request = {}

-- The header lines of a raw header block as a list of {name, value}; the request line is skipped.
local function header_list(block)
  local list, first = {}, true
  for line in block:gmatch("([^\r\n]*)\r?\n") do
    if first then
      first = false
    elseif line:find("^[ \t]") and #list > 0 then
      list[#list][2] = list[#list][2] .. "\n" .. line -- an old-style fold
    elseif line ~= "" then
      local name, value = line:match("^([^:]+):[ \t]*(.-)[ \t]*$")
      list[#list + 1] = { name or line, value or "" }
    end
  end
  return list
end

--- The current request.
---@return table {method, uri, path, query, headers, body, connection, scheme, tls, time}
function request.read()
  ngx.req.read_body()
  local uri = ngx.var.request_uri
  local path, query = uri:match("^([^?]*)%??(.*)$")
  return {
    method = ngx.req.get_method(),
    uri = uri,
    path = path,
    query = query,
    protocol = ngx.var.server_protocol,
    headers = header_list(ngx.req.raw_header()),
    body = ngx.req.get_body_data() or "",
    connection = tonumber(ngx.var.connection),
    connection_requests = tonumber(ngx.var.connection_requests),
    scheme = ngx.var.scheme,
    tls = ngx.var.ssl_protocol,
    time = ngx.now(),
  }
end

--- All values of a header, in order of arrival.
---@param req table
---@param name string lower case
---@return string[]
function request.all(req, name)
  local values = {}
  for _, pair in ipairs(req.headers) do
    if pair[1]:lower() == name then
      values[#values + 1] = pair[2]
    end
  end
  return values
end

--- First value of a header, or nil.
---@param req table
---@param name string lower case
---@return string|nil
function request.header(req, name)
  return request.all(req, name)[1]
end

return request
