-- Finds what has certain tags, by AWS's Resource Groups Tagging API: a service beside DMS and DRS, by its model alone.
--
--   lua5.4 examples/another_service.lua [-n] TAG=VALUE…        -n shows the request and sends nothing
--
-- tagging.lua is that model, written by `make models FROM=… OUT=examples` from what AWS publishes. The same command makes one
-- for any service with one of AWS's JSON protocols.
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local aws = require "aws"
local script = require "script"

local tagging = aws.service(require "tagging")

-- "env=test" as the service wants it; "env" alone finds whatever value that has.
local function filter_of(text)
  local key, value = text:match("^([^=]+)=?(.*)$")
  if not key then error(("%q is not TAG=VALUE"):format(text), 0) end
  return { Key = key, Values = value ~= "" and { value } or nil }
end

-- Without the headers that somebody could send on.
local function show_request(request)
  script.print(request.method .. " " .. request.url)
  for _, header in ipairs(request.headers) do
    local is_secret = header[1] == "Authorization" or header[1] == "X-Amz-Security-Token"
    script.print(("%s: %s"):format(header[1], is_secret and "…" or header[2]))
  end
  script.print("\n" .. request.body)
end

local function tags_of(resource)
  local tags = {}
  for i, tag in ipairs(resource.Tags or {}) do tags[i] = tag.Key .. "=" .. tag.Value end
  return table.concat(tags, " ")
end

local function list(input)
  local rows = {}
  for resource in tagging.each.get_resources(input, { page_size = 100 }) do
    rows[#rows + 1] = { resource.ResourceARN, tags_of(resource) }
  end
  if #rows == 0 then script.print("nothing has these tags") end
  script.rows(rows)
end

script.run("lua5.4 examples/another_service.lua [-n] TAG=VALUE…", 1, function(...)
  local input, is_dry = { ResourceTypeFilters = { "dms", "drs" }, TagFilters = {} }, false
  for _, argument in ipairs({ ... }) do
    if argument == "-n" then is_dry = true else table.insert(input.TagFilters, filter_of(argument)) end
  end
  if is_dry then show_request(tagging.prepare.get_resources(input)) else list(input) end
  return true
end)
