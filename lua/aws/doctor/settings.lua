--- The settings of the client: those off their default, and where each comes from.
local ascii = require "aws.text.ascii"
local clients = require "aws.client.clients"
local common = require "aws.client.common"
local examinations = require "aws.doctor.examination"
local settings = require "aws.settings"
local urls = require "aws.doctor.urls"

--- What has a group of its own.
local elsewhere = { region = true, profile = true, proxy = true, endpoint_url = true }

local function shown(value)
  return type(value) == "string" and value or tostring(value)
end

local function check_endpoint(examination, shown_config)
  local url = shown_config.endpoint_url
  if url then
    examination:warn("settings.endpoint_url", ("calls of %s go to %s, not to AWS's endpoint"):format(ascii.upper(examination.service.name),
      urls.shown(url)), { source = shown_config.sources.endpoint_url })
  elseif examination.endpoint then
    examination:ok("settings.endpoint_url", examination.endpoint.url, { source = "default" })
  end
end

local function check_values(examination, shown_config)
  for _, setting in ipairs(settings.list) do
    local name = setting.name
    local source = shown_config.sources[name]
    if source and source ~= "default" and not setting.hidden and not elsewhere[name] then
      examination:ok("settings." .. name, shown(shown_config[name]), { source = source })
    end
  end
end

--- Makes the client, as `new` does.
---@param examination aws.Examination
return function(examination)
  local service = { model = examination.service, operations = {}, helpers = {}, member_names = {} }
  local ok, client, state = examinations.try(clients.new, service, examination.given, examination.getenv)
  if not ok then return examination:fail("settings", examinations.words(client)) end
  examination.client, examination.state = client, state
  if examination.region then examination.endpoint = common.endpoint_for(state, state.values) end
  check_endpoint(examination, client.config)
  check_values(examination, client.config)
end
