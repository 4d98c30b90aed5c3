--- Keys of a profile in the credentials file.
local static_keys = require "aws.credentials.static_keys"

return { new = static_keys.constructor("shared_file") }
