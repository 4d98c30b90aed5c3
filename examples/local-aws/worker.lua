-- What the worker does besides answering: say that it is up, and end when its owner is gone.

local ffi = require "ffi"

ffi.cdef [[
int kill(int pid, int sig);
int getppid(void);
]]

local worker = {}

local SIGTERM = 15

local function read_number(path)
  local file = io.open(path)
  local text = file and file:read("*l")
  if file then
    file:close()
  end
  return tonumber(text)
end

-- `local-aws run` killed with SIGKILL cannot clean up: its nginx then ends by itself.
local function end_without(owner)
  if ffi.C.kill(owner, 0) ~= 0 and ffi.errno() == 3 then -- ESRCH
    ffi.C.kill(ffi.C.getppid(), SIGTERM)
  end
end

--- Called once, when the worker starts.
function worker.start()
  math.randomseed(ngx.now() * 1000 + ngx.worker.pid())
  local prefix = ngx.config.prefix()
  local owner = read_number(prefix .. "owner")
  if owner then
    ngx.timer.every(1, function()
      end_without(owner)
    end)
  end
  local file = assert(io.open(prefix .. "ready", "w"))
  file:write("ready\n")
  file:close()
end

return worker
