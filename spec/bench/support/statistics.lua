--- Middles and spreads.
local statistics = {}

--- The median and both quartiles.
---@param list number[] not empty
---@return number median
---@return number low
---@return number high
function statistics.quartiles(list)
  local sorted = {}
  for i, value in ipairs(list) do sorted[i] = value end
  table.sort(sorted)
  local function at(share) return sorted[math.floor((#sorted - 1) * share + 1.5)] end
  return at(0.5), at(0.25), at(0.75)
end

--- What two lists of samples of the same rounds say.
---@param ours number[]
---@param theirs number[]
---@return { ours: number, theirs: number, ratio: number, low: number, high: number }
function statistics.compare(ours, theirs)
  local ratios = {}
  for i, value in ipairs(ours) do ratios[i] = value / theirs[i] end
  local ratio, low, high = statistics.quartiles(ratios)
  return {
    ours = (statistics.quartiles(ours)), theirs = (statistics.quartiles(theirs)), ratio = ratio, low = low, high = high,
  }
end

return statistics
