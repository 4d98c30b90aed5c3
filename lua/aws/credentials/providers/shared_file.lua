--- Keys of a profile in the credentials file.
local provider = require "aws.credentials.provider"
local static_keys = require "aws.credentials.profile.static_keys"

local shared_file = provider.declare({
  name = "shared_file",
  doc = "Keys of the shared credentials file.",
  options = {},
  profile_keys = static_keys.profile_keys,
  hint = { "HOME" },
  is_of_profile = true,
})

--- Makes the function that fetches keys. See static_keys.reader for its errors.
function shared_file.start(_, surroundings)
  return static_keys.reader("shared_file", "credentials_file", "from_credentials", surroundings)
end

return shared_file
