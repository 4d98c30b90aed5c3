--- Which lines of a program do not fit the annotations of the library, by the rules of LuaLS's diagnostics of the same names.
local fits = require "spec.support.editor.fits"
local source = require "spec.support.editor.source"
local types = require "spec.support.editor.types"

local judge = {}

local infer, read_block

local function report(program, line, code)
  program.found[#program.found + 1] = { line = line, code = code }
end

-- Names ---------------------------------------------------------------------------------------------------------

local function lookup(scope, name)
  while scope do
    if scope.names[name] then return scope.names[name] end
    scope = scope.outer
  end
end

local function declare(scope, name, of)
  scope.names[name] = { type = of }
end

local function inside(scope)
  return { names = {}, outer = scope }
end

--- Notes that a condition has looked at the names in it: they may not be nil any more.
local function note_checked(scope, expression)
  if type(expression) ~= "table" then return end
  local variable = expression.type == "name" and lookup(scope, expression.name)
  if variable then variable.is_checked = true end
  for _, key in ipairs({ "left", "right", "of", "inner", "object", "callee" }) do note_checked(scope, expression[key]) end
  for _, argument in ipairs(expression.arguments or {}) do note_checked(scope, argument) end
end

-- Tables --------------------------------------------------------------------------------------------------------

--- What a list's elements, or a map's values, may be.
local function check_elements(program, scope, made, shapes)
  local wanted = {}
  for _, shape in ipairs(shapes) do
    if shape.kind == "array" or shape.kind == "map" then wanted[#wanted + 1] = shape.of end
  end
  local of = #wanted > 0 and types.union(wanted) or nil
  for _, value in ipairs(made.listed) do infer(program, scope, value, of) end
  for _, entry in ipairs(made.others) do infer(program, scope, entry.value, of) end
end

--- A member of a table that one of some shapes is wanted for.
local function check_member(program, scope, entry, shapes)
  local wanted = {}
  for _, shape in ipairs(shapes) do wanted[#wanted + 1] = fits.member(program.library, shape, entry.name) end
  local of = #wanted > 0 and types.union(wanted) or nil
  local value = infer(program, scope, entry.value, of)[1] or types.any
  if of and not fits.check(program.library, value, of) then report(program, entry.line, "assign-type-mismatch") end
end

--- Required members that a table lacks count where all classes miss some.
local function check_missing(program, made, shapes)
  if #shapes == 0 then return end
  local names = {}
  for _, entry in ipairs(made.named) do names[entry.name] = true end
  for _, shape in ipairs(shapes) do
    if shape.kind ~= "class" or not fits.lacks(program.library, shape.class, names) then return end
  end
  report(program, made.line, "missing-fields")
end

local function infer_table(program, scope, made, wanted)
  local shapes = wanted and fits.shapes(program.library, wanted) or {}
  check_missing(program, made, shapes)
  for _, entry in ipairs(made.named) do check_member(program, scope, entry, shapes) end
  check_elements(program, scope, made, shapes)
  return { types.name("table") }
end

-- Calls ---------------------------------------------------------------------------------------------------------

local function bounds(callee)
  local least, most = 0, #callee.parameters
  for i, parameter in ipairs(callee.parameters) do
    if not parameter.is_optional and not fits.has_nil(parameter.type) then least = i end
    if parameter.name == "..." then most = math.huge end
  end
  return least, most
end

local function count_fits(callee, count)
  local least, most = bounds(callee)
  return count >= least and count <= most
end

local function check_count(program, line, callees, count)
  local least, most = math.huge, 0
  for _, callee in ipairs(callees) do
    local low, high = bounds(callee)
    least, most = math.min(least, low), math.max(most, high)
  end
  if count < least then report(program, line, "missing-parameter") end
  if count > most then report(program, line, "redundant-parameter") end
end

--- What one of some functions takes in a place.
local function wanted_at(callees, place)
  local wanted = {}
  for _, callee in ipairs(callees) do
    local last = callee.parameters[#callee.parameters]
    local parameter = callee.parameters[place] or last and last.name == "..." and last
    if parameter then wanted[#wanted + 1] = parameter.type end
  end
  return #wanted > 0 and types.union(wanted) or nil
end

--- Whether some function takes all of a call's arguments, each by its type. A table fits any class.
local function takes(program, callee, given)
  if not count_fits(callee, #given) then return false end
  for place, value in ipairs(given) do
    local parameter = callee.parameters[place]
    if parameter and not fits.check(program.library, value, parameter.type) then return false end
  end
  return true
end

local function returns_of(program, callees, given)
  for _, callee in ipairs(callees) do
    if takes(program, callee, given) then return callee.returns end
  end
  return callees[1] and callees[1].returns or {}
end

--- The arguments of a call: those before the colon count.
local function arguments_of(call)
  if not call.receiver then return call.arguments end
  local list = { call.receiver }
  for i, argument in ipairs(call.arguments) do list[i + 1] = argument end
  return list
end

--- Those of some functions that take so many arguments; all where none does.
local function of_count(callees, count)
  local list = {}
  for _, callee in ipairs(callees) do
    if count_fits(callee, count) then list[#list + 1] = callee end
  end
  return #list > 0 and list or callees
end

--- A table is compared with what any of the functions takes there, other values with what those of the right count take.
local function check_arguments(program, scope, callees, arguments, first)
  local given, counted = {}, of_count(callees, #arguments - first + 1)
  for i = first, #arguments do
    local argument, place = arguments[i], i - first + 1
    local value = infer(program, scope, argument, wanted_at(callees, place))[1] or types.any
    given[place] = value
    local wanted = wanted_at(counted, place)
    if wanted and argument.type ~= "table" and not fits.check(program.library, value, wanted) then
      report(program, argument.line, "param-type-mismatch")
    end
  end
  return given
end

local function has_open_end(arguments)
  local last = arguments[#arguments]
  return last and (last.type == "call" or last.type == "...")
end

local function called(program, scope, callee, arguments, first, line)
  local callees = fits.callees(program.library, callee)
  local given = check_arguments(program, scope, callees, arguments, first)
  if #callees == 0 then return {} end
  if not has_open_end(arguments) then check_count(program, line, callees, #given) end
  return returns_of(program, callees, given)
end

--- Functions of Lua itself that have types of their own here.
local known = {}

function known.require(program, _, call)
  local name = call.arguments[1] and call.arguments[1].value
  return { name and program.library.modules[name] or types.any }
end

function known.pcall(program, scope, call)
  local callee = infer(program, scope, call.arguments[1])[1] or types.any
  local results = { types.name("boolean") }
  for _, result in ipairs(called(program, scope, callee, call.arguments, 2, call.line)) do results[#results + 1] = result end
  return results
end

function known.ipairs(program, scope, call)
  local list = infer(program, scope, call.arguments[1])[1] or types.any
  local elements = {}
  for _, shape in ipairs(fits.shapes(program.library, list)) do
    if shape.kind == "array" then elements[#elements + 1] = shape.of end
  end
  return { { kind = "function", parameters = {}, returns = { types.name("integer"), types.union(elements) } } }
end

function known.assert(program, scope, call)
  for _, argument in ipairs(call.arguments) do note_checked(scope, argument) end
  local results = {}
  for i, argument in ipairs(call.arguments) do results[i] = infer(program, scope, argument)[1] end
  results[1] = results[1] and fits.without_nil(results[1])
  return results
end

local function infer_call(program, scope, call)
  local own = call.callee.type == "name" and not lookup(scope, call.callee.name) and known[call.callee.name]
  if own then return own(program, scope, call) end
  local callee = infer(program, scope, call.callee)[1] or types.any
  return called(program, scope, callee, arguments_of(call), 1, call.line)
end

-- Other expressions ---------------------------------------------------------------------------------------------

local function infer_index(program, scope, expression)
  local object = infer(program, scope, expression.object)[1] or types.any
  if expression.key then infer(program, scope, expression.key) end
  local variable = expression.object.type == "name" and lookup(scope, expression.object.name)
  if variable and not variable.is_checked and fits.has_nil(object) then report(program, expression.line, "need-check-nil") end
  local of = fits.index(program.library, object, expression.name, expression.key)
  if of then return { of } end
  report(program, expression.line, "undefined-field")
  return { types.any }
end

local function infer_function(program, scope, expression)
  local own = inside(scope)
  for _, name in ipairs(expression.parameters) do declare(own, name, types.any) end
  read_block(program, own, expression.body)
  return { types.name("function") }
end

local kinds = {
  ["nil"] = function() return { types.none } end,
  ["true"] = function() return { { kind = "literal", value = true } } end,
  ["false"] = function() return { { kind = "literal", value = false } } end,
  ["..."] = function() return { types.any } end,
  number = function(_, _, expression) return { types.name(expression.value:find("[.eE]") and "number" or "integer") } end,
  string = function(_, _, expression) return { { kind = "literal", value = expression.value } } end,
  name = function(_, scope, expression)
    local variable = lookup(scope, expression.name)
    return { variable and variable.type or types.any }
  end,
  brackets = function(program, scope, expression, wanted) return { infer(program, scope, expression.inner, wanted)[1] } end,
  table = infer_table,
  call = infer_call,
  index = infer_index,
  ["function"] = infer_function,
}

function kinds.unary(program, scope, expression)
  note_checked(scope, expression)
  infer(program, scope, expression.of)
  return { expression.operator == "not" and types.name("boolean") or types.name("number") }
end

function kinds.binary(program, scope, expression)
  local operator = expression.operator
  if operator == "and" or operator == "or" then note_checked(scope, expression.left) end
  infer(program, scope, expression.left)
  infer(program, scope, expression.right)
  return { operator == ".." and types.name("string") or types.any }
end

--- The types of an expression's values.
function infer(program, scope, expression, wanted)
  return kinds[expression.type](program, scope, expression, wanted)
end

-- Statements ----------------------------------------------------------------------------------------------------

local function infer_list(program, scope, values, count)
  local list = {}
  for i, value in ipairs(values) do
    local of = infer(program, scope, value)
    list[i] = of[1] or types.any
    if i == #values then
      for extra = 2, count - i + 1 do list[i + extra - 1] = of[extra] or types.any end
    end
  end
  return list
end

local statements = {}

statements["local"] = function(program, scope, statement)
  local list = infer_list(program, scope, statement.values, #statement.names)
  for i, name in ipairs(statement.names) do declare(scope, name, list[i] or types.any) end
end

function statements.values(program, scope, statement)
  infer_list(program, scope, statement.values, 0)
end

function statements.assignment(program, scope, statement)
  local list = infer_list(program, scope, statement.values, #statement.targets)
  for i, target in ipairs(statement.targets) do
    local variable = target.type == "name" and lookup(scope, target.name)
    if variable then variable.type = list[i] or types.any end
  end
end

function statements.blocks(program, scope, statement)
  for _, condition in ipairs(statement.conditions) do
    note_checked(scope, condition)
    infer(program, scope, condition)
  end
  for _, block in ipairs(statement.blocks) do read_block(program, inside(scope), block) end
end

statements["for"] = function(program, scope, statement)
  local own = inside(scope)
  local iterator = infer_list(program, scope, statement.values, 1)[1] or types.any
  local callee = fits.callees(program.library, iterator)[1]
  for i, name in ipairs(statement.names) do
    local of = not statement.is_numeric and callee and callee.returns[i] or types.any
    declare(own, name, i == 1 and fits.without_nil(of) or of)
  end
  read_block(program, own, statement.block)
end

--- `---@cast err +aws.Error`
local function apply_cast(scope, text)
  local name, sign, of = text:match("^%-%-%-@cast%s+([%w_]+)%s+(%+?)(.*)")
  local variable = name and lookup(scope, name)
  if not variable then return end
  local read = types.read(of)
  variable.type, variable.is_checked = sign == "+" and types.union({ variable.type, read }) or read, false
end

--- `---@type aws.Stub`, for the locals of a statement.
local function apply_type(scope, text, statement)
  local words = text:match("^%-%-%-@type%s+(.*)")
  if not words or not statement or statement.type ~= "local" then return end
  local list = types.list(words)
  for i, name in ipairs(statement.names) do declare(scope, name, list[i] or types.any) end
end

--- Takes the annotations up to a line.
local function apply_notes(program, scope, line, statement)
  while program.notes[1] and program.notes[1].line <= line do
    local text = table.remove(program.notes, 1).text
    apply_cast(scope, text)
    apply_type(scope, text, statement)
  end
end

--- A local's type is above it, or at its end.
function read_block(program, scope, block)
  for _, statement in ipairs(block) do
    local above = program.notes[1] and program.notes[1].line == statement.line - 1 and program.notes[1].text
    apply_notes(program, scope, statement.line - 1)
    statements[statement.type](program, scope, statement)
    if above then apply_type(scope, above, statement) end
    if statement.type == "local" then apply_notes(program, scope, statement.last, statement) end
  end
end

--- What is wrong in a program.
---@param library editor.Library
---@param text string
---@return { line: integer, code: string }[]
function judge.read(library, text)
  local block, notes = source.read(text)
  local program = { library = library, notes = notes, found = {} }
  read_block(program, inside(nil), block)
  return program.found
end

return judge
