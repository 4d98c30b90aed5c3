--- What bounds the retries of a client: each takes from a quota that all its calls share, and only calls that succeed
--- give back. While a service is down, its clients soon stop adding load.
---
--- Rules: AWS's standard retry mode, https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
local quota = {}

local CAPACITY = 500
local COST, THROTTLED_COST = 14, 5

---@class aws.Quota
---@field left integer
---@field capacity integer

---@return aws.Quota
function quota.new()
  return { left = CAPACITY, capacity = CAPACITY }
end

--- What a retry costs.
---@param throttled? boolean the service asked for fewer requests
---@return integer
function quota.cost(throttled)
  return throttled and THROTTLED_COST or COST
end

--- Takes what a retry costs.
---@param self aws.Quota
---@param cost integer `left` at most
function quota.take(self, cost)
  self.left = self.left - cost
end

--- Gives back what a call's last retry took, or 1 where there was none.
---@param self aws.Quota
---@param cost? integer
function quota.give_back(self, cost)
  self.left = math.min(CAPACITY, self.left + (cost or 1))
end

return quota
