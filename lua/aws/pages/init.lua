--- Listings that come in pages: page by page, item by item, or as a whole.
---
--- Iterators are plain closures, so that calls in them can yield wherever the caller can.
local errors = require "aws.errors.typed"
local facts = require "aws.pages.facts"
local listing = require "aws.pages.listing"

local pages = {}

--- Runs a step of a listing. What an interpreter raises in it, as at Ctrl-C, becomes an error of the operation, as in a call.
local function guard(own, step, ...)
  local ok, result, metadata = pcall(step, ...)
  if ok then return result, metadata end
  own.source.fail(result, own.asked)
end

--- Begins a listing; nothing is asked for yet.
local function begin(source, input, options)
  return guard({ source = source, asked = 0 }, listing.new, source, input, options)
end

--- The part of a page's items that has not come yet and may come, in an output: how many they are.
local function cut(own, page)
  local count = math.min(page.length - page.index, own.left)
  if count == page.length then return count end
  local part = {}
  for i = 1, count do part[i] = page.list[page.index + i] end
  facts.put(page.output, own.facts.items, part)
  return count
end

local function next_page(own)
  local page = listing.page(own)
  if not page then return nil end
  listing.advance(own, cut(own, page))
  return page.output, page.metadata
end

--- Page by page.
---@param source aws.PageSource
---@param input any of the operation
---@param options? aws.PageOptions
---@return fun(): table?, aws.Metadata? next_page the output, nil at the end; raises what a call raises, PaginationError and
---DeadlineExceeded. Called again after that, it asks for the same page.
---@return aws.PageState state
---Raises ConfigError for options that do not fit.
function pages.pages(source, input, options)
  local own = begin(source, input, options)
  return function() return guard(own, next_page, own) end, own.state
end

--- The page that has the next item; nil at the end.
local function page_with_items(own)
  local page = listing.page(own)
  while page and page.index == page.length do
    listing.advance(own, 0)
    page = listing.page(own)
  end
  return page
end

local function next_item(own)
  local page = page_with_items(own)
  if not page then return nil end
  local item = page.list[page.index + 1]
  listing.advance(own, 1)
  return item, page.metadata
end

--- Item by item.
---@param source aws.PageSource
---@param input any of the operation
---@param options? aws.PageOptions
---@return fun(): any, aws.Metadata? next_item the item and the metadata of its page, nil at the end; raises as `next_page` does
---@return aws.PageState state
---Raises ConfigError for options that do not fit.
function pages.each(source, input, options)
  local own = begin(source, input, options)
  if not own.facts.items then listing.refuse(source, "the model does not say which list of the output has the items") end
  return function() return guard(own, next_item, own) end, own.state
end

local function collect(each, list)
  for item in each do list[#list + 1] = item end
end

--- All items.
---@param source aws.PageSource
---@param input any of the operation
---@param options? aws.PageOptions
---@return any[] items
---@return aws.PageState state
---Raises what `each` and its iterator raise; an error in the middle has the `items` that had come, and the `token` to go on
---from.
function pages.all(source, input, options)
  local each, state = pages.each(source, input, options)
  local list = {}
  local ok, raised = pcall(collect, each, list)
  if ok then return list, state end
  local _, complete = pcall(source.fail, raised, state.pages)
  if errors.is(complete) then complete.items, complete.token = list, state.token end
  error(complete, 0)
end

return pages
