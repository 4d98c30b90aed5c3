--- A service whose lists come in pages: answers `list_parcels` of spec/data/models out of a list of parcels.
local depot = require "spec.support.depot"
local scripted = require "spec.support.scripted"

local client_room = require "aws.client"

local paged = {}

--- The value of a parameter of a request's query; nil when it is not there.
function paged.parameter(request, name)
  return request.url:match("[?&]" .. name .. "=([^&]*)")
end

--- A page with the parcels `first` to `last`; `token` of the next page.
function paged.page(first, last, token)
  local list = {}
  for i = first, last do list[#list + 1] = ('{"parcelId":"p-%d"}'):format(i) end
  return scripted.answer(('{"parcels":[%s]%s}'):format(table.concat(list, ","), token and (',"nextToken":"%s"'):format(token) or ""),
    200, { ["x-amzn-requestid"] = "r-" .. first })
end

--- Answers like a service that has `count` parcels: `size` a page unless it is asked for others, tokens "at-<index>".
---@param count integer
---@param size integer
---@return fun(request: table): table
function paged.answers(count, size)
  return function(request)
    local first = tonumber((paged.parameter(request, "nextToken") or "at-1"):match("^at%-(%d+)$"))
    if not first then return scripted.answer('{"message":"no such token"}', 400, { ["x-amzn-errortype"] = "BadToken" }) end
    local last = math.min(count, first + (tonumber(paged.parameter(request, "max")) or size) - 1)
    return paged.page(first, last, last < count and ("at-%d"):format(last + 1) or nil)
  end
end

--- A client of that service. `answer_of(request, number)` answers; nil for a service of 10 parcels, 3 a page.
---@return table client
---@return table transport with `requests`
function paged.client(answer_of, settings, model)
  answer_of = answer_of or paged.answers(10, 3)
  local answers, number = {}, 0
  setmetatable(answers, {
    __index = function()
      return function(request)
        number = number + 1
        return answer_of(request, number)
      end
    end,
  })
  return scripted.client(client_room.module(model or depot.model()), answers, settings)
end

--- The numbers of parcels, as "1 2 3".
function paged.numbers(list)
  local numbers = {}
  for i, item in ipairs(list) do numbers[i] = item.parcelId:match("%d+$") end
  return table.concat(numbers, " ")
end

--- "first first+1 … last".
function paged.range(first, last)
  local numbers = {}
  for i = first, last do numbers[#numbers + 1] = ("%d"):format(i) end
  return table.concat(numbers, " ")
end

--- The items of all pages that an iterator gives, and how many pages there were.
function paged.items(next_page)
  local list, count = {}, 0
  for page in next_page do
    count = count + 1
    for _, item in ipairs(page.parcels or {}) do list[#list + 1] = item end
  end
  return list, count
end

--- Drains one of the three; returns its items and its state.
paged.walks = {
  pages = function(client, input, options)
    local next_page, state = client.pages.list_parcels(input, options)
    return (paged.items(next_page)), state
  end,
  each = function(client, input, options)
    local next_item, state = client.each.list_parcels(input, options)
    local list = {}
    for item in next_item do list[#list + 1] = item end
    return list, state
  end,
  all = function(client, input, options) return client.all.list_parcels(input, options) end,
}

--- Runs `body` with each of them, and its name.
function paged.each_walk(body)
  for _, kind in ipairs({ "pages", "each", "all" }) do body(paged.walks[kind], kind) end
end

--- The tokens of all requests, "-" for one without.
function paged.tokens_of(transport)
  local tokens = {}
  for i, request in ipairs(transport.requests) do tokens[i] = paged.parameter(request, "nextToken") or "-" end
  return table.concat(tokens, " ")
end

--- A service that answers with these bodies, one after the other; the last one for ever.
function paged.bodies(list)
  return function(_, number) return scripted.answer(list[math.min(number, #list)], 200, { ["x-amzn-requestid"] = "r-1" }) end
end

--- Answers whose tokens come in this order; every page has one parcel.
function paged.tokens(list)
  return function(_, number) return paged.page(number, number, list[math.min(number, #list)]) end
end

return paged
