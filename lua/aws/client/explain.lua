--- What a client says of itself: `client.explain`.
local checks = require "aws.settings.checks"
local common = require "aws.client.common"
local errors = require "aws.errors.typed"
local explanations = require "aws.explain"
local facts_of = require "aws.client.explain_facts"
local known_keys = require "aws.client.known_keys"
local options = require "aws.settings.options"
local report = require "aws.client.report"

---@class (exact) aws.ExplainOptions
---@field fetch? boolean keys that nobody has asked for yet are asked for; default false
---@field [string] aws.NotAMember

local NAME = "explain"

local words = { table = "explain takes a table of options", unknown = "option", wrong = "option %s" }

local function explain(state, given)
  local own, fault, problems = options.read(given, { fetch = checks.boolean }, words)
  if not own then errors.unfit(fault, problems) end
  common.check_open(state)
  local keys = known_keys(state, NAME, own.fetch)
  common.check_open(state) -- a provider may have closed it
  local about = { state = state, values = state.values, attempt = { keys = keys and keys.found }, progress = {} }
  return report.without_secrets(about, { text = explanations.text(explanations.of(facts_of(state, keys))) }).text
end

--- Explains how a client is set up: where its calls go, whose keys they are signed with, every setting with its value and
--- source, what is ignored and why, the files. Nothing is sent, unless keys have to be fetched for `fetch`.
---@param state aws.ClientState
---@param given? aws.ExplainOptions
---@return string # for people, without any secret
---Raises ConfigError for options that do not fit and a closed client, Interrupted, MapTimeout.
return function(state, given)
  return (report.making(state.service.name, NAME, state.values, explain, state, given))
end
