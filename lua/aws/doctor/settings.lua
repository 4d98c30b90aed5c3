--- The settings of the client, as `client.explain` tells them: overrides of endpoints, those off their default, and what is
--- set somewhere and does not count.
local ascii = require "aws.text.ascii"
local clients = require "aws.client.clients"
local common = require "aws.client.common"
local examinations = require "aws.doctor.examination"
local explanations = require "aws.explain"
local facts_of = require "aws.client.explain_facts"
local settings = require "aws.settings"

--- What has a group of its own.
local elsewhere = { region = true, profile = true }

local function words_of(row)
  local note = row.note and row.note:gsub("^override: ", "")
  return note and ("%s, %s"):format(row.value, note) or row.value
end

--- Where the service's calls go.
local function add_endpoint(examination, row)
  if not examination.endpoint then return end
  local name, words = "settings.endpoint_url", words_of(row)
  if not row.is_loud then return examination:ok(name, words, { source = row.source }) end
  examination:warn(name, ("calls of %s go to %s"):format(ascii.upper(examination.service.name), words), { source = row.source })
end

--- Where other services are asked for keys, where that is not what the service's own row says already.
local function add_endpoints(examination, rows)
  add_endpoint(examination, rows[1])
  for i = 2, #rows do
    local row = rows[i]
    if row.name == "proxy" then
      examination.proxy = row
    elseif row.is_loud and not (row.value == rows[1].value and row.source == rows[1].source) then
      examination:warn("settings." .. row.name:gsub(" ", "_"), words_of(row), { source = row.source })
    end
  end
end

local function add_values(examination, rows)
  for _, row in ipairs(rows) do
    local name = row.name
    if not (row.is_default or settings.by_name[name].hidden or elsewhere[name]) then
      examination:ok("settings." .. name, words_of(row), { source = row.source })
    end
  end
end

--- What is moot is left out: there is nothing to do about it.
local function add_ignored(examination, rows)
  for _, row in ipairs(rows) do
    local text = row.source == "nginx" and row.note or ("%s does not count: %s"):format(row.value, row.note)
    if not row.is_moot then examination:skip("ignored." .. row.name:gsub(" ", "_"), text, { source = row.source }) end
  end
end

--- Makes the client, as `new` does.
---@param examination aws.Examination
return function(examination)
  local service = { model = examination.service, operations = {}, helpers = {}, member_names = {} }
  local ok, client, state = examinations.try(clients.new, service, examination.given, examination.getenv)
  if not ok then return examination:fail("settings", examinations.words(client)) end
  examination.client, examination.state = client, state
  if examination.region_fault then return examination:fail("settings", examination.region_fault) end -- it has passed since
  if examination.region then examination.endpoint = common.endpoint_for(state, state.values) end
  local explanation = explanations.of(facts_of(state))
  add_endpoints(examination, explanation.endpoint)
  add_values(examination, explanation.settings)
  add_ignored(examination, explanation.ignored)
end
