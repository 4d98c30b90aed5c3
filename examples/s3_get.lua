-- Fetches an object from S3: aws.sigv4 signs, the curl command sends.
--
--   lua5.4 examples/s3_get.lua https://BUCKET.s3.REGION.amazonaws.com/KEY >FILE
--
-- Region and credentials come from the environment (AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
-- AWS_SESSION_TOKEN).
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local script = require "script"
local sigv4 = require "aws.sigv4"

--- A string as curl's configuration files take it.
local function quote(text)
  return '"' .. text:gsub('[\\"]', "\\%0") .. '"'
end

--- curl reads the URL and the headers from standard input: on its command line other users could see the token.
local function fetch(url, headers)
  local curl = assert(io.popen("curl --silent --show-error --fail --path-as-is --config -", "w"))
  curl:write("url = ", quote(url), "\n")
  for _, header in ipairs(headers) do
    curl:write("header = ", quote(header[1] .. ": " .. header[2]), "\n")
  end
  local ok = curl:close()
  return ok == true or ok == 0
end

script.run("lua5.4 examples/s3_get.lua URL", 1, function(url)
  local headers, details = sigv4.sign({
    method = "GET",
    url = url,
    headers = { { "Accept", "*/*" } },
    service = "s3",
    region = script.environment("AWS_REGION"),
    credentials = script.credentials(),
    sign_payload_header = true,
  })
  return fetch(details.url, headers)
end)
