--- One listing under way: asks for its pages one after the other, and knows where it would go on.
local ascii = require "aws.text.ascii"
local errors = require "aws.errors.typed"
local facts = require "aws.pages.facts"
local iterate = require "aws.language.iterate"
local page_options = require "aws.pages.options"
local position = require "aws.pages.position"

local listing = {}

--- Of one listing, for services that give tokens without an end: pages, and bytes of tokens, which are all remembered.
local MOST_PAGES, MOST_TOKEN_BYTES = 100000, 64 * 1024 * 1024

--- Whose pages, and how they are had.
---@class aws.PageSource
---@field service aws.ServiceModel
---@field name string of the operation
---@field timeout? number the client's setting
---@field call fun(input: any, options: table): table, aws.Metadata
---@field clock fun(): number monotonic seconds
---@field told? fun(fields: table) hears of an error of the listing itself before it is raised
---@field fail fun(raised: any, asked: integer) raises what was raised in a listing that has made so many calls; errors of those
---stay as they are

--- How far a listing has come; the second value of `pages` and `each`.
---@class aws.PageState
---@field token? string where to go on after what has come; nil at the beginning, and at the end
---@field pages integer that have come
---@field items integer that have come

---@class aws.Listing
---@field source aws.PageSource
---@field operation string "dms.describe_replications"
---@field facts aws.Pages
---@field input any
---@field options table of each call
---@field token? string the service's, of the first page to ask for
---@field skip integer items from there on that have come already
---@field page? aws.Page the last one that came: where the listing is follows from it
---@field left number items that may come yet
---@field seen table<string, integer> tokens that were asked with, and the page that had them; 0 for the one it began with
---@field token_bytes integer of the tokens seen
---@field total_timeout? number seconds
---@field deadline? number of the `clock`
---@field asked integer how many calls it has made
---@field state aws.PageState

--- A page. But for `index` it stays as it came.
---@class aws.Page
---@field output table
---@field metadata aws.Metadata
---@field list any[] its items
---@field length integer of the list
---@field index integer items of it that have come
---@field token? string that it was asked for with
---@field next? string the token of the page after it; nil at the end
---@field skip_after integer items of the pages after it that have come already
---@field circle? integer the page that had the same token as this one
---@field number integer

-- Errors --------------------------------------------------------------------------------------------------------

--- Raises an error of the operation.
local function raise(source, fields)
  fields.service, fields.operation = source.service.name, source.name
  fields.attempts, fields.applied = fields.attempts or 0, fields.applied or "no"
  fields.history = fields.history or {}
  if source.told and not fields.cause then source.told(fields) end -- a call's own errors are told by it
  errors.raise(fields)
end

--- Raises a ConfigError of the operation.
---@param source aws.PageSource
---@param message string
---@param problems? aws.Problem[] of options
function listing.refuse(source, message, problems)
  raise(source, { type = "ConfigError", message = message, problems = problems })
end

--- Why no page is asked for after this one, or nil.
local function endless_fault(own, page)
  if page.circle then
    local where = page.circle == 0 and "as the token that the listing began with" or "as that of page " .. page.circle
    return ("the token of page %d is the same %s: the pages go in a circle"):format(page.number, where)
  end
  if page.number >= MOST_PAGES or own.token_bytes > MOST_TOKEN_BYTES then
    return ("%d pages have come without an end; a listing that begins with the token goes on"):format(page.number)
  end
end

local function raise_endless(own, page, fault)
  raise(own.source, {
    type = "PaginationError",
    message = fault,
    pages = page.number,
    attempts = page.metadata.attempts,
    applied = "yes",
    status = page.metadata.status,
    request_id = page.metadata.request_id,
    headers = page.metadata.headers,
  })
end

--- Raises what says that the time is up.
local function raise_late(own, cause)
  raise(own.source, {
    type = "DeadlineExceeded",
    message = ("the pages did not end within %s s (total_timeout): %d had come"):format(
      ascii.number("%g", own.total_timeout), own.state.pages),
    pages = own.state.pages,
    retryable = true,
    attempts = cause and cause.attempts,
    applied = cause and cause.applied,
    history = cause and cause.history,
    cause = cause,
  })
end

-- Begin ---------------------------------------------------------------------------------------------------------

--- An input of our own, which may be changed. What is not a table is left to the call, which refuses it.
local function copy_of(input)
  if input == nil then return {} end
  if type(input) ~= "table" then return input end
  return iterate.copy(input)
end

--- Puts the size of a page into the input.
local function set_page_size(source, found, input, size)
  if not size then return end
  if not found.page_size then listing.refuse(source, "page_size: the service takes no size of a page here") end
  if type(input) ~= "table" then return end
  input[found.page_size] = math.floor(math.max(found.least or 1, math.min(found.most or size, size)))
end

--- Where to begin: what the option says, or the input. What is not a token there is left to the call.
local function start_of(source, operation, found, input, text)
  local own = type(input) == "table" and input[found.input_token]
  if own and (text or own == "") then
    input[found.input_token] = nil
  elseif type(own) == "string" then
    text = own
  end
  local token, skip, other = position.read(operation, text)
  if not skip then listing.refuse(source, ("token is one of %s"):format(other)) end
  return token, skip
