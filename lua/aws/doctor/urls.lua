--- URLs as the report shows them.
local origin = require "aws.credentials.origin"

local urls = {}

--- Where the calls go, and who says so where that is not AWS's own place.
---@param examination aws.Examination
---@return string "http://localhost:4566 (AWS_ENDPOINT_URL)"
function urls.of_endpoint(examination)
  local source, url = examination.client.config.sources.endpoint_url, origin.url(examination.endpoint.base)
  return source and ("%s (%s)"):format(url, source) or url
end

return urls
