--- Requests of the cosocket transport, and calls of clients that use it: for the specs of connections, contract, proxies
--- and TLS.
local send = require("aws.transport.cosocket").send

local transport = {}

transport.send = send

--- Sends a request; returns response, failure, and how long it took.
function transport.send_timed(request)
  local began = ngx.now()
  local response, failure = send(request)
  ngx.update_time()
  return response, failure, ngx.now() - began
end

--- A request's content: sends a request to the URL of its argument, until the client leaves.
function transport.send_until_the_client_leaves()
  ngx.on_abort(function() ngx.exit(499) end)
  send({ method = "POST", url = ngx.var.arg_url, body = "{}", headers = { { "Host", "x" } }, read_timeout = 30 })
end

--- Sends a request in a thread that is killed while it waits.
function transport.send_in_a_thread_that_is_killed(request)
  local thread = ngx.thread.spawn(send, request)
  ngx.sleep(0.1)
  ngx.thread.kill(thread)
end

--- Ends its own request while a thread sends one.
function transport.send_and_exit(request)
  ngx.thread.spawn(send, request)
  ngx.sleep(0.1)
  ngx.exit(200)
end

--- Sends a request after the worker was busy, while another thread has short sleeps.
function transport.send_after_being_busy(request)
  local is_over
  local other = ngx.thread.spawn(function() while not is_over do ngx.sleep(0.001) end end)
  local stop = os.clock() + 0.05
  while os.clock() < stop do end
  local response, failure = send(request)
  is_over = true
  ngx.thread.wait(other)
  return response, failure
end

--- Sends a request many times at once; returns the failures' messages by their types.
function transport.send_at_once(request, count)
  local threads, seen = {}, {}
  for i = 1, count do threads[i] = ngx.thread.spawn(send, request) end
  for i = 1, count do
    local _, _, failure = ngx.thread.wait(threads[i])
    seen[failure.type] = failure.message
  end
  return seen
end

function transport.sleep_shortly()
  for _, seconds in ipairs({ 0, 0.0004, 0.001 }) do require("aws.transport").sleep(seconds) end
end

local function new_client(settings) return require("aws.dms").new(settings) end

--- Makes a call with a client of its own, which it closes.
function transport.call_and_close(settings, arn)
  local client = new_client(settings)
  pcall(client.stop_replication, { ReplicationConfigArn = arn })
  client.close()
end

--- Makes one call after the other; returns how many failed, and the last error in words.
function transport.count_failures(settings, arns)
  local client, failed, why = new_client(settings), 0, nil
  for _, arn in ipairs(arns) do
    local ok, err = pcall(client.stop_replication, { ReplicationConfigArn = arn })
    if not ok then failed, why = failed + 1, err.type .. " " .. err.applied .. " " .. err.message end
  end
  return failed, why
end

--- Makes a call that does not wait before it tries again; returns its attempts.
function transport.count_attempts(settings, arn)
  settings.sleep = function() end
  local _, metadata = new_client(settings).stop_replication({ ReplicationConfigArn = arn })
  return metadata.attempts
end

--- Makes a call that fails; returns what its error says.
function transport.fail(settings, arn)
  local _, err = pcall(new_client(settings).stop_replication, { ReplicationConfigArn = arn })
  return { type = err.type, applied = err.applied, retryable = err.retryable, kind = err.kind }
end

return transport
