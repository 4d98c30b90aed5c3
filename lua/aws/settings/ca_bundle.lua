--- The file of trusted certificates (setting `ca_bundle`), looked at when a client is made: a wrong name would otherwise be found
--- by the first call, when it is needed.
local errors = require "aws.errors.typed"

--- RFC 7468 2: what each certificate begins with; OpenSSL's own form says TRUSTED, too.
local BEGIN = { "-----BEGIN CERTIFICATE-----", "-----BEGIN TRUSTED CERTIFICATE-----", "-----BEGIN X509 CERTIFICATE-----" }

--- Bytes that are read at a time, and how often: the system's file has 0.2 MB.
local CHUNK, MOST_CHUNKS = 65536, 256

--- Whether a file has a certificate; false and why it cannot be read. A chunk is looked at with the end of the one before it.
local function has_certificate(file)
  local rest = ""
  for _ = 1, MOST_CHUNKS do
    local chunk, fault = file:read(CHUNK)
    if not chunk then return false, fault end
    local text = rest .. chunk
    for _, mark in ipairs(BEGIN) do
      if text:find(mark, 1, true) then return true end
    end
    rest = text:sub(-#BEGIN[2])
  end
  return false
end

--- Checks the file.
---@param path string
---@param source string where the setting came from: "AWS_CA_BUNDLE"
---Raises ConfigError where it cannot be read, or has no certificate.
return function(path, source)
  local file, fault = io.open(path, "rb")
  local found
  if file then
    found, fault = has_certificate(file)
    file:close()
  end
  if fault then
    local reason = fault:match("[^:]*$") -- io.open's words begin with the path, file:read's do not
    errors.config("ca_bundle (%s) cannot be read: %s:%s", source, path, reason:gsub("^ ?", " "))
  elseif not found then
    errors.config("ca_bundle (%s) has no certificate: %s", source, path)
  end
end
