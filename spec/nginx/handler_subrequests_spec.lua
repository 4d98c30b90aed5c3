-- errors.handler where a subrequest is under way: nginx refuses to end such a request as a success.
local child = require "spec.support.child"
local nginx = require "spec.support.nginx"

local HTTP = [[ init_by_lua_block { require("spec.nginx.handlers.handler_subrequests") } ]]

local SERVER = [[
  listen unix:FOLDER/http2.sock http2;
  location = /slow { content_by_lua_block { require("spec.nginx.handlers.handler_subrequests").answers_slowly() } }
  location = /content { content_by_lua_block { require("spec.nginx.handlers.handler_subrequests").fails_and_goes_on() } }
  location = /access {
    access_by_lua_block { require("spec.nginx.handlers.handler_subrequests").fails() }
    content_by_lua_block { ngx.print("not reached") }
  }
  location = /rewrite {
    rewrite_by_lua_block { require("spec.nginx.handlers.handler_subrequests").fails() }
    content_by_lua_block { ngx.print("not reached") }
  }
  location = /foreign { content_by_lua_block { require("spec.nginx.handlers.handler_subrequests").raises_an_error_of_lua() } }
  location = /printed { content_by_lua_block { require("spec.nginx.handlers.handler_subrequests").prints_and_fails() } }
  location = /sent { content_by_lua_block { require("spec.nginx.handlers.handler_subrequests").sends_and_fails() } }
  location = /alone { content_by_lua_block { require("spec.nginx.handlers.handler_subrequests").prints_and_fails_alone() } }
  location = /in-access { access_by_lua_block { require("spec.nginx.handlers.handler_subrequests").prints_and_fails() } }
  location = /in-thread { content_by_lua_block { require("spec.nginx.handlers.handler_subrequests").fails_in_a_thread() } }
  location = /items { content_by_lua_block { require("spec.nginx.handlers.handler_subrequests").fails_after_a_map() } }
  location = /on-result { content_by_lua_block { require("spec.nginx.handlers.handler_subrequests").fails_in_on_result() } }
  location = /late-map { content_by_lua_block { require("spec.nginx.handlers.handler_subrequests").maps_and_is_late() } }
  location = /inner { content_by_lua_block { require("spec.nginx.handlers.handler_subrequests").fails() } }
  location = /outer-printed { content_by_lua_block { require("spec.nginx.handlers.handler_subrequests").passes_on("/printed") } }
  location = /outer { content_by_lua_block { require("spec.nginx.handlers.handler_subrequests").passes_on("/inner") } }
]]

local GATEWAY_TIMEOUT = '{"error":"Gateway Timeout","type":"DeadlineExceeded","request_id":"0-1-2"}'

describe("errors.handler beside a subrequest", function()
  local server
  setup(function() server = nginx.start({ http = HTTP, server = SERVER }) end)
  teardown(nginx.stop_all)

  --- What curl gets: status and body, and its exit code.
  local function ask(path, options)
    local code, stdout = child.run(("curl -q -s -m 60 --noproxy '*' -w '\\n%%{http_code}' %s '%s%s'"):format(
      options or "", server.url, path))
    local body, status = stdout:match("^(.*)\n(%d+)$")
    return tonumber(status), body, code
  end

  for _, phase in ipairs({ "content", "access", "rewrite" }) do
    it("answers in the phase " .. phase, function()
      for _ = 1, 2 do assert.same({ 504, GATEWAY_TIMEOUT, 0 }, { ask("/" .. phase) }) end
    end)
  end

  it("answers a client of HTTP/1.0, of HTTP/2, and HEAD", function()
    assert.same({ 504, GATEWAY_TIMEOUT, 0 }, { ask("/content", "--http1.0") })
    local http2 = "--http2-prior-knowledge --unix-socket " .. child.quote(server.folder .. "/http2.sock")
    for _ = 1, 2 do
      local status, body, code = ask("/access", http2)
      assert.is_true(status == 504 or status == 500, status) -- nginx has no subrequests in HTTP/2
      assert.same({ true, 0 }, { #body > 0, code })
    end
    local status, body, code = ask("/content", "--head")
    assert.same({ 504, 0 }, { status, code })
    assert.matches("^HTTP/1.1 504 .*\r\n\r\n$", body)
  end)

  it("cuts an answer that has begun", function()
    for _, path in ipairs({ "/printed", "/sent", "/alone", "/in-access" }) do
      assert.same({ 200, "begun", 18 }, { ask(path) }) -- 18: curl sees that there is no end
    end
  end)

  it("answers 500 to what is no error of the library", function()
    assert.same({ 500, '{"error":"Internal Server Error"}', 0 }, { ask("/foreign") })
  end)

  it("answers from a thread", function()
    assert.same({ 502, '{"error":"Bad Gateway","type":"ConfigError"}', 0 }, { ask("/in-thread") })
  end)

  it("answers for aws.map", function()
    assert.same({ 502, '{"error":"Bad Gateway","type":"ConfigError"}', 0 }, { ask("/items") })
    assert.same({ 502, '{"error":"Bad Gateway","type":"ConfigError"}', 0 }, { ask("/on-result") })
    assert.same({ 504, '{"error":"Gateway Timeout","type":"MapTimeout"}', 0 }, { ask("/late-map") })
  end)

  it("answers a subrequest of its own", function()
    local status, body, code = ask("/outer")
    assert.same({ 200, "504 " .. GATEWAY_TIMEOUT, 0 }, { status, body, code })
    for _ = 1, 3 do assert.same({ 200, "200 begun true", 0 }, { ask("/outer-printed") }) end
  end)

  it("leaves nginx alive, and nothing in its log but the errors", function()
    local log = server:log()
    assert.is_nil(log:find("exited on signal", 1, true))
    assert.is_nil(log:find("pending subrequests", 1, true))
    assert.is_nil(log:match("%[alert%][^\n]*"))
    assert.equal(200, server:ask("/ready").status)
  end)
end)
