-- The fault matrix over cosockets, in a real nginx: all of it in one aws.map.
local fault_calls = require "spec.support.fault_calls"
local fault_matrix = require "spec.support.fault_matrix"
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"

--- What differs from libcurl.
local differences = {
  -- A cosocket has the same words, "handshake failed", for a handshake that the network cut and for one that the server
  -- refuses (old TLS). Refusals are final, so both are.
  ["TLS cut short"] = { attempts = 1, type = "TLSError", applied = "no" },
}

--- A name of its own for the endpoint has connections of its own, as a client over libcurl has. A worker's clients share
--- them, and one that was kept and is cut is replaced before it counts as an attempt.
local function with_own_connections(settings, number)
  settings.endpoint_url = settings.endpoint_url:gsub("^http://[^:/]+(:%d+/fault/)", ("http://case%d.localhost%%1"):format(number))
end

local function key_of(fault, service, mode)
  return table.concat({ fault.name, service, mode }, " ")
end

describe("the fault matrix inside nginx:", function()
  local outcomes = {}

  setup(function()
    local cases, targets, places = {}, {}, {}
    fault_matrix.each(function(fault, service, mode)
      local target = fault_calls.target(fault, service, fault_matrix.settings(mode))
      target.settings.ca_bundle = nil
      targets[#targets + 1] = target
      cases[#cases + 1] = {
        service = service, operation = target.operation, member = target.member, resource = target.fresh(),
        settings = target.settings,
      }
      with_own_connections(target.settings, #cases)
      places[#cases] = key_of(fault, service, mode)
    end)
    local server = nginx.start({
      http = ('lua_ssl_trusted_certificate "%s";'):format(local_aws.variables().LOCAL_AWS_CA_BUNDLE),
    })
    for i, result in ipairs(server:call("fault_matrix", "call_all", cases)) do outcomes[places[i]] = result.value or result end
    for _, target in ipairs(targets) do target.close() end
  end)
  teardown(nginx.stop_all)

  fault_matrix.define(it, function(fault, service, mode) return outcomes[key_of(fault, service, mode)] end, differences)
end)
