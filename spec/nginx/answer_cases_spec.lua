-- What is said by whoever is on the way to a service, over cosockets.
local answer_cases = require "spec.support.answer_cases"
local nginx = require "spec.support.nginx"
local tcp_server = require "spec.support.tcp_server"

describe("over cosockets:", function()
  local server
  setup(function() server = nginx.start({}) end)
  teardown(nginx.stop_all)
  after_each(tcp_server.stop_all)

  answer_cases.define(it, function(url) return server:call("cases", "call", url) end)
end)
