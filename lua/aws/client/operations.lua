--- A service's operations, or its waiters, as plain functions in a table, each made when it is first used: a service has a hundred of them,
--- and a client needs a few.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local pieces = require "aws.protocol.pieces"
local report = require "aws.client.report"
local require_late = require "aws.language.require_late"

local operations = {}

--- How operations are run, by whoever owns the table that has them.
---@alias aws.Perform fun(owner: any, name: string, input: any, options: any): any, any

--- What a table of operations, or of waiters, has.
---@class aws.Offer
---@field title string what it is: "client", "module", "pages"
---@field model aws.ServiceModel
---@field perform aws.Perform
---@field owner any
---@field waiters? table<string, table> what it has in place of operations, by name
---@field only? string a fact of operations ("pages"): those without it are not there
---@field members? string[] names of what it has besides, for hints
---@field member? fun(name: string): any what it has besides and is made when it is first used
---@field others? table<string, any>[] the names of those: `pairs` has them made
---@field apart? string[] names of what it has besides and never sets, so that an assignment to them is noticed

-- Names that are not there --------------------------------------------------------------------------------------

--- What a table has functions for, by name.
local function entries_of(offer)
  return offer.waiters or offer.model.operations
end

--- The operation or waiter that AWS spells like this ("StopReplication", "stopReplication"). Waiters of our own have no
--- such name.
local function by_published_name(offer, name)
  local wanted = ascii.lower(name)
  for own, entry in iterate.pairs(pieces.all(entries_of(offer))) do
    if entry.name and ascii.lower(entry.name) == wanted then return own end
  end
end

--- All names that a table has, in order: the same guess every time.
local function known_names(offer)
  local known = pieces.names(entries_of(offer))
  for _, member in ipairs(offer.members or {}) do known[#known + 1] = member end
  table.sort(known, ascii.before)
  return known
end

local function nearest(offer, name)
  return by_published_name(offer, name) or core.nearest(name, known_names(offer))
end

local function message_of(offer, name)
  if entries_of(offer)[name] then return ("%s has no %s: its model has no token in and out"):format(name, offer.only) end
  local what = offer.waiters and "waiter" or "operation"
  return ("unknown %s %q%s"):format(what, name:sub(1, 64), require_late("aws.text.guess").hint(nearest(offer, name)))
end

--- Raises ConfigError for a name that an operation could have. Programs that look into any table ask for others (numbers,
--- "__name", "_class"): these are absent, as anywhere.
local function refuse(offer, name)
  if type(name) ~= "string" or not ascii.begins_with_letter(name) then return nil end
  report.making(offer.model.name, nil, nil, errors.config, "%s", message_of(offer, name))
end

--- Raises ConfigError for an assignment that would change nothing.
local function check_assignment(offer, name)
  require_late("aws.client.assignment").check(offer.model.name, offer.title, name, known_names(offer))
end

-- As a text -----------------------------------------------------------------------------------------------------

local function described(offer)
  return require_late("aws.client.describe").offer(offer)
end

--- What a table prints as. Nothing is asked for, and nothing keeps it from being printed: the words may not be there where
--- nothing can be loaded any more.
local function text_of(offer)
  local ok, text = pcall(described, offer)
  if not ok and errors.is_interruption(text) then error(text, 0) end
  return ok and text or ("aws.%s %s"):format(offer.model.name, offer.title)
end

-- Functions -----------------------------------------------------------------------------------------------------

--- Makes the functions of a table. They work with a colon too: the receiver is recognised.
---@return fun(name: string): function
local function maker(receiver, offer)
  local perform, owner = offer.perform, offer.owner
  return function(name)
    return function(first, second, third)
      if rawequal(first, receiver) then return perform(owner, name, second, third) end
      return perform(owner, name, first, second)
    end
  end
end

local function has(offer, name)
  local entry = entries_of(offer)[name]
  return entry and (not offer.only or entry[offer.only] ~= nil)
end

--- The names of all that a table has functions for.
local function names_of(offer)
  local names, found = pieces.names(entries_of(offer)), {}
  if not offer.only then return names end
  for _, name in ipairs(names) do
    if has(offer, name) then found[#found + 1] = name end
  end
  return found
end

--- Makes all the functions that a table does not have yet.
local function fill(target, offer, make)
  for _, name in ipairs(names_of(offer)) do
    if rawget(target, name) == nil then rawset(target, name, make(name)) end
  end
  for _, others in ipairs(offer.others or {}) do
    for name in iterate.pairs(others) do
      if rawget(target, name) == nil then offer.member(name) end
    end
  end
end

--- All that a table has, those apart too.
local function members_of(target, offer)
  if not offer.apart then return target end
  local all = iterate.copy(target)
  for _, name in ipairs(offer.apart) do all[name] = offer.member(name) end
  return all
end

--- Gives a table functions for operations, made when they are first used; `pairs` makes them all, where Lua asks a metatable
--- how (not in Lua 5.1 and LuaJIT without its compatibility with 5.2). A name that is not there raises ConfigError, and so does
--- an assignment that would mean nothing.
---@param target table
---@param offer aws.Offer
---@return table target
---@return table metatable its own
function operations.attach(target, offer)
  local make = maker(target, offer)
  local metatable = {}
  function metatable.__index(_, name)
    if has(offer, name) then
      rawset(target, name, make(name))
      return rawget(target, name)
    end
    local member = offer.member and offer.member(name)
    if member ~= nil then return member end
    return refuse(offer, name)
  end
  function metatable.__pairs()
    fill(target, offer, make)
    return iterate.next, members_of(target, offer)
  end
  function metatable.__newindex(_, name, value)
    check_assignment(offer, name)
    rawset(target, name, value)
  end
  function metatable.__tostring() return text_of(offer) end
  return setmetatable(target, metatable), metatable
end

--- The same with all functions made at once: `pairs` and completion of names find them in every Lua.
---@param target table
---@param offer aws.Offer
---@return table target
function operations.attach_all(target, offer)
  operations.attach(target, offer)
  fill(target, { model = offer.model, waiters = offer.waiters, only = offer.only }, maker(target, offer))
  return target
end

return operations
