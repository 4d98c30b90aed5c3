--- A page for each operation of a service: what it does, its members, its errors and what to do about each.
local advice = require "spec.docs.advice"
local facts = require "spec.models.facts"
local html = require "spec.docs.html"
local retry = require "aws.retry"
local shapes = require "spec.docs.shapes"
local wait = require "aws.wait"

local operations = {}

--- Where the page of an operation is.
---@param service aws.ServiceModel
---@param name string
---@return string
function operations.address(service, name)
  return ("topics/%s.%s.html"):format(service.name, name)
end

--- Our own words about an operation; "" where its name says it all.
---@param service aws.ServiceModel
---@param name string
---@return string
function operations.words(service, name)
  local operation, own = service.operations[name], facts.complete(facts.services[service.service_id])
  local words = own.destructive[operation.name] or own.words[operation.name]
  return words and words .. "." or ""
end

--- Marks of an operation, in short.
---@param operation aws.OperationModel
---@return string
function operations.badges(operation)
  local badges = {}
  local function add(class, words) badges[#badges + 1] = ('<span class="badge %s">%s</span>'):format(class, words) end
  if operation.destructive then add("warn", "destructive") end
  if operation.deprecated then add("warn", "deprecated by AWS") end
  if operation.read_only then
    add("good", "read-only")
  elseif not operation.destructive then
    add("", "writes")
  end
  if operation.pages then add("", "pages") end
  if operation.idempotent then add("", "idempotent") end
  return table.concat(badges, " ")
end

local function signature_of(service, name, operation)
  local input = operation.input and service.shapes[operation.input]
  local is_needed = input and #(input.required or {}) > 0
  return ('<pre class="signature"><code>output, metadata = %s.%s(%s, options)</code></pre>'):format(service.name, name,
    is_needed and "input" or "input or nil")
end

local function about(service, name, operation)
  local published = ("https://docs.aws.amazon.com/%s/latest/APIReference/API_%s.html"):format(service.name, operation.name)
  return ("<h1>%s.%s</h1>\n<p>%s</p>\n<p>%s</p>\n%s\n<p>AWS's name: %s (%s). %s: settings for this call. %s: about the answer.</p>")
    :format(service.name, name, operations.badges(operation), html.escape(operations.words(service, name)),
      signature_of(service, name, operation), html.code(operation.name), html.link(published, "AWS's page"),
      html.link("../topics/types.html#aws.Options", html.code("options")),
      html.link("../topics/types.html#aws.Metadata", html.code("metadata")))
end

local function add_members(out, service, title, shape_name, is_output)
  out[#out + 1] = html.heading(2, title:lower(), title) .. (shape_name and ('<span id="%s"></span>'):format(shape_name) or "")
  out[#out + 1] = shape_name and shapes.members(service, shape_name, is_output) or "<p>Nothing.</p>"
end

local function add_pages(out, service, name, operation)
  local pages = operation.pages
  if not pages then return end
  out[#out + 1] = html.heading(2, "pages", "Pages")
  out[#out + 1] = ("<p>%s come page by page, item by item, or all at once, as %s say; options: %s.</p>")
    :format("Its lists", html.link("../topics/guide.pages.html", "the pages about pages"),
      html.link("../topics/types.html#aws.PageOptions", html.code("aws.PageOptions")))
  local list = type(pages.items) == "string" and pages.items or nil
  out[#out + 1] = ("<pre><code>for output in %s.pages.%s(input) do … end</code></pre>"):format(service.name, name)
  if list then
    out[#out + 1] = ("<pre><code>for item in %s.each.%s(input) do … end   -- of %s&#10;local list = %s.all.%s(input)</code></pre>")
      :format(service.name, name, html.escape(list), service.name, name)
  end
  if pages.least or pages.most then
    out[#out + 1] = ("<p><code>page_size</code>: %s to %s.</p>"):format(pages.least or 1, pages.most or "any number")
  end
end

--- Waiters that look with an operation, or wait for its end.
local function add_waiters(out, service, name)
  local found = {}
  local names = wait.names(service)
  for _, waiter_name in ipairs(html.sorted(names)) do
    local waiter = names[waiter_name]
    if (waiter.operation or waiter.subject.operation) == name then
      found[#found + 1] = html.link(("../topics/waiters.html#%s.wait.%s"):format(service.name, waiter_name), html.code(waiter_name))
    end
  end
  if #found == 0 then return end
  out[#out + 1] = html.heading(2, "waiters", "Waiters that look with it")
  out[#out + 1] = "<p>" .. table.concat(found, ", ") .. "</p>"
end

local function status_of(shape)
  local parts = {}
  if shape.status then parts[#parts + 1] = "HTTP " .. shape.status end
  if shape.fault then parts[#parts + 1] = shape.fault end
  return table.concat(parts, ", ")
end

--- What an error of a service is, and what to do about it.
---@param service aws.ServiceModel
---@param name string
---@return string head HTML
---@return string body HTML
function operations.error_words(service, name)
  local shape, known = service.shapes[name], advice.services[service.name][name] or { "", "" }
  local head = ('<span class="type">%s</span>'):format(html.escape(status_of(shape)))
  if retry.is_retryable(name, shape.status) then head = head .. ' <span class="badge good">retried by itself</span>' end
  local fields = {}
  for _, key in ipairs(html.sorted(shape.members or {})) do
    if key:lower() ~= "message" then fields[#fields + 1] = html.code("fields." .. key) end
  end
  local body = html.words(known[1]) .. " <strong>What to do:</strong> " .. html.words(known[2])
  if #fields > 0 then body = body .. " It has " .. table.concat(fields, ", ") .. "." end
  return head, body
end

local function add_errors(out, service, operation)
  out[#out + 1] = html.heading(2, "errors", "Errors")
  for _, name in ipairs(operation.errors or {}) do
    out[#out + 1] = html.entry("error." .. name, name, operations.error_words(service, name))
  end
  out[#out + 1] = "<p>Any call may also raise " .. html.link("../topics/errors.html", "what is not particular to it") .. ".</p>"
end

--- Types inside input and output. What is required counts in an input alone.
local function add_inner(out, service, operation)
  local inner, is_sent = shapes.inside(service, { operation.input, operation.output }), {}
  for _, name in ipairs(shapes.inside(service, { operation.input })) do is_sent[name] = true end
  if #inner == 0 then return end
  out[#out + 1] = html.heading(2, "types", "Types")
  for _, name in ipairs(inner) do
    out[#out + 1] = html.heading(3, name, html.escape(name))
    out[#out + 1] = shapes.members(service, name, not is_sent[name])
  end
end

--- The page of an operation.
---@param service aws.ServiceModel
---@param name string
---@return string HTML
function operations.page(service, name)
  local operation = service.operations[name]
  local out = { about(service, name, operation) }
  add_members(out, service, "Input", operation.input)
  add_members(out, service, "Output", operation.output, true)
  add_pages(out, service, name, operation)
  add_waiters(out, service, name)
  add_errors(out, service, operation)
  add_inner(out, service, operation)
  return table.concat(out, "\n")
end

return operations
