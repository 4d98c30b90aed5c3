--- What rows are made of: servers, programs, and pairs of them that are measured in turn.
local documents = require "spec.bench.support.documents"
local files = require "spec.support.files"
local processes = require "spec.bench.support.processes"
local tools = require "spec.bench.support.tools"

local bench = { missing = tools.missing, luas = { "lua5.4", "luajit" } }

--- How the Luas are called in a table.
bench.titles = { ["lua5.4"] = "Lua 5.4", luajit = "LuaJIT" }

--- A batch takes about so many seconds: long beside the clock's steps, short beside what else the machine does.
local BATCH_SECONDS = 0.02

--- So long a program runs before it is measured: LuaJIT compiles what it meets often, caches fill.
local WARM_SECONDS = 0.4

local FOLDER = "build/bench"

local root = processes.run("pwd")
local started = {}

--- The CPUs that this process may use, where they can be chosen: "0-2,5" is 0, 1, 2, 5.
local function processors()
  local found = {}
  for first, last in (processes.run("taskset -cp $$"):match("list: (.*)") or ""):gmatch("(%d+)%-?(%d*)") do
    for number = tonumber(first), tonumber(last) or tonumber(first) do found[#found + 1] = ("%d"):format(number) end
  end
  return found
end

--- Programs and their servers run on the first CPU, where this can be had: what a wake-up across CPUs costs changes all the
--- time. Linux leaves two that take turns on one CPU, too. Rows about other machines' servers have theirs on the second.
local FIRST, SECOND = (table.unpack or unpack)(processors())

-- Commands ------------------------------------------------------------------------------------------------------

local function words(...)
  local list = { ... }
  for i, word in ipairs(list) do list[i] = processes.quote(tostring(word)) end
  return table.concat(list, " ")
end
bench.words = words

--- In front of a command: an environment without anything of this machine's user.
---@param variables? table<string, string>
---@return string
function bench.environment(variables)
  local list = { "env", "-i", "PATH=" .. os.getenv "PATH", "HOME=" .. root .. "/" .. FOLDER .. "/home", "LC_ALL=C" }
  for name, value in pairs(variables or {}) do list[#list + 1] = name .. "=" .. value end
  return words((table.unpack or unpack)(list))
end

--- Where a Lua finds the library and the programs.
local function paths(lua)
  local suffix = lua == "lua5.4" and "_5_4" or ""
  return {
    ["LUA_PATH" .. suffix] = ("%s/lua/?.lua;%s/lua/?/init.lua;%s/?.lua;;"):format(root, root, root),
    ["LUA_CPATH" .. suffix] = ("%s/build/%s/?.so;%s/build/%s/bench/?.so;;"):format(root, lua, root, lua),
  }
end

--- A command, the environment in front of it, and the CPU that it runs on; nil: the first.
---@alias bench.Command { environment: string, words: string, processor?: string }

--- A command in an environment where a Lua finds the library.
---@param lua string
---@param command string
---@param variables? table<string, string>
---@return bench.Command
function bench.within(lua, command, variables)
  local all = paths(lua)
  for name, value in pairs(variables or {}) do all[name] = value end
  return { environment = bench.environment(all), words = command }
end

--- The text of a command, for sh.
---@param command bench.Command
---@param runner? string a program that runs it
---@return string
function bench.text(command, runner)
  local processor = command.processor or FIRST
  local bound = processor and "taskset -c " .. processor or ""
  return ("%s %s %s %s"):format(command.environment, bound, runner or "", command.words)
end

--- A program in Lua, for sh.
function bench.script(lua, program, ...)
  return words(lua, "spec/bench/programs/" .. program .. ".lua", ...)
end

--- The command of a program in Lua.
---@param lua string
---@param program string "calls"
---@param ... any its arguments
---@return bench.Command
function bench.lua(lua, program, ...)
  return bench.within(lua, bench.script(lua, program, ...))
end

--- A file of the bench's own.
---@param name string
---@param text string
---@return string path
function bench.file(name, text)
  local path = FOLDER .. "/" .. name
  files.write(path, text)
  return path
end

--- The command that makes a service's call by libcurl alone: the same header lines and body.
---@param service string
---@param server { url: string, ca?: string }
---@return bench.Command
function bench.bare(service, server)
  local client, case = require("spec.bench.programs.requests").client(service, { endpoint_url = server.url })
  local prepared, lines = client.prepare[case.operation](case.input), {}
  for _, header in ipairs(prepared.headers) do
    if header[1] ~= "Host" then lines[#lines + 1] = header[1] .. ": " .. header[2] .. "\n" end
  end
  local path = bench.file("request." .. service, table.concat(lines) .. "\n" .. prepared.body)
  return { environment = bench.environment(), words = words(FOLDER .. "/bare", prepared.url, path, server.ca) }
end

-- Processes -----------------------------------------------------------------------------------------------------

--- Starts a program that ends with the row.
---@param command bench.Command
---@param runner? string
function bench.start(command, runner)
  local process = processes.start(bench.text(command, runner))
  started[#started + 1] = process
  return process
end

--- Has a function called when the row ends.
function bench.keep(stop)
  started[#started + 1] = { stop = stop }
end

--- Ends all that a row has started.
function bench.stop()
  for i = #started, 1, -1 do
    started[i].stop()
    started[i] = nil
  end
end

--- A server on loopback that gives one answer.
---@param text string body
---@param tls? boolean
---@param is_apart? boolean it has a CPU of its own
---@return { url: string, ca?: string }
function bench.server(text, tls, is_apart)
  local command, ca = words(FOLDER .. "/server", bench.file("answer", text)), nil
  if tls then
    ca = FOLDER .. "/certificate.pem"
    local key = FOLDER .. "/key.pem"
    local _, ok = processes.run(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
      .. "/CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout %s -out %s"):format(key, ca))
    assert(ok, "openssl made no certificate")
    command = command .. " " .. words(ca, key)
  end
  local processor = is_apart and SECOND or nil
  local port = bench.start({ environment = bench.environment(), words = command, processor = processor }).read()
  return { url = (tls and "https" or "http") .. "://127.0.0.1:" .. port, ca = ca }
end

--- A document in a file.
---@param name string of documents.lua
---@return string path
---@return integer length
function bench.document(name)
  return documents.write(name, bench.file)
end

--- The server of a service's answer.
function bench.service(service, tls, is_apart)
  return bench.server(documents.answer(service), tls, is_apart)
end

-- Sides ---------------------------------------------------------------------------------------------------------

--- One batch of a program, in microseconds a unit.
local function batch(process, count)
  local wall, cpu = process.ask(count):match("^(%S+) (%S+)$")
  return { wall = tonumber(wall) * 1e6 / count, cpu = tonumber(cpu) * 1e6 / count }
end

--- Warms a program up; returns how many units make a batch.
local function size_of_batch(process)
  if bench.is_tiny then return 2 end
  local count, all, wall = 1, 0, 0
  while all < WARM_SECONDS do
    wall = batch(process, count).wall * count / 1e6
    all = all + wall
    if wall < BATCH_SECONDS / 2 then count = count * 2 end
  end
  return math.max(1, math.ceil(count * BATCH_SECONDS / wall))
end

--- A side that asks a program.
---@param command bench.Command
---@param divisor? number what a unit is divided by: its bytes, for the time of a byte
---@return fun(): table<string, number>
function bench.program(command, divisor)
  local process = bench.start(command)
  local count = size_of_batch(process)
  return function()
    local sample = batch(process, count)
    for name, value in pairs(sample) do sample[name] = value / (divisor or 1) end
    return sample
  end
end

--- A side that runs a program once each time.
---@param command bench.Command
---@param read fun(text: string): table<string, number>
---@param runner? string
function bench.once(command, read, runner)
  return function()
    local text, ok = processes.run(bench.text(command, runner))
    if not ok then error("a measured program failed: " .. command.words, 0) end
    return read(text)
  end
end

--- A pair whose sides take turns; who begins changes.
---@param ours fun(): table<string, number>
---@param theirs fun(): table<string, number>
---@return fun(): table<string, number>, table<string, number>
function bench.pair(ours, theirs)
  local round = 0
  return function()
    round = round + 1
    if round % 2 == 0 then
      local second = theirs()
      return ours(), second
    end
    return ours(), theirs()
  end
end

-- Instructions --------------------------------------------------------------------------------------------------

local function total_in(path)
  for line in io.lines(path) do
    local total = line:match("^totals: (%d+)") or line:match("^summary: (%d+)")
    if total then return tonumber(total) end
  end
end

--- Instructions of a unit in user space, as callgrind counts them: for each batch of units.
---@param command bench.Command
---@param batches integer[]
---@return number[]
function bench.instructions(command, batches)
  local path = os.tmpname()
  local process = bench.start(command, "valgrind -q --tool=callgrind --callgrind-out-file=" .. path)
  local counts = {}
  for i, count in ipairs(batches) do
    process.ask(count)
    counts[i] = assert(total_in(("%s.%d"):format(path, i)), "callgrind wrote nothing") / count
    os.remove(("%s.%d"):format(path, i))
  end
  process.stop()
  table.remove(started)
  os.remove(path)
  return counts
end

--- A row's sides by instructions of warm units.
---@param ours bench.Command
---@param theirs bench.Command
---@param count? integer units
---@return fun(): table<string, number>, table<string, number>
function bench.instruction_pair(ours, theirs, count)
  count = bench.is_tiny and 2 or count or 60
  local warm = bench.is_tiny and 2 or 100
  return function()
    return { instructions = bench.instructions(ours, { warm, count })[2] },
      { instructions = bench.instructions(theirs, { warm, count })[2] }
  end
end

return bench
