--- What `logger` and AWS_LOG may say for the library's own logger: a format, and a level after a colon ("json:warn").
local log_words = {}

--- Both names of the plain text: "stderr" says where lines go, as "json" does without saying it.
local formats = { stderr = "text", text = "text", json = "json" }

--- From the least important one on.
local levels = { debug = 1, info = 2, warn = 3 }

--- Reads such a text.
---@param text string
---@return "text"|"json"|nil format nil for any other text
---@return integer? least importance of the lines that are written, 1 to 3
function log_words.parse(text)
  local format, level = text:match("^([a-z]+):?([a-z]*)$")
  if not formats[format] or text:find(":$") then return nil end
  local least = level == "" and levels.debug or levels[level]
  if not least then return nil end
  return formats[format], least
end

--- How important a line of a level is.
---@param level "debug"|"info"|"warn"
---@return integer # 1 to 3
function log_words.importance(level)
  return levels[level]
end

--- What is wrong with such a text, or nil.
---@param text string
---@return string?
function log_words.fault(text)
  if log_words.parse(text) then return nil end
  return 'is not "stderr", "text" or "json", alone or with the least level of its lines, "debug", "info" or '
    .. '"warn", as in "json:warn"'
end

return log_words
