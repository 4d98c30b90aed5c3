-- SHA-256 and HMAC-SHA-256 on the OpenSSL that nginx itself is linked with.

local ffi = require "ffi"

ffi.cdef [[
unsigned char *SHA256(const unsigned char *d, size_t n, unsigned char *md);
const void *EVP_sha256(void);
unsigned char *HMAC(const void *evp_md, const void *key, int key_len,
                    const unsigned char *d, size_t n, unsigned char *md, unsigned int *md_len);
]]

local C = ffi.C
local digest = ffi.new("unsigned char[32]")

local crypto = {}

---@param data string
---@return string 32 bytes
function crypto.sha256(data)
  C.SHA256(data, #data, digest)
  return ffi.string(digest, 32)
end

---@param key string
---@param data string
---@return string 32 bytes
function crypto.hmac(key, data)
  C.HMAC(C.EVP_sha256(), key, #key, data, #data, digest, nil)
  return ffi.string(digest, 32)
end

---@param bytes string
---@return string lower-case hex
function crypto.hex(bytes)
  return (bytes:gsub(".", function(c)
    return ("%02x"):format(c:byte())
  end))
end

return crypto
