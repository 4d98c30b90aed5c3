--- What a state means for a wait, by a waiter's lists.
local judge = {}

local function has(list, state)
  for _, item in ipairs(list or {}) do
    if item == state then return true end
  end
  return false
end

--- Whether a state cannot be the one from before what is waited for took hold.
---@param wait aws.Wait
---@return boolean
function judge.is_settled(wait)
  return wait.is_changed or wait.info.waited >= wait.settle
end

--- Judges the state that was seen last.
---@param wait aws.Wait
---@return "success"|"failure"|"go on" verdict
---@return string? reason of a failure
function judge.verdict(wait)
  local waiter, state = wait.waiter, wait.info.state
  local verdict, reason
  if waiter.judge then verdict, reason = waiter.judge(state, wait.value, wait) end
  if verdict then return verdict, reason end
  if has(waiter.success, state) then return "success" end
  if has(waiter.failure, state) or has(waiter.settle_on, state) and judge.is_settled(wait) then
    return "failure", wait.value ~= nil and waiter.reason and waiter.reason(wait.value) or nil
  end
  return "go on"
end

return judge
