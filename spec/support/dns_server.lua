--- A DNS server for the `resolver` of the nginx servers of a spec (dns_server.c says which names it knows).
local child = require "spec.support.child"

local dns_server = {}

local pipe, port

--- Starts it, unless it runs.
---@return integer port
function dns_server.port()
  if not pipe then
    pipe = assert(io.popen("exec " .. child.compile("dns_server"), "r"))
    port = pipe:read("*n")
  end
  return port
end

function dns_server.stop()
  if pipe then pipe:close() end
  pipe = nil
end

return dns_server
