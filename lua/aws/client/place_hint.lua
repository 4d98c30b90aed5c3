--- What is strange about an ARN of an input, for errors of a service that does not find what the input names, or refuses the
--- keys: a wrong region is answered like that, and in no other words.
local ascii = require "aws.text.ascii"
local endpoint = require "aws.protocol.endpoint"
local iterate = require "aws.language.iterate"
local retry = require "aws.retry"

local place_hint = {}

--- So many values of an input are looked at.
local MOST = 200

local ARN = "^arn:([0-9A-Za-z-]+):[0-9A-Za-z.-]*:([0-9A-Za-z-]*):(%d*):"

local function may_be_of_the_place(type_name)
  return type_name:find("NotFound", 1, true) or type_name:find("^AccessDenied") or retry.is_refused_key(type_name)
end

--- What differs between an ARN and where the call went, in words.
local function differences(arn, region, account)
  local partition, own_region, own_account = arn:match(ARN)
  local words = {}
  if not partition or #partition > 32 or #own_region > 63 then return words end
  if own_region ~= "" and own_region ~= region then
    words[1] = ("the ARN is of %s, this client calls %s"):format(own_region, region)
  end
  local called = endpoint.partition(region).id
  if partition ~= called then
    words[#words + 1] = ("the ARN is of the partition %s, %s is in %s"):format(partition, region, called)
  end
  if #own_account == 12 and account and own_account ~= account then
    words[#words + 1] = ("the ARN is of account %s, the keys are of %s"):format(own_account, account)
  end
  return words
end

--- The keys of a table in an order that is the same every time.
local function ordered_keys(value)
  local keys = {}
  for key in iterate.next, value do keys[#keys + 1] = key end
  table.sort(keys, function(one, other)
    if type(one) ~= type(other) then return type(one) == "number" end
    if type(one) == "number" then return one < other end
    return ascii.before(tostring(one), tostring(other))
  end)
  return keys
end

--- The first words about an ARN in a value.
local function search(value, look)
  look.left = look.left - 1
  if look.left < 0 then return nil end
  if type(value) == "string" then
    local words = differences(value, look.region, look.account)
    return words[1] and table.concat(words, "; ")
  end
  if type(value) ~= "table" then return nil end
  for _, key in ipairs(ordered_keys(value)) do
    local found = search(rawget(value, key), look)
    if found then return found end
  end
end

--- A sentence about the place of an error of a service, or nil. The account is compared where the provider of the keys told it.
---@param about aws.Subject
---@param fields table of the error
---@return string?
function place_hint.of(about, fields)
  local region = about.values and about.values.region
  if not (about.input and region and may_be_of_the_place(fields.type)) then return nil end
  local account = about.attempt.keys and about.attempt.keys.account_id
  local known = type(account) == "string" and account:find("^%d+$") and account or nil
  return search(about.input, { left = MOST, region = region, account = known })
end

return place_hint
