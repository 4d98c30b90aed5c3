--- Keys of a profile in the config file.
local provider = require "aws.credentials.provider"
local static_keys = require "aws.credentials.profile.static_keys"

local config_file = provider.declare({
  name = "config_file",
  doc = "Keys of the config file.",
  options = {},
  profile_keys = static_keys.profile_keys,
  hint = { "HOME" },
  is_of_profile = true,
})

--- Makes the function that fetches keys. See static_keys.reader for its errors.
function config_file.start(_, surroundings)
  return static_keys.reader("config_file", "config_file", "from_config", surroundings)
end

return config_file
