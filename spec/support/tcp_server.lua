--- Scripted TCP servers (tcp_server.c), started and stopped by a spec.
local child = require "spec.support.child"

local tcp_server = {}

local running = {}

local function encode(text)
  return (text:gsub("[^%w%-:./ ]", function(c) return ("\\x%02x"):format(c:byte()) end))
end

--- The step that sends an HTTP answer.
---@param status integer
---@param headers table<string, string>
---@param body string
---@return string
function tcp_server.answer(status, headers, body)
  local lines = { ("HTTP/1.1 %d Local"):format(status), "Content-Length: " .. #body }
  for name, value in pairs(headers) do lines[#lines + 1] = name .. ": " .. value end
  return "send " .. encode(table.concat(lines, "\r\n") .. "\r\n\r\n" .. body)
end

--- The step that sends some bytes.
function tcp_server.bytes(text)
  return "send " .. encode(text)
end

--- Starts a server; each argument is a connection's program (a list of steps), or "--full", with address and port.
---@param ... string[]|string
---@return { port: integer, url: string, authority: string, log: fun(): string, stop: fun() }
function tcp_server.start(...)
  local words, log = {}, os.tmpname()
  for i, program in ipairs({ ... }) do
    words[i] = child.quote(type(program) == "table" and table.concat(program, ";") or program)
  end
  local command = ("exec %s %s %s"):format(child.compile "tcp_server", log, table.concat(words, " "))
  local pipe = assert(io.popen(command, "r"))
  local port = tonumber(pipe:read "*l")
  local server = { port = port, authority = "127.0.0.1:" .. port }
  server.url = "http://" .. server.authority

  --- Heads of the requests that came.
  function server.log()
    local file = assert(io.open(log, "rb"))
    local text = file:read "*a"
    file:close()
    return text
  end

  function server.stop()
    if running[server] then
      pipe:close()
      os.remove(log)
      running[server] = nil
    end
  end

  running[server] = true
  return server
end

--- For after_each.
function tcp_server.stop_all()
  while next(running) do next(running).stop() end
end

return tcp_server
