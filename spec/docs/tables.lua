--- Pages of what is declared in tables: settings, events, errors, waiters; and of the types that annotations tell of.
local advice = require "spec.docs.advice"
local errors = require "aws.errors.typed"
local html = require "spec.docs.html"
local operations = require "spec.docs.operations"
local refusals = require "aws.doctor.refusals"
local retry = require "aws.retry"
local settings = require "aws.settings"
local wait = require "aws.wait"

local tables = {}

-- Settings ------------------------------------------------------------------------------------------------------

local function codes(list)
  local parts = {}
  for i, value in ipairs(list) do parts[i] = html.code(value) end
  return table.concat(parts, ", ")
end

--- Where a setting is looked for when it is not given.
local function places_of(setting)
  local parts = {}
  if setting.variables then parts[#parts + 1] = codes(setting.variables) end
  if setting.profile_key then parts[#parts + 1] = html.code(setting.profile_key) .. " of the profile" end
  if setting.fallback then parts[#parts + 1] = codes(setting.fallback) end
  if #parts == 0 then return "" end
  return " From " .. table.concat(parts, ", then ") .. (setting.has_own_rule and ", by a rule of its own" or "") .. "."
end

local function default_of(setting)
  if setting.default == nil or type(setting.default) == "function" then return "" end
  return " Default: " .. html.code(type(setting.default) == "string" and ("%q"):format(setting.default) or setting.default) .. "."
end

--- An entry of a setting.
local function setting_entry(page, setting)
  local head = page.type(setting.type)
  if setting.per_call then head = head .. ' <span class="badge good">also with a call</span>' end
  local words = html.sentence(setting.doc or "")
  page.entry("setting", setting.name, setting.name, head, words .. default_of(setting) .. places_of(setting),
    { also = setting.variables })
end

function tables.settings(page)
  page.add("<h1>Settings</h1>")
  page.add("<p>" .. html.code("new") .. " takes them. A call takes those that are marked so as its second argument. "
    .. html.link("../topics/guide.settings.html", "How they are found, and how to see them") .. ".</p>")
  for _, setting in ipairs(settings.list) do setting_entry(page, setting) end
  page.add(html.heading(2, "files", "Files"))
  for _, file in ipairs(settings.files) do
    page.entry("setting", file.name, file.name, page.type("string"), ("Shown by <code>client.config</code>. Default: %s, another one: %s.")
      :format(html.code(file.default), html.code(file.variable)), { also = { file.variable } })
  end
end

-- Events --------------------------------------------------------------------------------------------------------

--- The quoted values of a type.
---@param text string
---@return string[]
function tables.values(text)
  local values = {}
  for value in text:gmatch('"([^"]*)"') do values[#values + 1] = value end
  return values
end

local function add_fields(page, class, kind)
  for _, field in ipairs(class.fields) do
    if not field.private then
      local head = page.type(field.type) .. (field.optional and "" or ' <span class="badge">always</span>')
      page.entry(kind, class.name .. "." .. field.name, field.name, head, html.sentence(field.words),
        { title = class.name .. "." .. field.name })
    end
  end
end

--- Which fields tell of an event: the words about them name it.
local function fields_for(class, event)
  local found, of_look = {}, false
  for _, field in ipairs(class.fields) do
    if field.words:find('of "look", as are the next', 1, true) then of_look = true end
    local is_own = field.words:find('"' .. event .. '"', 1, true) and not field.words:find('not of "' .. event, 1, true)
    if field.name ~= "type" and (is_own or of_look and event == "look") then found[#found + 1] = field.name end
  end
  return found
end

function tables.events(page, all)
  local class = all.classes["aws.Event"]
  page.add("<h1>Events</h1>")
  page.add("<p>What a " .. html.link("../topics/settings.html#logger", html.code("logger")) .. " is told. "
    .. html.link("../topics/guide.errors.html#what-a-call-tells", "When each comes, and the lines of the library's own logger")
    .. ".</p>")
  page.add(html.heading(2, "types", "Types of events"))
  for _, field in ipairs(class.fields) do
    for _, value in ipairs(field.name == "type" and tables.values(field.type) or {}) do
      local own = fields_for(class, value)
      page.entry("event", value, value, "", #own > 0 and "Has " .. codes(own) .. "." or "", { title = value .. " event" })
    end
  end
  page.add(html.heading(2, "members", "Members"))
  add_fields(page, class, "event member")
end

-- Errors --------------------------------------------------------------------------------------------------------

local function advised(known)
  return html.words(known[1]) .. " <strong>What to do:</strong> " .. html.words(known[2])
end

--- An error about keys, in the doctor's words.
local function key_words(code)
  local err = errors.new({ type = code, kind = "service", message = "" })
  local text, hint = refusals.of_keys(err, { keys = { access_key_id = "AKIDEXAMPLE" } })
  local words = text:gsub("^the key …%S+ ", "The key "):gsub(" %(" .. code .. "%)$", "")
  return { words .. ".", hint:sub(1, 1):upper() .. hint:sub(2) .. "." }
end

local function add_own_errors(page)
  local by_kind = {}
  for _, name in ipairs(html.sorted(errors.kinds)) do
    local kind = errors.kinds[name]
    by_kind[kind] = by_kind[kind] or {}
    table.insert(by_kind[kind], name)
  end
  for _, kind in ipairs(html.sorted(by_kind)) do
    page.add(html.heading(2, "kind-" .. kind, "Kind " .. html.code(kind)))
    for _, name in ipairs(by_kind[kind]) do
      local head = retry.is_retryable(name) and '<span class="badge good">retried by itself</span>' or ""
      page.entry("error", name, name, head, advised(advice.own[name] or { "", "" }))
    end
  end
end

local function add_service_errors(page, service)
  page.add(html.heading(2, "service-" .. service.name, "Of " .. html.escape(service.full_name)))
  for _, name in ipairs(html.sorted(service.shapes)) do
    if service.shapes[name].exception then
      local head, body = operations.error_words(service, name)
      page.entry("error", ("%s.%s"):format(service.name, name), name, head, body, { title = ("%s (%s)"):format(name, service.name) })
    end
  end
end

function tables.errors(page, _, services)
  page.add("<h1>Errors</h1>")
  page.add("<p>Every function raises tables; " .. html.link("../modules/aws.errors.html", html.code("aws.errors"))
    .. " tells them apart. " .. html.link("../topics/types.html#aws.Error", "Their members") .. ". "
    .. html.link("../topics/guide.errors.html", "Retries, time limits, and whether an operation was carried out") .. ".</p>")
  add_own_errors(page)
  page.add(html.heading(2, "kind-service", "Kind " .. html.code("service") .. ": of any service"))
  for _, name in ipairs(html.sorted(advice.common)) do
    page.entry("error", "any." .. name:gsub("%W+", "-"), name, "", advised(advice.common[name]), { title = name })
  end
  for _, name in ipairs(advice.about_keys) do page.entry("error", "any." .. name, name, "", advised(key_words(name)), { title = name }) end
  for _, service in ipairs(services) do add_service_errors(page, service) end
end

-- Waiters -------------------------------------------------------------------------------------------------------

local function list_of(words, values)
  return values and #values > 0 and (" %s %s."):format(words, codes(values)) or ""
end

local function own_waiter_words(service, waiter)
  local subject = waiter.subject
  return ("Looks with %s every %g to %g s, for %g s. Takes %s, or %s alone.%s%s%s"):format(
    html.link("../" .. operations.address(service, subject.operation), html.code(subject.operation)), waiter.min_delay,
    waiter.max_delay, waiter.max_time, html.code(("{ %s = … }"):format(subject.member)), subject.is_arn and "the ARN" or "the id",
    list_of("Succeeds with", waiter.success), list_of("Fails with", waiter.failure),
    list_of(("After %g s, or once another state was seen, also fails with"):format(waiter.settle or 0), waiter.settle_on))
end

local function acceptor_words(acceptor)
  local expected = type(acceptor.expected) == "string" and ("%q"):format(acceptor.expected) or tostring(acceptor.expected)
  local subject = acceptor.path and html.code(acceptor.path) .. " " or acceptor.matcher .. " "
  return ("%s: %sis %s"):format(acceptor.state, subject, html.code(expected))
end

local function modelled_words(service, waiter)
  local lines = {}
  for i, acceptor in ipairs(waiter.acceptors) do lines[i] = acceptor_words(acceptor) end
  return ("AWS's own. Looks with %s every %g s. Takes its input, returns its output. <br>%s"):format(
    html.link("../" .. operations.address(service, waiter.operation), html.code(waiter.operation)), waiter.delay,
    table.concat(lines, "<br>"))
end

function tables.waiters(page, _, services)
  page.add("<h1>Waiters</h1>")
  page.add("<p>" .. html.code("client.wait.NAME(input, options)") .. ": options are "
    .. html.link("../topics/types.html#aws.WaitOptions", html.code("aws.WaitOptions")) .. ", the second value is "
    .. html.link("../topics/types.html#aws.WaitInfo", html.code("aws.WaitInfo")) .. ". "
    .. html.link("../topics/guide.wait.html", "How waits look and end") .. ".</p>")
  for _, service in ipairs(services) do
    page.add(html.heading(2, service.name, html.escape(service.full_name)))
    local names = wait.names(service)
    for _, name in ipairs(html.sorted(names)) do
      local waiter = names[name]
      local words = waiter.subject and own_waiter_words(service, waiter) or modelled_words(service, waiter)
      page.entry("waiter", ("%s.wait.%s"):format(service.name, name), name, "", words,
        { title = ("%s.wait.%s"):format(service.name, name), also = { waiter.name } })
    end
  end
end

-- Types ---------------------------------------------------------------------------------------------------------

local function add_type(page, all, name)
  local class, alias = all.classes[name], all.aliases[name]
  page.heading("type", name, name)
  local found = class or alias
  if found.words ~= "" then page.add("<p>" .. html.sentence(found.words) .. "</p>") end
  if alias then page.add("<p>" .. page.type(alias.type) .. "</p>") end
  if not class then return end
  if class.parent then page.add("<p>All of " .. page.type(class.parent) .. ", and:</p>") end
  add_fields(page, class, name == "aws.Metadata" and "metadata" or name == "aws.Error" and "error member" or "member")
end

--- Types that users meet.
---@param names string[]
function tables.types(page, all, _, names)
  page.add("<h1>Types</h1>")
  page.add("<p>Options, results and other tables. Members without the mark <span class=\"badge\">always</span> may be absent.</p>")
  for _, name in ipairs(names) do add_type(page, all, name) end
end

return tables
