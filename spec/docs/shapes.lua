--- Shapes of a service's model as HTML: members with types, units, limits and values.
local html = require "spec.docs.html"

local shapes = {}

local lua_types = {
  string = "string", blob = "string", integer = "integer", long = "integer", float = "number", double = "number",
  boolean = "boolean", timestamp = "number", document = "any",
}

local function shape_of(service, name)
  return service.shapes[name] or { type = name }
end

--- A type as HTML; structures are links to their place on the page.
local function type_of(service, name)
  local shape = shape_of(service, name)
  if shape.type == "structure" then return html.link("#" .. name, html.escape(name)) end
  if shape.type == "list" then return type_of(service, shape.member) .. "[]" end
  if shape.type == "map" then return ("table&lt;string, %s&gt;"):format(type_of(service, shape.value)) end
  return lua_types[shape.type]
end

local units = { timestamp = "seconds since the epoch", blob = "bytes", document = "any JSON" }

--- What `min` and `max` are about.
local measures = { string = "characters", blob = "bytes", list = "elements", map = "entries" }

local function limits_of(shape)
  local least, most = shape.min, shape.max
  if not (least or most) then return nil end
  local measure = measures[shape.type] and " " .. measures[shape.type] or ""
  if least == most then return ("%s%s"):format(least, measure) end
  if least and most then return ("%s to %s%s"):format(least, most, measure) end
  return least and ("at least %s%s"):format(least, measure) or ("at most %s%s"):format(most, measure)
end

local function values_of(shape)
  local values = {}
  for i, value in ipairs(shape.enum) do values[i] = html.code(('"%s"'):format(value)) end
  return "One of " .. table.concat(values, ", ") .. "; AWS may add others."
end

--- Members whose name says that they hold sizes or spans of time.
local measured = {
  { "InSeconds$", "seconds" }, { "Seconds$", "seconds" }, { "InMinutes$", "minutes" }, { "Minutes$", "minutes" },
  { "InHours$", "hours" }, { "Hours$", "hours" }, { "InDays$", "days" }, { "Days$", "days" }, { "Millis$", "milliseconds" },
  { "Bytes$", "bytes" }, { "InGB$", "GB" }, { "InGb$", "GB" }, { "InMb$", "MB" }, { "InKb$", "KB" }, { "Percent$", "percent" },
}

local numbers = { integer = true, long = true, float = true, double = true }

local function unit_of(name, shape)
  if units[shape.type] then return units[shape.type] end
  if not numbers[shape.type] then return nil end
  for _, row in ipairs(measured) do
    if name:find(row[1]) then return row[2] end
  end
end

--- What is said of a member or a list's element beside its type.
local function notes_of(service, member, shape_name)
  local shape, about = shape_of(service, shape_name), type(member) == "table" and member or {}
  local notes = {}
  local function add(note) notes[#notes + 1] = note end
  local limits = limits_of(shape)
  if limits then add(html.escape(limits) .. ".") end
  if shape.enum then add(values_of(shape)) end
  if shape.type == "list" and service.shapes[shape.member] and service.shapes[shape.member].enum then
    add(values_of(service.shapes[shape.member]))
  end
  if shape.pattern then add("Pattern " .. html.code(shape.pattern) .. ".") end
  if about.sensitive or shape.sensitive then add("Sensitive: no message shows it.") end
  if about.idempotency_token then add("Filled in by the client: a UUID.") end
  if about.deprecated or shape.deprecated then add('<span class="badge warn">deprecated</span>') end
  return table.concat(notes, " ")
end

--- The members of a structure, the required ones first.
---@param service aws.ServiceModel
---@param shape_name string
---@param is_output? boolean nothing of an output is marked as required
---@return string
function shapes.members(service, shape_name, is_output)
  local shape, required, out = service.shapes[shape_name], {}, {}
  for _, name in ipairs(shape.required or {}) do required[name] = true end
  local names = html.sorted(shape.members or {})
  table.sort(names, function(a, b)
    if (required[a] or false) ~= (required[b] or false) then return required[a] or false end
    return a < b
  end)
  if #names == 0 then return "<p>No members.</p>" end
  if shape.union then out[1] = "<p>Exactly one member is set.</p>" end
  for _, name in ipairs(names) do
    local member = shape.members[name]
    local of = type(member) == "table" and member.shape or member
    local unit = unit_of(name, shape_of(service, of))
    local head = ('<span class="type">%s%s</span>'):format(type_of(service, of), unit and ", " .. unit or "")
    if required[name] and not is_output then head = head .. ' <span class="badge required">required</span>' end
    out[#out + 1] = html.entry(shape_name .. "." .. name, name, head, notes_of(service, member, of))
  end
  return table.concat(out, "\n")
end

local function visit(service, name, found, order)
  local shape = shape_of(service, name)
  if shape.type == "list" then return visit(service, shape.member, found, order) end
  if shape.type == "map" then return visit(service, shape.value, found, order) end
  if shape.type ~= "structure" or found[name] then return end
  found[name] = true
  order[#order + 1] = name
  for _, key in ipairs(html.sorted(shape.members or {})) do
    local member = shape.members[key]
    visit(service, type(member) == "table" and member.shape or member, found, order)
  end
end

--- The structures inside some structures, without these.
---@param service aws.ServiceModel
---@param roots table<integer, string> names of shapes; some may be absent
---@return string[] sorted
function shapes.inside(service, roots)
  local found, order, inner = {}, {}, {}
  for _, name in pairs(roots) do visit(service, name, found, order) end
  for _, name in pairs(roots) do found[name] = nil end
  for _, name in ipairs(order) do
    if found[name] then inner[#inner + 1] = name end
  end
  table.sort(inner)
  return inner
end

return shapes
