-- errors.handler: what a client of nginx sees of an error, and what the log does.
local errors, typed = require "aws.errors", require "aws.errors.typed"
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"
local percent = require "aws.text.percent"
local scripted = require "spec.support.scripted"

local HTTP = [[
  init_by_lua_block { require("spec.nginx.handlers.handler") }
  upstream balanced {
    server 127.0.0.1:PORT;
    balancer_by_lua_block { require("spec.nginx.handlers.handler").fails_in_the_balancer() }
  }
  server {
    listen "unix:FOLDER/tls.sock" ssl;
    ssl_certificate "%s/tls/good.pem";
    ssl_certificate_key "%s/tls/server.key";
    ssl_certificate_by_lua_block { require("spec.nginx.handlers.handler").fails_in_the_handshake() }
  }
]]

local SERVER = [[
  location = /fine { content_by_lua_block { require("spec.nginx.handlers.handler").passes_its_arguments(1, 2) } }
  location = /service { content_by_lua_block { require("spec.nginx.handlers.handler").fails_at_the_service() } }
  location = /late { content_by_lua_block { require("spec.nginx.handlers.handler").fails_at_a_limit_in_time() } }
  location = /access {
    access_by_lua_block { require("spec.nginx.handlers.handler").fails_with_a_hostile_id() }
    content_by_lua_block { ngx.print("reached") }
  }
  location = /foreign { content_by_lua_block { require("spec.nginx.handlers.handler").raises_an_error_of_lua() } }
  location = /foreign-table { content_by_lua_block { require("spec.nginx.handlers.handler").raises_a_table() } }
  location = /calls-aws { content_by_lua_block { require("spec.nginx.handlers.handler").calls_with_a_fault() } }
  location = /by-kind { content_by_lua_block { require("spec.nginx.handlers.handler").fails_by_kind() } }
  location = /by-table { content_by_lua_block { require("spec.nginx.handlers.handler").fails_by_table() } }
  location = /by-function { content_by_lua_block { require("spec.nginx.handlers.handler").fails_by_function() } }
  location = /begun { content_by_lua_block { require("spec.nginx.handlers.handler").sends_and_fails() } }
  location = /begun-to-print { content_by_lua_block { require("spec.nginx.handlers.handler").prints_and_fails() } }
  location = /filter {
    header_filter_by_lua_block { require("spec.nginx.handlers.handler").fails_in_the_filter() }
    content_by_lua_block { ngx.print("answered") }
  }
  location = /yields { content_by_lua_block { require("spec.nginx.handlers.handler").waits_and_fails() } }
  location = /late-map { content_by_lua_block { require("spec.nginx.handlers.handler").maps_and_is_late() } }
  location = /two-lines { content_by_lua_block { require("spec.nginx.handlers.handler").raises_two_lines() } }
  location = /table-of-two { content_by_lua_block { require("spec.nginx.handlers.handler").raises_a_table_of_two_lines() } }
  location = /decorated { content_by_lua_block { require("spec.nginx.handlers.handler").sets_headers_and_fails() } }
  location = /balanced { proxy_pass http://balanced/ready; }
  location = /bare { content_by_lua_block { require("spec.nginx.handlers.handler").fails_alone() } }
  location = /exits { content_by_lua_block { require("spec.nginx.handlers.handler").exits() } }
]]

describe("errors.handler", function()
  local server
  setup(function()
    local folder = local_aws.variables().LOCAL_AWS_DIR
    server = nginx.start({ http = HTTP:format(folder, folder), server = SERVER })
  end)
  teardown(nginx.stop_all)

  local function answer(path)
    local response = server:ask(path)
    return response.status, response.body, response.headers["content-type"]
  end

  it("changes nothing where nothing is raised", function()
    local status, body = answer("/fine?x=yes")
    assert.same({ 200, "12yes" }, { status, body })
    assert.equal(204, (answer("/exits")))
  end)

  it("answers 502 without internals, and logs the line", function()
    local status, body, kind = answer("/service")
    assert.equal(502, status)
    assert.equal('{"error":"Bad Gateway","type":"AccessDeniedFault","request_id":"0-1-2"}', body)
    assert.equal("application/json", kind)
    assert.matches("AccessDeniedFault: User arn:secret-name is not allowed (HTTP 400, request id 0-1-2)", server:log(), 1, true)
  end)

  it("answers 504 when a limit in time struck, in any phase that answers, and ends the request", function()
    assert.same({ 504, '{"error":"Gateway Timeout","type":"DeadlineExceeded"}' },
      { (answer("/late")), (select(2, answer("/late"))) })
    assert.same({ 504, '{"error":"Gateway Timeout","type":"ReadTimeoutError"}' }, { (answer("/access")), (select(2, answer("/access"))) })
    assert.matches("ReadTimeoutError: silent", server:log(), 1, true)
    assert.equal(504, (answer("/late-map")))
  end)

  it("tells what was carried out", function()
    local keys = local_aws.settings().credentials
    local function call(faults)
      return server:ask(("/calls-aws?endpoint=%s&id=%s&secret=%s"):format(percent.encode(local_aws.http(faults), "[^%w]"),
        keys.access_key_id, percent.encode(keys.secret_access_key, "[^%w]")))
    end
    local response = call("error=ConflictException,apply=no")
    assert.equal(502, response.status)
    assert.matches('^{"error":"Bad Gateway","type":"ConflictException","applied":"no","request_id":"[^"]+"}$', response.body)
    response = call("cut-before,apply=no")
    assert.matches('^{"error":"Bad Gateway","type":"[A-Za-z]+","applied":"unknown"}$', response.body)
  end)

  it("answers by what happened, where that is wanted", function()
    for query, wanted in pairs({
      ["type=ParamValidationError"] = 400, ["type=ReadOnlyError"] = 403, ["type=ResourceNotFoundFault"] = 404,
      ["type=InvalidResourceStateFault"] = 409, ["type=AccessDeniedException"] = 502, ["type=ReadTimeoutError"] = 504,
    }) do
      local response = server:ask("/by-kind?" .. query)
      assert.same({ wanted, nil, query }, { response.status, response.headers["retry-after"], query })
      assert.matches('","type":"' .. query:match("=(.*)") .. '"}', response.body, 1, true)
    end
  end)

  it("asks to come again later when the service throttles", function()
    for query, seconds in pairs({ ["type=ThrottlingException&throttling=1"] = "1", ["type=Throttled&throttling=1&after=17"] = "17" }) do
      local response = server:ask("/by-kind?" .. query)
      assert.same({ 503, seconds }, { response.status, response.headers["retry-after"] })
      assert.matches('^{"error":"Service Unavailable","type":"Thro', response.body)
    end
  end)

  it("answers as the user maps it, and tells where that fails", function()
    assert.equal(410, server:ask("/by-table?type=ResourceNotFoundFault").status)
    assert.equal(424, server:ask("/by-table?type=Other").status)
    assert.equal(502, server:ask("/by-table?type=ConfigError").status)
    assert.equal(418, server:ask("/by-function?type=ConfigError").status)
    assert.equal(504, server:ask("/by-function?type=MapTimeout").status)
    assert.equal(502, server:ask("/by-function?type=Broken").status)
    assert.matches("errors.handler: status raised: ", server:log(), 1, true)
  end)

  it("works after a wait", function()
    assert.equal(502, (answer("/yields")))
    assert.matches("ConfigError: after a wait", server:log(), 1, true)
  end)

  it("answers 500 to what is no error of the library, and logs where it was raised", function()
    local status, body = answer("/foreign")
    assert.same({ 500, '{"error":"Internal Server Error"}' }, { status, body })
    assert.matches("attempt to index.-stack traceback:", server:log())
    assert.equal(500, (answer("/foreign-table")))
  end)

  it("logs text of others as one line, too", function()
    answer("/two-lines")
    answer("/table-of-two")
    assert.matches("one two\n", server:log(), 1, true)
    assert.matches("three four, client:", server:log(), 1, true)
  end)

  it("keeps no header of the answer that did not come", function()
    local response = server:ask("/decorated")
    assert.same({ 502, '{"error":"Bad Gateway","type":"ConfigError"}' }, { response.status, response.body })
    assert.is_nil(response.headers["content-encoding"])
    assert.is_nil(response.headers["cache-control"])
  end)

  -- nginx keeps back what is printed for HTTP/1.0, and nothing takes it out again.
  it("tells no wrong length to HTTP/1.0", function()
    local text = server:call("handler", "asks_with_http_1_0", "/begun-to-print")
    assert.matches("^HTTP/1%.1 502 ", text)
    local head, body = text:match("^(.-)\r\n\r\n(.*)$")
    local length = head:match("Content%-Length: (%d+)")
    assert.equal(#body, tonumber(length or #body))
  end)

  it("ends a TLS handshake and the choice of a server", function()
    local session, fault = server:call("handler", "shakes_hands")
    assert.same({ nil, "handshake failed" }, { session, fault })
    assert.matches("ConfigError: in the handshake", server:log(), 1, true)
    assert.equal(500, (answer("/balanced")))
    assert.matches("ConfigError: in the balancer", server:log(), 1, true)
  end)

  it("cuts an answer that has begun", function()
    local request = local_aws.request(server.url .. "/begun", { method = "GET", body = "" })
    request.ca_bundle = nil
    local response, failure = server.transport(request)
    assert.is_nil(response)
    assert.equal(200, failure.status)
    assert.matches("ConfigError: too late", server:log(), 1, true)
  end)

  it("logs in a phase that cannot answer", function()
    assert.same({ 200, "answered" }, { (answer("/filter")), (select(2, answer("/filter"))) })
    assert.matches("ConfigError: in the filter", server:log(), 1, true)
  end)

  it("keeps nginx from starting with a client that is none, and says why", function()
    local ok, why = pcall(nginx.start, {
      http = [[ init_by_lua_block { require("spec.nginx.handlers.handler").makes_a_client_of_nothing() } ]],
    })
    assert.is_false(ok)
    assert.matches("init_by_lua error: NoRegionError: no region", why, 1, true)
  end)

  it("is needed: without it nobody sees what happened", function()
    assert.equal(500, (answer("/bare")))
    assert.is_nil(server:log():find("nobody sees this", 1, true))
  end)

  it("says of a region and of profiles that nginx hides them", function()
    local err = server:call("handler", "calls_without_a_region")
    assert.equal("NoRegionError", err.type)
    assert.matches("nginx.conf: env AWS_REGION;", err.message, 1, true)
    err = server:call("handler", "makes_a_client_with_a_profile")
    assert.equal("ProfileNotFound", err.type)
    assert.matches("nginx.conf: env HOME;", err.message, 1, true)
    local outside = require("aws.settings.environment").hint("AWS_REGION")
    assert.equal("", outside)
  end)

  it("lets errors pass outside nginx", function()
    local ok, err = pcall(errors.handler(function(text) typed.config(text) end), "outside")
    assert.is_false(ok)
    assert.equal("ConfigError: outside", scripted.without_line(err))
    assert.same({ 1, nil, 3 }, { errors.handler(function(...) return ... end)(1, nil, 3) })
    ok, err = pcall(errors.handler(function() error("plain", 0) end))
    assert.same({ false, "plain" }, { ok, err })
  end)
end)
