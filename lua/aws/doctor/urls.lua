--- URLs as the report shows them.
local urls = {}

--- A URL without what may hold a secret.
---@param url string
---@return string
function urls.shown(url)
  return (url:gsub("^([A-Za-z]+://)[^/?#]*@", "%1***@"):gsub("[?#].*$", ""))
end

--- Where the calls go, and who says so where that is not AWS's own place.
---@param examination aws.Examination
---@return string "http://localhost:4566 (AWS_ENDPOINT_URL)"
function urls.of_endpoint(examination)
  local source, url = examination.client.config.sources.endpoint_url, urls.shown(examination.endpoint.base)
  return source and ("%s (%s)"):format(url, source) or url
end

return urls
