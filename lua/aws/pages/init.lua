--- Listings that come in pages: page by page, item by item, or as a whole.
---
--- Iterators are plain closures, so that calls in them can yield wherever the caller can.
local errors = require "aws.errors.typed"
local listing = require "aws.pages.listing"

local pages = {}

--- Leaves in a page's list what has not come before, and no more than may come. Returns how many items that are.
local function cut(own, page)
  local list, skip = page.list, page.index
  local count = math.min(page.length - skip, own.left)
  if count < page.length then
    for i = 1, page.length do list[i] = i <= count and list[i + skip] or nil end
  end
  return count
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
  local own = listing.new(source, input, options)
  return function()
    if own.is_over or own.left == 0 then return nil end
    local page = listing.fetch(own)
    listing.advance(own, page, cut(own, page))
    return page.output, page.metadata
  end, own.state
end

--- The page with the next item: the one at hand, or one that is asked for; nil at the end.
local function page_with_items(own, page)
  while not page or page.index == page.length do
    if own.is_over then return nil end
    page = listing.fetch(own)
    if page.index == page.length then listing.advance(own, page, 0) end
  end
  return page
end

--- Item by item.
---@param source aws.PageSource
---@param input any of the operation
---@param options? aws.PageOptions
---@return fun(): any, aws.Metadata? next_item the item and the metadata of its page, nil at the end; raises as `next_page` does
---@return aws.PageState state
---Raises ConfigError for options that do not fit.
function pages.each(source, input, options)
  local own, page = listing.new(source, input, options), nil
  if not own.facts.items then listing.refuse(source, "the model does not say which list of the output has the items") end
  return function()
    if own.left == 0 then return nil end
    page = page_with_items(own, page)
    if not page then return nil end
    listing.advance(own, page, 1)
    return page.list[page.index], page.metadata
  end, own.state
end

local function collect(next_item, list)
  for item in next_item do list[#list + 1] = item end
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
  local next_item, state = pages.each(source, input, options)
  local list = {}
  local ok, raised = pcall(collect, next_item, list)
  if ok then return list, state end
  if errors.is(raised) then raised.items, raised.token = list, state.token end
  error(raised, 0)
end

return pages
