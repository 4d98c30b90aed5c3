-- Prints a URL with which anybody can fetch an S3 object for a while.
--
--   lua5.4 examples/presign_s3.lua https://BUCKET.s3.REGION.amazonaws.com/KEY [SECONDS]
--
-- Region and credentials come from the environment (AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
-- AWS_SESSION_TOKEN). The URL is good for SECONDS (3600), 604800 at most.
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local script = require "script"
local sigv4 = require "aws.sigv4"

script.run("lua5.4 examples/presign_s3.lua URL [SECONDS]", 1, function(url, seconds)
  script.print((sigv4.presign({
    method = "GET",
    url = url,
    service = "s3",
    region = script.environment("AWS_REGION"),
    credentials = script.credentials(),
    expires = tonumber(seconds or 3600) --[[@as integer]],
  })))
  return true
end)
