--- Pages inside nginx: for pages_spec.lua.
local aws = require "aws"

local pages = {}

local function count(settings, size)
  local client = aws.drs.new(settings)
  local servers = 0
  for server in client.each.describe_source_servers({}, { page_size = size }) do
    servers = servers + (server.sourceServerID and 1 or 0)
  end
  return servers
end

--- Pages, items and all.
function pages.reads(settings)
  local client = aws.dms.new(settings)
  local sizes = {}
  for page, metadata in client.pages.describe_replications({}, { page_size = 20 }) do
    sizes[#sizes + 1] = #page.Replications + (metadata.status == 200 and 0 or 1000)
  end
  local list, state = client.all.describe_replications({}, { page_size = 20, max_items = 30 })
  local rest = client.all.describe_replications({}, { token = state.token })
  return sizes, #list, #rest, count(settings, 7)
end

--- Many at once, each in a light thread of its own.
function pages.reads_in_a_map(settings)
  local results, failed = aws.map({ 5, 10, 15, 20 }, function(size) return count(settings, size) end)
  local counts = {}
  for i, result in ipairs(results) do counts[i] = result.ok and result.value or tostring(result.error) end
  return counts, failed
end

--- In a timer, and in a coroutine.
function pages.reads_elsewhere(settings)
  local found
  assert(ngx.timer.at(0, function()
    local ok, value = pcall(count, settings, 11)
    found = ok and value or tostring(value)
  end))
  local thread = coroutine.create(count)
  local _, counted = coroutine.resume(thread, settings, 9)
  for _ = 1, 500 do
    if found then break end
    ngx.sleep(0.02)
  end
  return counted, found
end

--- What ends a listing early.
function pages.ends_early(settings)
  local client = aws.dms.new(settings)
  local ok, err = pcall(client.all.describe_replications, {}, { page_size = 5 })
  return ok, err.type, err.pages, #err.items
end

return pages
