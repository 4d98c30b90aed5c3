--- Which profile is used, and who named it.
local environment = require "aws.settings.environment"
local examinations = require "aws.doctor.examination"
local profile = require "aws.settings.profile"
local settings = require "aws.settings"

--- Two variables may name two profiles.
local function check_variables(examination, profiles)
  local first, second = settings.by_name.profile.variables[1], settings.by_name.profile.variables[2]
  local own, other = environment.get(examination.getenv, first), environment.get(examination.getenv, second)
  if not (own and other and own ~= other and profiles.source ~= "settings") then return end
  examination:warn("profile.variables", ("%s counts before %s, which names another profile, %q"):format(first, second,
    other:sub(1, 64)), { hint = "boto3 takes " .. second .. " first: unset one of them", source = first })
end

local function are_files_broken(examination)
  return examination.blocker ~= nil and examination.blocker:find("^files") ~= nil
end

--- Finds the profile.
---@param examination aws.Examination
return function(examination)
  local ok, profiles = examinations.try(profile.load, examination.getenv, examination.given.profile)
  local values
  if ok then ok, values = examinations.try(profiles.get, profiles, profiles.name) end
  if not ok and are_files_broken(examination) then return examination:skip("profile", "left out: the files cannot be read") end
  if not ok then return examination:fail("profile", examinations.words(values or profiles)) end
  examination.profiles = profiles
  if values then
    examination:ok("profile", profiles.name, { source = profiles.source })
  else
    examination:skip("profile", ("%s: neither file has it"):format(profiles.name), { source = profiles.source })
  end
  check_variables(examination, profiles)
end
