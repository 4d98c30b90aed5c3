--- What the functions of `pages`, `each` and `all` take beside an input: a call's options, and their own.
local checks = require "aws.settings.checks"
local iterate = require "aws.language.iterate"
local options = require "aws.settings.options"
local settings = require "aws.settings"

local page_options = {}

---@class (exact) aws.PageOptions: aws.Options
---@field page_size? integer items of a page; made to fit what the service takes, where that is documented
---@field max_items? integer so many items at most
---@field token? string where to go on: the `token` of another iterator's state, or one of the service's own
---@field total_timeout? number seconds from the first request on, for all pages together

local function check_token(value)
  if type(value) ~= "string" then return checks.string(value) end
  if value == "" then return "is empty" end
end

local own_checks = {
  page_size = checks.count,
  max_items = checks.count,
  token = check_token,
  total_timeout = checks.seconds,
}

local all_checks = iterate.copy(settings.per_call_checks)
for name, check in iterate.pairs(own_checks) do all_checks[name] = check end

local words = { table = "pages take a table of options", unknown = "option", wrong = "%s" }

--- Reads options.
---@param given any
---@return aws.PageOptions? mine `page_size`, `max_items`, `token`, `total_timeout`; nil when something is wrong
---@return table|string of_calls the options of each call, a table of their own; or what is wrong
---@return aws.Problem[]? problems the same as a list
function page_options.read(given)
  local of_calls, fault, problems = options.read(given, all_checks, words)
  if not of_calls then return nil, fault, problems end
  local mine = {}
  for name in iterate.pairs(own_checks) do mine[name], of_calls[name] = of_calls[name], nil end
  return mine, of_calls
end

return page_options
