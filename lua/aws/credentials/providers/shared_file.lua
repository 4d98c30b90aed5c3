--- Keys of a profile in the credentials file.
local static_keys = require "aws.credentials.providers.static_keys"

return { new = static_keys.constructor("shared_file") }
