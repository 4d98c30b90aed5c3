-- Pages of a list: so many items, and a token for what follows. A token names the last item given and is good for the
-- same question alone; items that come or go in between shift nothing.

local crypto = require "crypto"
local json = require "json"

local pages = {}

local secret = "the token is only to be read by who wrote it"

local function seal(scope, text)
  return crypto.hex(crypto.hmac(secret, scope .. "\0" .. text)):sub(1, 24)
end

-- A token: what was given last ("" for nothing), and whether an empty page comes first.
local function write_token(scope, after, gap)
  local text = (gap and "g" or "-") .. after
  return ngx.encode_base64(seal(scope, text) .. text)
end

local function read_token(scope, token)
  local plain = ngx.decode_base64(token) or ""
  local mark, text = plain:sub(1, 24), plain:sub(25)
  if text ~= "" and mark == seal(scope, text) and ngx.encode_base64(plain) == token then
    return text:sub(2), text:sub(1, 1) == "g"
  end
end

-- What is wrong with the tokens on request: each gets the token that was sent (or nil), what it said was given last,
-- the last item of this page and whether more follow, and returns the token to send.
local wrong = {}

-- A, B, A, B: the second page leads to the first one.
function wrong.circular(scope, _, after, last)
  return write_token(scope, after == "" and last or "")
end

function wrong.same(scope, token, _, last)
  return token or write_token(scope, last)
end

-- A token that will be refused.
function wrong.broken(scope, _, _, last, more)
  return more and ngx.encode_base64("broken:" .. write_token(scope, last)) or nil
end

function wrong.number(_, _, _, _, more)
  return more and 20221205 or nil
end

function wrong.empty(scope, _, _, last, more)
  return more and write_token(scope, last) or ""
end

function wrong.null(scope, _, _, last, more)
  return more and write_token(scope, last) or json.null
end

-- An empty page before each further one: the end is where no token is.
function wrong.gaps(scope, _, _, last, more)
  return more and write_token(scope, last, true) or nil
end

--- Is there such a kind of wrong tokens?
---@param kind string
---@return boolean
function pages.knows(kind)
  return wrong[kind] ~= nil
end

local function first_after(list, after)
  for i, item in ipairs(list) do
    if item.name > after then
      return i
    end
  end
  return #list + 1
end

--- One page of a list.
---@param list { name: string }[] all items, sorted by name
---@param question { scope: string, token: string|nil, size: integer, wrong: string|nil } wrong: a kind of wrong tokens
---@return table[]|nil items nil when the token is not one of ours for this question
---@return any token for the next page: a string, or nil at the end
function pages.cut(list, question)
  local scope, after = question.scope, ""
  if question.token then
    local after_gap
    after, after_gap = read_token(scope, question.token)
    if not after then
      return nil
    elseif after_gap then
      return {}, write_token(scope, after)
    end
  end
  local first = first_after(list, after)
  local last = math.min(first + question.size - 1, #list)
  local items = { (table.unpack or unpack)(list, first, last) }
  local more, name = last < #list, #items > 0 and items[#items].name or after
  if question.wrong then
    return items, wrong[question.wrong](scope, question.token, after, name, more)
  end
  return items, more and write_token(scope, name) or nil
end

return pages
