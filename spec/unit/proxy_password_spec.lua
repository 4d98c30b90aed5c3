--- A proxy's URL that libcurl refuses: its texts repeat the URL, and are cut before the "@" where the password is long.
local curl = require "aws.transport.curl"

local PASSWORD = ("secret"):rep(80)

local proxies = {
  ["an unknown scheme"] = "ftp9://user:%s@127.0.0.1:1",
  ["a bracket that is not closed"] = "http://user:%s@[::1",
  ["an impossible port"] = "http://user:%s@127.0.0.1:99999999",
  ["a blank"] = "http://user:%s x@127.0.0.1:1",
  ["a control character"] = "http://user:%s\1@127.0.0.1:1",
  ["no host"] = "http://user:%s",
  ["no scheme"] = "user:%s@127.0.0.1:x",
  ["a second @, where the host begins for libcurl"] = "http://user:x@%s@127.0.0.1:1",
}

describe("a proxy's password is not shown with", function()
  for name, form in pairs(proxies) do
    for _, length in ipairs({ 12, 200, 230, #PASSWORD }) do
      it(("%s (%d bytes)"):format(name, length), function()
        local transport = curl.new()
        finally(function() transport:close() end)
        local response, failure = transport({
          method = "GET", url = "http://127.0.0.1:1/", headers = {}, body = "", connect_timeout = 30,
          proxy = form:format(PASSWORD:sub(1, length)),
        })
        assert.is_nil(response)
        assert.is_string(failure.message)
        assert.is_nil(failure.message:find("secret", 1, true), failure.message)
      end)
    end
  end
end)
