--- examples/openresty/watcher.lua with a service that can be broken: for watcher_spec.lua.
local dms = require "aws.dms"
local watcher = require "examples.openresty.watcher"

local handler = {}

local clients

local function client_of(url)
  return dms.new({
    region = "us-east-1", endpoint_url = url, max_attempts = 1,
    credentials = { access_key_id = os.getenv "WATCH_KEY", secret_access_key = os.getenv "WATCH_SECRET" },
  })
end

local watch = {
  name = "replications", dict = "watched", seconds = 0.1,
  each = function(input, options)
    clients = clients or { good = client_of(os.getenv "WATCH_GOOD"), bad = client_of(os.getenv "WATCH_BAD") }
    local chosen = ngx.shared.watched:get("chosen") or "bad"
    if chosen == "other" then error("of another kind", 0) end
    return clients[chosen].each.describe_replications(input, options)
  end,
  item = function(found)
    return { name = found.ReplicationConfigIdentifier, status = found.Status, seen_by = tostring(ngx.worker.pid()),
      messages = found.FailureMessages and found.FailureMessages[1] }
  end,
}

function handler.start() watcher.start(watch) end

function handler.show() watcher.show(watch) end

--- Which client the next looks have: "good", "bad", or "other" for an error that is not of the library.
function handler.choose(name)
  ngx.shared.watched:set("chosen", name)
end

return handler
