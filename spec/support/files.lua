--- Whole files: their texts, and new ones in their place.
local files = {}

--- The text of a file; nil and why where it cannot be read.
---@param path string
---@return string?
---@return string? fault
function files.read_if_there(path)
  local file, fault = io.open(path, "rb")
  if not file then return nil, fault end
  local text, unread = file:read("*a")
  file:close()
  return text, unread
end

--- The text of a file, "" where it cannot be read.
---@param path string
---@return string
function files.read_or_empty(path)
  return files.read_if_there(path) or ""
end

--- The text of a file, which has to be there.
---@param path string
---@return string
function files.read(path)
  return (assert(files.read_if_there(path)))
end

--- Writes a file; its folder has to be there.
---@param path string
---@param text string
function files.write(path, text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  assert(file:close())
end

---@param path string
---@return boolean
function files.exists(path)
  local file = io.open(path)
  if file then file:close() end
  return file ~= nil
end

return files
