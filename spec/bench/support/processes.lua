--- Programs that are measured, each in a process of its own that runs as many units as it is told.
local processes = {}

local function is_done(result)
  return result == true or result == 0
end

--- What a command line prints, without its last line end, and whether it succeeded.
---@param command string
---@return string text
---@return boolean ok
function processes.run(command)
  local pipe = assert(io.popen(("{ %s\n} 2>/dev/null; echo \":$?\""):format(command)))
  local text, code = pipe:read("*a"):match("^(.-)\n?:(%d+)\n$")
  pipe:close()
  return text, code == "0"
end

--- A word for sh.
---@param text string
---@return string
function processes.quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

--- Starts a program. It ends when its standard input does, so it never outlives this process.
---@param command string a single one, which the shell becomes
---@return { ask: (fun(line: string|number): string), read: (fun(): string), stop: fun() }
function processes.start(command)
  local fifo = os.tmpname()
  os.remove(fifo)
  local made, how, code = os.execute("mkfifo -m 600 " .. fifo)
  if how == "signal" or code == 130 then error("interrupted!", 0) end -- Lua itself does not see Ctrl-C meanwhile
  assert(is_done(made), "mkfifo failed")
  local output = assert(io.popen(("exec <%s; rm -f %s; exec %s"):format(fifo, fifo, command), "r"))
  local input = assert(io.open(fifo, "w"))
  local process = {}

  --- Its next line; raises when it has ended.
  function process.read()
    return output:read("*l") or error("a measured program ended: " .. command, 0)
  end

  function process.ask(line)
    input:write(line, "\n")
    input:flush()
    return process.read()
  end

  function process.stop()
    input:close()
    output:close()
  end

  return process
end

return processes
