-- What ensure_stopped goes by: the steps, and the reasons of a stop.
local dms = require "aws.dms"
local stop_steps = require "aws.operator.stop_steps"

describe("stop_reason", function()
  local classes = {
    asked = { "NORMAL", "STOPPED_AT_SERVER_TIME", "STOPPED_AT_COMMIT_TIME", "STOPPED_AFTER_DDL_APPLY" },
    finished = { "FULL_LOAD_ONLY_FINISHED", "STOPPED_AFTER_FULL_LOAD", "STOPPED_AFTER_CACHED_EVENTS" },
    trouble = { "RECOVERABLE_ERROR", "FATAL_ERROR", "STOPPED_DUE_TO_LOW_MEMORY", "STOPPED_DUE_TO_LOW_DISK",
      "EXPRESS_LICENSE_LIMITS_REACHED" },
    internal = { "RECONFIGURATION_RESTART", "RECYCLE_TASK" },
    unknown = { "SOMETHING_NEW", "normal" },
  }
  for class, codes in pairs(classes) do
    it("tells what is " .. class, function()
      for _, code in ipairs(codes) do
        assert.same({ code, class }, { dms.stop_reason(code) })
        assert.same({ code, class }, { dms.stop_reason("Stop Reason " .. code) })
        assert.same({ code, class }, { dms:stop_reason("Stop Reason " .. code) })
      end
    end)
  end

  it("takes what is not a reason", function()
    for _, text in ipairs({ "", "Stop Reason ", 7, {} }) do assert.equal("unknown", (select(2, dms.stop_reason(text)))) end
    assert.same({ n = 2, nil, "unknown" }, { n = select("#", dms.stop_reason(nil)) - 1, dms.stop_reason(nil) })
  end)
end)

describe("the steps of ensure_stopped", function()
  it("are there for every kind of status and every outcome of a stop", function()
    for _, status in ipairs({ "stopped", "stopping", "running", "initializing", "missing", "resting" }) do
      for _, outcome in ipairs({ "none", "done", "lost", "again", "refused" }) do
        local progress = stop_steps.new(15, 3)
        if outcome ~= "none" then stop_steps.note(progress, outcome, status, 100) end
        local step = stop_steps.next(progress, status, 100)
        assert.is_true(step == "return" or step == "wait" or step == "send", tostring(step))
      end
    end
  end)
end)
