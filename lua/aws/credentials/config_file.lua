--- Keys of a profile in the config file.
local static_keys = require "aws.credentials.static_keys"

return { new = static_keys.constructor("config_file") }