end

local function read_options(source, found, given)
  local mine, of_calls, problems = page_options.read(given)
  if not mine then listing.refuse(source, of_calls, problems) end
  if mine.max_items and not found.items then listing.refuse(source, "max_items: the model does not say which list has the items") end
  return mine, of_calls
end

local function facts_of(source)
  local found, fault = facts.of(source.service, source.name)
  if not found then listing.refuse(source, fault) end
  return found
end

--- Begins a listing; nothing is asked for yet.
---@param source aws.PageSource
---@param input any
---@param given? aws.PageOptions
---@return aws.Listing # raises ConfigError
function listing.new(source, input, given)
  local found, own_input = facts_of(source), copy_of(input)
  local mine, of_calls = read_options(source, found, given)
  set_page_size(source, found, own_input, mine.page_size)
  local operation = source.service.name .. "." .. source.name
  local token, skip = start_of(source, operation, found, own_input, mine.token)
  return {
    source = source,
    operation = operation,
    facts = found,
    input = own_input,
    options = of_calls,
    token = token,
    skip = skip,
    left = mine.max_items or math.huge,
    seen = {},
    token_bytes = 0,
    asked = 0,
    total_timeout = mine.total_timeout,
    state = { token = position.text(operation, token, skip), pages = 0, items = 0 },
  }
end

-- Ask -----------------------------------------------------------------------------------------------------------

--- The time of all pages begins with the first request. Returns the options of the next call, and whether it has less time
--- than it would have alone.
local function in_time(own)
  local total = own.total_timeout
  if not total then return own.options, false end
  local now = own.source.clock()
  own.deadline = own.deadline or now + total
  local left, alone = own.deadline - now, own.options.timeout or own.source.timeout
  if left <= 0 then raise_late(own) end
  if alone and alone <= left then return own.options, false end
  local options = copy_of(own.options)
  options.timeout = left
  return options, true
end

local function ask(own, token)
  local input = copy_of(own.input)
  if token and type(input) == "table" then input[own.facts.input_token] = token end
  local options, is_short = in_time(own)
  own.asked = own.asked + 1
  if not is_short then return own.source.call(input, options) end
  local ok, output, metadata = pcall(own.source.call, input, options)
  if ok then return output, metadata end
  if errors.is(output, "DeadlineExceeded") then raise_late(own, output) end
  error(output, 0)
end

--- The token of the page after this one; nil at the end.
local function token_after(found, output)
  local token = facts.at(output, found.output_token)
  local is_last = found.more and facts.at(output, found.more) == false
  if token ~= "" and not is_last then return token end
end

--- The token and the items to skip of the page to ask for.
local function next_request(own)
  local page = own.page
  if page then return page.next, page.skip_after end
  return own.token, own.skip
end

--- Remembers a token that is asked with, once: after a failure it is asked with again.
local function note_token(own, token)
  if own.seen[token] then return end
  own.seen[token] = own.state.pages
  own.token_bytes = own.token_bytes + #token
end

local function new_page(own, token, skip, output, metadata)
  local list = own.facts.items and facts.at(output, own.facts.items) or {}
  local following, index = token_after(own.facts, output), math.min(skip, #list)
  return {
    output = output, metadata = metadata, list = list, length = #list, index = index, token = token, next = following,
    skip_after = skip - index, circle = following and own.seen[following], number = own.state.pages + 1,
  }
end

-- An error may come at any instruction, as Ctrl-C does, and the listing goes on after it: what has come is written by one
-- assignment, and the token that users go on from after that.

--- Asks for the next page.
---@param own aws.Listing
---@return aws.Page # raises what a call raises; PaginationError, DeadlineExceeded, and ConfigError where two coroutines ask at a time
function listing.fetch(own)
  local before = own.page
  local fault = before and endless_fault(own, before)
  if fault then raise_endless(own, before, fault) end
  local token, skip = next_request(own)
  if token then note_token(own, token) end
  local page = new_page(own, token, skip, ask(own, token))
  if own.page ~= before then listing.refuse(own.source, "two coroutines ask one iterator for its next page at the same time") end
  own.page = page
  own.state.pages = page.number
  return page
end

--- The page with what comes next: the last one, if not all of it has come, or another one; nil at the end.
---@param own aws.Listing
---@return aws.Page? # raises what `fetch` raises
function listing.page(own)
  local page = own.page
  if own.left == 0 or page and page.index == page.length and not page.next then return nil end
  if page and page.index < page.length then return page end
  return listing.fetch(own)
end

--- Where to go on; nil at the end.
local function position_of(own, page)
  if page.index < page.length then return position.text(own.operation, page.token, page.index) end
  return page.next and position.text(own.operation, page.next, page.skip_after)
end

--- Takes note of `count` more items of the last page that come now.
---@param own aws.Listing
---@param count integer
function listing.advance(own, count)
  local page, state = own.page, own.state
  page.index = page.index + count
  own.left = own.left - count
  state.token = position_of(own, page)
  state.items = state.items + count -- last: without a token, it tells the end from the beginning
end

return listing
