--- Coroutines on a clock of their own: a sleep is over at once when nobody else has anything to do.
local scheduler = {}

--- A scheduler. `self.sleep` and `self.clock` are for settings; time goes on by sleeping alone.
function scheduler.new()
  local self = { seconds = 1000, tasks = {}, wakes = {} }

  function self.clock() return self.seconds end

  --- Waits; outside of its coroutines the time just passes.
  function self.sleep(seconds)
    local thread = coroutine.running()
    if not self.wakes[thread or false] then
      self.seconds = self.seconds + seconds
      return
    end
    self.wakes[thread] = self.seconds + seconds
    coroutine.yield()
  end

  --- Adds a coroutine; the result's `thread`, `ok` and `value` say what became of it.
  function self.spawn(body, ...)
    local arguments = { ... }
    local task = {}
    task.thread = coroutine.create(function()
      task.ok, task.value = pcall(body, (table.unpack or unpack)(arguments))
      task.is_done = true
    end)
    self.wakes[task.thread] = self.seconds
    self.tasks[#self.tasks + 1] = task
    return task
  end

  --- Takes a coroutine away: it stays suspended for ever.
  function self.kill(task)
    task.is_killed = true
  end

  local function next_task()
    local first
    for _, task in ipairs(self.tasks) do
      local wakes = self.wakes[task.thread]
      local may_run = not task.is_done and not task.is_killed
      if may_run and (not first or wakes < self.wakes[first.thread]) then first = task end
    end
    return first
  end

  --- Resumes whoever wakes first, until nobody is left or `stop` returns true.
  function self.run(stop)
    for _ = 1, 1000000 do
      local task = next_task()
      if not task or stop and stop() then return end
      self.seconds = math.max(self.seconds, self.wakes[task.thread])
      self.last = task.thread
      local ok, raised = coroutine.resume(task.thread)
      if not ok then error(raised, 0) end
    end
    error("the coroutines do not come to an end", 0)
  end

  return self
end

return scheduler
