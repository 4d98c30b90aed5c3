--- Calls, and whether libcurl is in this worker: for libcurl_late_spec.lua.
local dms = require "aws.dms"

local libcurl = {}

--- Makes a call that fails, as its endpoint refuses connections.
---@return string type of the error
function libcurl.call()
  local client = dms.new({
    region = "eu-west-1", endpoint_url = "http://127.0.0.1:1", retry_mode = "off", proxy = false,
    credentials = { access_key_id = "A", secret_access_key = "S" },
  })
  local _, err = pcall(client.stop_replication, {
    ReplicationConfigArn = "arn:aws:dms:eu-west-1:123456789012:replication-config:A",
  })
  return err.type
end

---@return boolean module whether its Lua module is loaded
---@return boolean library whether libcurl is in memory
function libcurl.is_loaded()
  local file = assert(io.open("/proc/self/maps"))
  local maps = file:read("*a")
  file:close()
  return package.loaded["aws.curl"] ~= nil, maps:find("libcurl", 1, true) ~= nil
end

return libcurl
