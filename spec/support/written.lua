--- What the library's own logger writes, without standard error.
local core = require "aws.core"

local written = {}

--- Runs `body` and returns what was written meanwhile, a text for each write, and how long each would have waited.
---@param body function
---@param take? fun(text: string): integer how many bytes are taken; all of them by default
---@return string[] texts
---@return number[] seconds
function written.by(body, take)
  local real, texts, waits = core.write_error, {}, {}
  core.write_error = function(text, seconds)
    texts[#texts + 1], waits[#waits + 1] = text, seconds
    return take and take(text) or #text
  end
  local ok, raised = pcall(body)
  core.write_error = real
  if not ok then error(raised, 0) end
  return texts, waits
end

return written
