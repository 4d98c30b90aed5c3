-- busted output: one line for each spec file and every failure in full as it happens. For spec/run-tests, whose variable
-- SPEC_RESULTS is a path: PATH.counts, and PATH.failures with a name a line.

--- Seconds of the processor that this process has taken and, where the system tells, its children that have ended: proc(5),
--- cutime and cstime, in ticks of a hundredth of a second.
local function processor_seconds()
  local file = io.open("/proc/self/stat")
  local children, system = (file and file:read("*a") or ""):match("%) %S+" .. (" %S+"):rep(12) .. " (%d+) (%d+)")
  if file then file:close() end
  return os.clock() + ((children or 0) + (system or 0)) / 100
end

--- Tests that take longer are named: most of them have met a time limit, and tried again.
local SLOW = 20 -- seconds

return function(options)
  local busted = require "busted"
  local handler = require "busted.outputHandlers.base"()
  local monotime = require("system").monotime
  local results = os.getenv "SPEC_RESULTS"
  local counts = { success = 0, failure = 0, pending = 0 }
  local before, started, started_cpu, started_test

  -- Written before each test too: a run that dies leaves the name of its last test.
  local function save(state)
    if not results then return end
    local file = assert(io.open(results .. ".counts", "w"))
    file:write(("%d %d %d %s\n"):format(counts.success, counts.failure, counts.pending, state))
    file:close()
  end

  local function write(text)
    io.write(text, "\n")
    io.flush()
  end

  local function indent(text)
    return "    " .. tostring(text):gsub("\n", "\n    ")
  end

  local function text_of(message)
    if type(message) == "string" then return message end
    if message == nil then return "nil error" end
    local meta = getmetatable(message)
    if type(meta) == "table" and meta.__tostring then return tostring(message) end
    return require "pl.pretty".write(message)
  end

  local function place(element, trace)
    local at = element.trace or trace
    if at and at.short_src then return (" (%s:%d)"):format(at.short_src, at.currentline or 0) end
    return ""
  end

  local function note_failure(name)
    if not results then return end
    local file = assert(io.open(results .. ".failures", "a"))
    file:write((name:gsub("%c", " ")), "\n")
    file:close()
  end

  local function show(label, element, message, trace)
    write(("  %s %s%s"):format(label, handler.getFullName(element), place(element, trace)))
    if message ~= nil or label == "FAILED" then write(indent(text_of(message))) end
    if label == "FAILED" and trace and trace.traceback then write(indent(trace.traceback)) end
  end

  function handler.fileStart()
    before = { counts.success, counts.failure, counts.pending }
    started, started_cpu = monotime(), processor_seconds()
    return nil, true
  end

  function handler.fileEnd(file)
    local good, bad, skipped = counts.success - before[1], counts.failure - before[2], counts.pending - before[3]
    local tail = (bad > 0 and ", " .. bad .. " FAILED" or "") .. (skipped > 0 and ", " .. skipped .. " skipped" or "")
    write(("  %-52s %4d ok%s  (%.1f s, CPU %.1f s)"):format(
      file.name, good, tail, monotime() - started, processor_seconds() - started_cpu))
    return nil, true
  end

  -- The hook that counts lines comes back when another is taken away, but not for specs that do that in C.
  local is_counted = os.getenv "SPEC_COVERAGE_FOR_NGINX"

  function handler.testStart(element)
    if is_counted then debug.sethook() end
    save(handler.getFullName(element):gsub("%c", " "))
    started_test = monotime()
    return nil, true
  end

  function handler.testEnd(element, _, status)
    local kind = status == "error" and "failure" or status
    counts[kind] = counts[kind] + 1
    local seconds = monotime() - started_test
    if seconds > SLOW then write(("  took %.0f s: %s%s"):format(seconds, handler.getFullName(element), place(element))) end
    if status == "pending" then show("skipped", element, handler.pendings[#handler.pendings].message) end
    return nil, true
  end

  -- Raised by an assertion or an error: in a test (testEnd counts it), or around tests (counted here).
  function handler.problem(element, _, message, trace)
    if element.descriptor ~= "it" then counts.failure = counts.failure + 1 end
    show("FAILED", element, message, trace)
    local name = handler.getFullName(element)
    note_failure((name ~= "" and name or text_of(message)) .. place(element, trace))
    return nil, true
  end

  function handler.suiteEnd()
    save "complete"
    return nil, true
  end

  busted.subscribe({ "file", "start" }, handler.fileStart)
  busted.subscribe({ "file", "end" }, handler.fileEnd)
  busted.subscribe({ "test", "start" }, handler.testStart, { predicate = handler.cancelOnPending })
  busted.subscribe({ "test", "end" }, handler.testEnd, { predicate = handler.cancelOnPending })
  busted.subscribe({ "failure" }, handler.problem)
  busted.subscribe({ "error" }, handler.problem)
  busted.subscribe({ "suite", "end" }, handler.suiteEnd)
  handler.options = options
  return handler
end
