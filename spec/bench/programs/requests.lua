--- The calls that are measured: one of each service, with its client, input and answer.
local documents = require "spec.bench.support.documents"

local requests = {}

local settings = {
  region = "us-east-1", proxy = false, retry_mode = "off",
  credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
}

local cases = {
  dms = {
    operation = "stop_replication",
    input = { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-bench" },
  },
  drs = { operation = "retry_data_replication", input = { sourceServerID = "s-0123456789abcdef0" } },
}

---@param service "dms"|"drs"
---@param more table settings
---@return table client
---@return { operation: string, input: table }
function requests.client(service, more)
  local all = {}
  for _, list in ipairs({ settings, more }) do
    for name, value in pairs(list) do all[name] = value end
  end
  return require("aws." .. service).new(all), cases[service]
end

--- A function that makes a call.
---@param service "dms"|"drs"
---@param more table settings
---@return fun(): table output
function requests.call(service, more)
  local client, case = requests.client(service, more)
  local operation, input = client[case.operation], case.input
  return function() return operation(input) end
end

--- A transport without a network, which gives the service's answer.
---@param service "dms"|"drs"
---@return fun(): table
function requests.transport(service)
  local answer = {
    status = 200, headers = { ["x-amzn-requestid"] = "0f5d1ab2-6f5b-4c1e-9d3c-8f4a1d2b3c4d" },
    body = documents.answer(service),
  }
  return function() return answer end
end

return requests
