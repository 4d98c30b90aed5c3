--- Why DMS says that a replication has stopped
--- (https://docs.aws.amazon.com/dms/latest/APIReference/API_ReplicationTask.html, StopReason).
local ascii = require "aws.text.ascii"

---@alias aws.StopClass
---| "asked" somebody stopped it, or it was told beforehand when to stop
---| "finished" it has done what it was to do
---| "trouble" something is wrong
---| "internal" DMS stopped it for a moment
---| "unknown"

local classes = {
  NORMAL = "asked",
  STOPPED_AT_SERVER_TIME = "asked",
  STOPPED_AT_COMMIT_TIME = "asked",
  STOPPED_AFTER_DDL_APPLY = "asked",
  FULL_LOAD_ONLY_FINISHED = "finished",
  STOPPED_AFTER_FULL_LOAD = "finished",
  STOPPED_AFTER_CACHED_EVENTS = "finished",
  RECOVERABLE_ERROR = "trouble",
  FATAL_ERROR = "trouble",
  STOPPED_DUE_TO_LOW_MEMORY = "trouble",
  STOPPED_DUE_TO_LOW_DISK = "trouble",
  EXPRESS_LICENSE_LIMITS_REACHED = "trouble",
  RECONFIGURATION_RESTART = "internal",
  RECYCLE_TASK = "internal",
}

--- Reads a stop reason.
---@param text? string "Stop Reason NORMAL", or the code alone
---@return string? code "NORMAL"; nil where there is no text
---@return aws.StopClass class
return function(text)
  if type(text) ~= "string" then return nil, "unknown" end
  local trimmed = ascii.trim(text)
  local code = trimmed:match("^Stop Reason +(.+)$") or trimmed
  if code == "" then return nil, "unknown" end
  return code, classes[code] or "unknown"
end
