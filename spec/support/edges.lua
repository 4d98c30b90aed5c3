--- Calls from one Lua file of the library into another, counted by a debug hook.
local edges = {}

local jit = rawget(_G, "jit")

--- A file of the library below lua/aws, nil for any other.
local function file_of(info)
  return info.what ~= "C" and info.source:match("lua/aws/(.*)$") or nil
end

--- How deep the function is that the hook was called for.
local function depth_of_stack()
  local depth = 0
  while debug.getinfo(4 + depth, "l") do depth = depth + 1 end
  return depth
end

--- The file of the nearest Lua function below: what pcall runs is called by the function that calls pcall.
local function file_of_caller()
  local level, info = 4, debug.getinfo(4, "S")
  while info and info.what == "C" do
    level = level + 1
    info = debug.getinfo(level, "S")
  end
  return info and file_of(info)
end

--- A hook that counts into `tally`. A function that ends with a call of another is not on the stack any more when that one
--- begins, and does not return: what was entered at each depth, and has not returned, is remembered. LuaJIT does not say
--- which calls are such: there a function that an error ended is taken for one. Lua 5.3 takes the first one away after it has told.
local function new_hook(tally)
  local entered = {}
  return function(event)
    local depth = depth_of_stack()
    if event == "tail call" and _VERSION == "Lua 5.3" then depth = depth - 1 end
    if event == "return" then
      entered[depth] = nil
      return
    end
    local info = debug.getinfo(2, "Sn")
    if info.what == "C" then
      entered[depth] = nil
      return
    end
    local is_tail = event == "tail call" or jit
    local from, to = is_tail and entered[depth] or file_of_caller() or "", file_of(info) or ""
    entered[depth] = to
    if from == to or from == "" or to == "" then return end
    tally[#tally + 1] = ("%s -> %s:%d"):format(from, to, info.linedefined)
  end
end

--- Runs a function and lists the calls that it makes from one file of lua/aws into another, in their order. What it does in
--- coroutines of its own is not counted.
---@param run function
---@return string[] # "client/call.lua -> client/attempt.lua:120", the line being where the called function begins
function edges.of(run)
  local was_on = jit and jit.status()
  if jit then jit.off() end -- there are no hooks in compiled code
  local tally = {}
  debug.sethook(new_hook(tally), "cr")
  local ok, raised = pcall(run)
  debug.sethook()
  if was_on then jit.on() end
  if not ok then error(raised, 0) end
  return tally
end

--- How many instructions of the virtual machine a function takes; on LuaJIT, of its interpreter.
---@param run function
---@return integer
function edges.instructions(run)
  local was_on = jit and jit.status()
  if jit then jit.off() end
  local count = 0
  debug.sethook(function() count = count + 1 end, "", 1)
  local ok, raised = pcall(run)
  debug.sethook()
  if was_on then jit.on() end
  if not ok then error(raised, 0) end
  return count
end

return edges
