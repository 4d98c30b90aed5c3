--- What an explanation of a client is made from, for `client.explain` and the doctor.
local core = require "aws.core"
local nginx = require "aws.waiting.nginx"

--- Bytes of a file that are read to see whether it can be.
local LONGEST_FILE = 16 * 1024 * 1024

--- The facts of a client that is open.
---@param state aws.ClientState
---@param keys? aws.ExplainKeys
---@return aws.ExplainFacts
return function(state, keys)
  return {
    service = state.service, values = state.values, sources = state.sources,
    profiles = state.surroundings.profiles, getenv = state.surroundings.getenv,
    read = function(path) return core.read_file(path, LONGEST_FILE) end,
    keys = keys, key_source = state.credentials.name, is_nginx = nginx.api() ~= nil,
  }
end
