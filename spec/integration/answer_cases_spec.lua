-- What is said by whoever is on the way to a service, over libcurl.
local answer_cases = require "spec.support.answer_cases"
local tcp_server = require "spec.support.tcp_server"

describe("over libcurl:", function()
  after_each(tcp_server.stop_all)

  answer_cases.define(it, answer_cases.call)
end)
