--- Scripted TCP servers (tcp_server.c), started and stopped by a spec.
local child = require "spec.support.child"
local files = require "spec.support.files"
local system = require "system"

local tcp_server = {}

local WAIT_SECONDS = 30

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

--- The step that shakes hands; certificate and key are the local AWS endpoint's.
function tcp_server.tls()
  local folder = require("spec.support.local_aws").variables().LOCAL_AWS_DIR .. "/tls/"
  return ("tls %sgood.pem %sserver.key"):format(folder, folder)
end

--- The step that sends some bytes again and again.
function tcp_server.repeated(count, text)
  return ("repeat %d %s"):format(count, encode(text))
end

--- Starts a server; each argument is a connection's program (a list of steps), or "--full", with address and port.
---@param ... string[]|string
---@return table server port, authority, url, https, log_path; log(): what it logged; wait_for(text): waits for a note; stop()
function tcp_server.start(...)
  local words, log = {}, os.tmpname()
  for i, program in ipairs({ ... }) do
    words[i] = child.quote(type(program) == "table" and table.concat(program, ";") or program)
  end
  local command = ("exec %s %s %s"):format(child.compile "tcp_server", log, table.concat(words, " "))
  local pipe = assert(io.popen(command, "r"))
  local port = tonumber(pipe:read "*l")
  local server = { port = port, authority = "127.0.0.1:" .. port, log_path = log }
  server.url, server.https = "http://" .. server.authority, "https://" .. server.authority

  --- Heads of the requests that came, and notes.
  function server.log()
    return files.read(log)
  end

  --- Waits for a note.
  function server.wait_for(text)
    local deadline = system.monotime() + WAIT_SECONDS
    while not server.log():find(text, 1, true) do
      if system.monotime() > deadline then error("no note of the server's: " .. text, 2) end
      system.sleep(0.005)
    end
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
