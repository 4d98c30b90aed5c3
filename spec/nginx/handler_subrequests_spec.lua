-- errors.handler where a subrequest is under way: nginx refuses to end such a request as a success.
local child = require "spec.support.child"
local nginx = require "spec.support.nginx"

local HTTP = [[
  lua_shared_dict seen 1m;
  init_by_lua_block {
    errors, typed, map = require "aws.errors", require "aws.errors.typed", require("aws").map
    function capture() return ngx.location.capture("/slow").body end
    -- A handler that fails beside a thread with a subrequest.
    function failing(run) return errors.handler(function()
      ngx.thread.spawn(capture)
      if run then run() end
      typed.raise({ type = "DeadlineExceeded", message = "late", request_id = "0-1-2" })
    end) end
  }
]]

local SERVER = [[
    listen unix:FOLDER/http2.sock http2;
    location = /slow { content_by_lua_block { ngx.sleep(0.3) ngx.shared.seen:incr("slow", 1, 0) ngx.print("slow") } }
    location = /content { content_by_lua_block { failing()() ngx.print("not reached") } }
    location = /access { access_by_lua_block { failing()() } content_by_lua_block { ngx.print("not reached") } }
    location = /rewrite { rewrite_by_lua_block { failing()() } content_by_lua_block { ngx.print("not reached") } }
    location = /foreign { content_by_lua_block { errors.handler(function() ngx.thread.spawn(capture) error("bare") end)() } }
    location = /printed { content_by_lua_block { failing(function() ngx.print("begun") end)() } }
    location = /sent { content_by_lua_block { failing(function() ngx.print("begun") ngx.flush(true) end)() } }
    location = /alone { content_by_lua_block { errors.handler(function() ngx.print("begun") error("bare") end)() } }
    location = /in-access { access_by_lua_block { failing(function() ngx.print("begun") end)() } }
    location = /in-thread { content_by_lua_block {
      ngx.thread.spawn(errors.handler(function() ngx.sleep(0.01) typed.config("in a thread") end))
      capture()
      ngx.print("not reached")
    } }
    location = /items { content_by_lua_block { errors.handler(function()
      local _, failed = map({ 1, 2, 3 }, function(n) if n == 2 then typed.config("item") end capture() end)
      if failed > 0 then typed.config("failed: %d", failed) end
    end)() } }
    location = /on-result { content_by_lua_block { errors.handler(function()
      map({ 1, 2, 3 }, function(n) if n > 1 then capture() end end, { on_result = function() typed.config("enough") end })
    end)() } }
    location = /late-map { content_by_lua_block { errors.handler(function()
      map({ 1, 2 }, capture, { timeout = 0.05 })
    end)() } }
    location = /inner { content_by_lua_block { failing()() } }
    location = /outer-printed { content_by_lua_block {
      local answer = ngx.location.capture("/printed")
      ngx.print(answer.status, " ", answer.body, " ", tostring(answer.truncated))
    } }
    location = /outer { content_by_lua_block {
      local answer = ngx.location.capture("/inner")
      ngx.print(answer.status, " ", answer.body)
    } }
]]

local GATEWAY_TIMEOUT = '{"error":"Gateway Timeout","request_id":"0-1-2"}'

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
    assert.same({ 502, '{"error":"Bad Gateway"}', 0 }, { ask("/in-thread") })
  end)

  it("answers for aws.map", function()
    assert.same({ 502, '{"error":"Bad Gateway"}', 0 }, { ask("/items") })
    assert.same({ 502, '{"error":"Bad Gateway"}', 0 }, { ask("/on-result") })
    assert.same({ 504, '{"error":"Gateway Timeout"}', 0 }, { ask("/late-map") })
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
