--- Compiles JMESPath expressions (https://jmespath.org/specification.html), as far as AWS's waiters use them: members,
--- `[]`, `[*]`, `[0]`, `.*`, `[?…]`, comparisons, `&&`, `||`, `!`, parentheses, literals, `length(…)`. Anything else is
--- refused by its name.
local ascii = require "aws.text.ascii"
local operators = require "aws.wait.jmespath.operators"
local printable = require "aws.text.printable"
local steps = require "aws.wait.jmespath.steps"

local jmespath = {}

--- An expression that is read.
---@class aws.JmespathReader
---@field text string
---@field at integer where the next token begins

--- Bytes of the longest expression: what is in brackets nests Lua's calls.
local LONGEST = 2000

--- Bytes of a literal or a name in messages.
local LONGEST_SHOWN = 64

--- Ends the reading. `jmespath.compile` returns the text.
local function refuse(message, ...)
  error({ refusal = printable.escape(message:format(...)) }, 0)
end

local function skip_blanks(reader)
  reader.at = reader.text:find("[^ \t\r\n]", reader.at) or #reader.text + 1
end

--- Takes what a pattern matches next; nil where it does not match.
local function take(reader, pattern)
  skip_blanks(reader)
  local found, stop = reader.text:match("^(" .. pattern .. ")()", reader.at)
  if found then reader.at = stop end
  return found
end

--- What comes next, for messages.
local function next_words(reader)
  skip_blanks(reader)
  local rest = reader.text:sub(reader.at, reader.at + 15)
  return rest == "" and "the end" or ("%q"):format(rest)
end

local function need(reader, pattern, name)
  return take(reader, pattern) or refuse("%s is missing before %s", name, next_words(reader))
end

-- Literals ------------------------------------------------------------------------------------------------------

local words = { ["true"] = { true }, ["false"] = { false }, ["null"] = {} }

--- The value between backquotes: a text without escapes, a number, true, false or null.
local function literal(text)
  local trimmed = ascii.trim(text)
  local word = words[trimmed]
  if word then return word[1] end
  local quoted = trimmed:match('^"([^"\\]*)"$')
  if quoted then return quoted end
  if trimmed:find("^%-?%d+%.?%d*$") then return tonumber(trimmed) end
  refuse("the literal `%s` is not known", text:sub(1, LONGEST_SHOWN))
end

--- A literal at the reader's place, as a function; nil where there is not one.
local function read_literal(reader)
  local quoted = take(reader, "`[^`]*`")
  if quoted then
    local value = literal(quoted:sub(2, -2))
    return function() return value end
  end
  local raw = take(reader, "'[^'\\]*'")
  if not raw then return nil end
  return function() return raw:sub(2, -2) end
end

-- Paths ---------------------------------------------------------------------------------------------------------

local read_expression, read_primary

--- The name of a member; nil where there is not one.
local function take_name(reader)
  local name = take(reader, "[A-Za-z_][A-Za-z0-9_]*")
  if name then return name end
  local quoted = take(reader, '"[^"\\]*"')
  return quoted and quoted:sub(2, -2)
end

local function read_filter(reader)
  local is_wanted = read_expression(reader)
  need(reader, "%]", "]")
  return steps.filter(is_wanted)
end

--- A step in brackets; nil where there is not one.
local function read_bracket(reader)
  if take(reader, "%[%]") then return steps.flatten end
  if take(reader, "%[%*%]") then return steps.all end
  if take(reader, "%[%?") then return read_filter(reader) end
  local index = take(reader, "%[%-?%d+%]")
  if index then return steps.index(tonumber(index:sub(2, -2))) end
end

--- The step after a dot.
local function read_member(reader)
  if take(reader, "%*") then return steps.values end
  local name = take_name(reader)
  return name and steps.field(name) or refuse("%s after a dot is not known", next_words(reader))
end

--- The next step of a path; nil at its end.
local function read_step(reader)
  if take(reader, "%.") then return read_member(reader) end
  return read_bracket(reader)
end

-- Expressions ---------------------------------------------------------------------------------------------------

local function read_function(reader, name)
  local apply = operators.functions[name] or refuse("the function %s is not known", name:sub(1, LONGEST_SHOWN))
  local argument = read_expression(reader)
  need(reader, "%)", ")")
  return function(value) return apply(argument(value)) end
end

--- `!`: what it applies to is one name or in parentheses, as implementations differ about more.
local function read_not(reader)
  local operand = read_primary(reader)
  if not operand then refuse("%s after ! is not known", next_words(reader)) end
  if read_step(reader) then refuse("a path after ! is not known without parentheses") end
  return function(value) return not steps.is_true(operand(value)) end
end

--- What a path begins with: a function, and a step where it is one; nil where it begins with a bracket, or nothing does.
function read_primary(reader)
  if take(reader, "!") then return read_not(reader) end
  if take(reader, "%(") then
    local inner = read_expression(reader)
    need(reader, "%)", ")")
    return inner
  end
  local name = take(reader, "[A-Za-z_][A-Za-z0-9_]*%(")
  if name then return read_function(reader, name:sub(1, -2)) end
  name = take_name(reader)
  local step = name and steps.field(name) or take(reader, "%*") and steps.values
  if step then return function(value) return steps.walk(value, { step }, 1, 1) end, step end
  return read_literal(reader)
end

--- A path: what it begins with, and its steps.
local function read_path(reader)
  local primary, first = read_primary(reader)
  local list = { first or primary and { apply = primary } }
  local step = read_step(reader)
  if not primary and not step then refuse("%s is not known", next_words(reader)) end
  while step do
    list[#list + 1] = step
    step = read_step(reader)
  end
  return function(value) return steps.walk(value, list, 1, #list) end
end

local function read_comparison(reader)
  local left = read_path(reader)
  local operator = take(reader, "[=!<>]=") or take(reader, "[<>]")
  if not operator then return left end
  local compare, right = operators.comparators[operator], read_path(reader)
  return function(value) return compare(left(value), right(value)) end
end

local function read_and(reader)
  local left = read_comparison(reader)
  if not take(reader, "&&") then return left end
  local right = read_and(reader)
  return function(value)
    local found = left(value)
    if not steps.is_true(found) then return found end
    return right(value)
  end
end

--- An expression: the loosest operator is `||`.
function read_expression(reader)
  local left = read_and(reader)
  if not take(reader, "||") then return left end
  local right = read_expression(reader)
  return function(value)
    local found = left(value)
    if steps.is_true(found) then return found end
    return right(value)
  end
end

local function read_all(text)
  local reader = { text = text, at = 1 }
  local evaluate = read_expression(reader)
  skip_blanks(reader)
  if reader.at <= #text then refuse("%s is not known", next_words(reader)) end
  return evaluate
end

--- The value of an expression; nil also where a function does not take what it is given.
local function evaluation(evaluate)
  return function(output)
    local ok, result = pcall(evaluate, output)
    if ok then return result end
    if not rawequal(result, operators.INVALID_TYPE) then error(result, 0) end
  end
end

--- Compiles an expression.
---@param text string
---@return (fun(output: any): any)? evaluate nil where something in it is not known
---@return string? fault what is not known
function jmespath.compile(text)
  if #text > LONGEST then return nil, ("more than %d bytes are not read"):format(LONGEST) end
  local ok, result = pcall(read_all, text)
  if ok then return evaluation(result) end
  if type(result) == "table" and result.refusal then return nil, result.refusal end
  error(result, 0)
end

return jmespath
