-- Listings in pages: of any answers some pages and then an end or an error; the items of each page have come, and no token
-- is asked with twice.
local answers = require "spec.fuzz.support.answers"
local checks = require "spec.fuzz.support.checks"
local paged = require "spec.support.paged"

local transport, seen

--- The tokens of the requests: where one comes again, the pages would go in a circle.
local function note_token(request)
  local token = paged.parameter(request, "nextToken") or ""
  assert(not seen[token], "a token was asked with twice")
  seen[token] = true
end

local client, recorded = paged.client(function(request)
  note_token(request)
  return transport(request)
end)

local function read_pages(options)
  local items, next_page, state = 0, client.pages.list_parcels({}, options)
  for page in next_page do
    items = items + #(page.parcels or {})
    assert(state.items == items and state.pages == transport.count, "items of " .. state.pages .. " pages")
  end
  assert(state.token == nil, "a token at the end")
  return items
end

local function collect(options)
  return #client.all.list_parcels({}, options)
end

return function(input)
  local parts = answers.parts(input, 12)
  transport, seen, recorded.requests = answers.transport(parts), {}, {}
  local items, raised = checks.typed(read_pages)
  local count = transport.count
  assert(count <= #parts + 1)
  transport, seen = answers.transport(parts), {}
  local items_again, raised_again = checks.typed(collect)
  assert(items == items_again and count == transport.count, "other items of a list than of pages")
  assert(tostring(raised) == tostring(raised_again), "another error")
end
