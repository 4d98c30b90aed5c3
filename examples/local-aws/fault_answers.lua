-- Faults that change what is answered. Each edit takes (answer, value, fault, context) and returns the answer to send.

local answers = require "answers"
local json = require "json"

local fault_answers = { edits = {} }
local edits = fault_answers.edits

-- Several may be asked for at once; they are done in this order.
fault_answers.order = {
  "error", "throttled", "status", "redirect", "html", "empty", "not-object", "truncated-json", "deep", "large", "header-large",
}

local html_page = "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%s</h1></center>\r\n"
  .. "</body>\r\n</html>\r\n"

local function set_header(answer, name, value)
  for _, pair in ipairs(answer.headers) do
    if pair[1]:lower() == name:lower() then
      pair[2] = value
      return
    end
  end
  answer.headers[#answer.headers + 1] = { name, value }
end

local function add_retry_after(answer, fault)
  if fault["retry-after"] then
    set_header(answer, "Retry-After", fault["retry-after"])
  end
  if fault["amz-retry-after"] then
    set_header(answer, "x-amz-retry-after", fault["amz-retry-after"])
  end
  return answer
end

local function html(answer, title)
  answer.body = html_page:format(title, title)
  set_header(answer, "Content-Type", "text/html")
  return answer
end

-- Modelled members that an error of that name carries.
local members = {
  ThrottlingException = { serviceCode = "drs", quotaCode = "L-LOCAL001" },
  ResourceNotFoundException = { resourceId = "s-0000000000000dead", resourceType = "SourceServer" },
  ConflictException = { resourceId = "s-0000000000000dead", resourceType = "SourceServer" },
  ValidationException = { reason = "other", fieldList = json.list {} },
}

function edits.error(_, name, fault, context)
  local fields = context.service == "drs" and members[name] or nil
  local message = fault.message or ("This " .. name .. " was asked for.")
  return add_retry_after(answers.fail(context.service, name, message, fields), fault)
end

function edits.throttled(_, _, fault, context)
  return edits.error(nil, "ThrottlingException", setmetatable({ message = fault.message or "Rate exceeded" }, { __index = fault }),
    context)
end

function edits.status(_, value, fault, context)
  local answer = { status = tonumber(value) or 500, headers = answers.headers(context.service), code = "HTTP " .. value }
  local kind = fault.body or (answer.status >= 502 and answer.status <= 504 and "html" or "json")
  if kind == "html" then
    html(answer, answer.status .. " " .. (fault.message or "was asked for"))
  elseif kind == "empty" then
    answer.body = ""
  else
    answer.body = json.encode { message = fault.message or ("Status " .. answer.status .. " was asked for.") }
  end
  return add_retry_after(answer, fault)
end

function edits.redirect(_, _, _, context)
  local rest = context.req.uri:gsub("^/fault/[^/]*", "")
  local answer = { status = 307, headers = answers.headers(context.service), body = "", code = "HTTP 307" }
  local host = ngx.var.http_host or "localhost"
  set_header(answer, "Location", context.req.scheme .. "://" .. host .. (rest == "" and "/" or rest))
  return answer
end

function edits.html(answer)
  return html(answer, "Welcome to the hotel network")
end

function edits.empty(answer)
  answer.body = ""
  return answer
end

edits["not-object"] = function(answer)
  answer.body = "[]"
  return answer
end

edits["truncated-json"] = function(answer)
  answer.body = answer.body:sub(1, math.floor(#answer.body / 2))
  return answer
end

-- Puts a member before all others of a JSON object.
local function with_member(body, text)
  return "{" .. text .. (body:find("^{%s*}") and "" or ",") .. body:sub(2)
end

function edits.deep(answer, value)
  local n = tonumber(value) or 100000
  answer.body = with_member(answer.body, '"Deep":' .. ("["):rep(n) .. ("]"):rep(n))
  return answer
end

-- A body of exactly that many bytes, or the plain one when that is longer.
function edits.large(answer, value)
  local missing = (tonumber(value) or 16777216) - #answer.body - #'"Filler":"",'
  if missing > 0 then
    answer.body = with_member(answer.body, '"Filler":"' .. ("x"):rep(missing) .. '"')
  end
  return answer
end

edits["header-large"] = function(answer, value)
  local missing, i = tonumber(value) or 262144, 0
  while missing > 0 do
    local size = math.min(missing, 8000)
    i, missing = i + 1, missing - size
    answer.headers[#answer.headers + 1] = { "x-filler-" .. i, ("x"):rep(size) }
  end
  return answer
end

return fault_answers
