--- Keys of a profile in the config file.
local static_keys = require "aws.credentials.providers.static_keys"

return { new = static_keys.constructor("config_file") }
