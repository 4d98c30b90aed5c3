--- Prints values readably, for people at a terminal: outputs of calls, errors, settings, whatever a program has.
---
--- `show(output)` prints one, `show.text(output)` returns the text.
local checks = require "aws.settings.checks"
local core = require "aws.core"
local door = require "aws.errors.door"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local literal = require "aws.show.literal"
local options = require "aws.settings.options"
local printer = require "aws.show.printer"

---@class (exact) aws.ShowOptions
---@field width? integer columns; those of the terminal, else 100
---@field color? boolean by default on a terminal, and not where NO_COLOR is set
---@field depth? integer tables inside each other that are shown, 16 by default
---@field items? integer members of each table that are shown, 200 by default
---@field bytes? integer of each text that are shown, 2000 by default
---@field sensitive? boolean shows what a service's model marks as sensitive, too (DRS: tags); keys and session tokens never
---@field file? file* where `show` writes, in place of standard output
---@field [string] aws.NotAMember

---@class aws.ShowDoor: function
---@overload fun(value: any, options?: aws.ShowOptions): boolean?, string?
local show = {}

local WIDTH, DEPTH, ITEMS, BYTES = 100, 16, 200, 2000

--- Lua's own limit of calls inside calls is near 200 in C; deeper tables are not readable either.
local DEEPEST = 100

local function check_depth(value)
  return checks.count(value) or value > DEEPEST and ("is more than %d"):format(DEEPEST) or nil
end

local function check_file(value)
  if io.type(value) ~= "file" then return "is not an open file" end
end

local checks_of_text = {
  width = checks.count, color = checks.boolean, depth = check_depth, items = checks.count, bytes = checks.count,
  sensitive = checks.boolean,
}
local checks_of_show = iterate.copy(checks_of_text)
checks_of_show.file = check_file

local words = { table = "aws.show takes a table of options", unknown = "option of aws.show", wrong = "option %s of aws.show" }

local function read(given, known)
  local own, fault, problems = options.read(given, known, words)
  if not own then errors.unfit(fault, problems) end
  return own
end

local function limits_of(own, columns, is_colored)
  local color = own.color
  if color == nil then color = is_colored end
  return {
    width = own.width or columns or WIDTH, depth = own.depth or DEPTH, items = own.items or ITEMS, bytes = own.bytes or BYTES,
    color = color, sensitive = own.sensitive or false,
  }
end

--- The columns of the terminal that a file is; nil where it is not one.
local function columns_of(file)
  local descriptor = file == io.stdout and 1 or file == io.stderr and 2
  local columns = descriptor and core.terminal_columns(descriptor)
  return columns and (columns > 0 and columns or WIDTH) or nil
end

--- https://no-color.org
local function wants_color()
  local no_color = os.getenv("NO_COLOR")
  return (no_color == nil or no_color == "") and os.getenv("TERM") ~= "dumb"
end

--- A value as text, in Lua's notation: members sorted by name, times with their date, small tables in one line. Secrets are not
--- in it, nor characters that steer a terminal.
---@param value any
---@param given? aws.ShowOptions without `file`; no colours by default
---@return string # without a line feed at its end
---Raises ConfigError for options that do not fit.
function show.text(value, given)
  return printer.text(value, limits_of(read(given, checks_of_text), nil, false))
end

--- A text on one line, without quotes: what steers a terminal, and what nobody sees, is escaped.
---@param text string
---@return string # raises ConfigError for what is not a text
function show.escape(text)
  if type(text) ~= "string" then errors.config("aws.show.escape takes a text, got a %s", type(text)) end
  return literal.escape(text)
end

--- Prints a value.
---@param value any
---@param given? aws.ShowOptions
---@return boolean? # true; nil where it could not be written
---@return string? # why
---Raises ConfigError for options that do not fit.
local function print_value(_, value, given)
  local own = read(given, checks_of_show)
  local file = own.file or io.stdout
  local columns = columns_of(file)
  local ok, fault = file:write(printer.text(value, limits_of(own, columns, columns ~= nil and wants_color())), "\n")
  if ok then ok, fault = file:flush() end
  if ok then return true end
  return nil, fault
end

door.make("aws.show", show, print_value)
return show
