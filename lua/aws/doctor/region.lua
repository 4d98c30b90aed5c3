--- The region, its partition, and where the service is there.
local ascii = require "aws.text.ascii"
local config = require "aws.settings.config"
local endpoint = require "aws.protocol.endpoint"
local examinations = require "aws.doctor.examination"
local guess = require "aws.text.guess"

--- A nearly right key of the profile that may be why there is no region.
local function suspicion_of(examination)
  for _, suspicion in ipairs(examination.suspicions) do
    if suspicion.meant == "region" and suspicion.profile == examination.profiles.name then return suspicion.text end
  end
end

local function no_region(examination)
  local _, raised = examinations.try(config.raise_no_region)
  local words, why = examinations.words(raised), suspicion_of(examination)
  examination:fail("region", why and words .. "; " .. why or words)
end

local function check_form(examination, region, source)
  local partition = endpoint.partition(region)
  if region == partition.global_region then
    return examination:warn("region", ("%s is a whole partition, %s: the service answers in its regions"):format(region,
      partition.id), { source = source })
  end
  if endpoint.is_known(region) then
    return examination:ok("region", ("%s, partition %s"):format(region, partition.id), { source = source })
  end
  local meant = endpoint.meant_region(region)
  examination:warn("region", region .. " does not have the form of a region" .. guess.hint(meant),
    { source = source, hint = "a region is written as in eu-west-1" })
end

--- Finds the region. What else is wrong with the settings, the group of that name tells.
---@param examination aws.Examination
return function(examination)
  local ok, values, sources = examinations.try(config.resolve, examination.given, examination.service.service_id,
    examination.getenv)
  if not ok then
    examination.region_fault = examinations.words(values)
    return examination:skip("region", "left out: the settings cannot be read")
  end
  local region = values.region
  if not region then return no_region(examination) end
  examination.region = region
  check_form(examination, region, sources.region)
  if region ~= ascii.lower(region) then
    examination:warn("region.case", region .. " has capital letters: host names and signatures are written in small ones")
  end
end
