-- Helpers of clients with safeguards: what is refused, asked and told about their writes, and what they say of those.
local operator = require "spec.support.operator"

local run, stopped = operator.run, operator.stopped

--- For each helper: a state in which it writes, one in which it does not, and what tells that all is well.
local helpers = {
  { "ensure_stopped", kind = "dms", to_write = "running", at_rest = "stopped", resource = operator.ARN,
    operation = "stop_replication", would = function(result) return result.would == "stop" end },
  { "retry_if_stalled", kind = "drs", to_write = "STALLED", at_rest = "CONTINUOUS", resource = operator.SERVER,
    operation = "retry_data_replication", would = function(result) return result.action == "would retry" end },
}

for _, helper in ipairs(helpers) do
  local name, kind = helper[1], helper.kind

  --- Runs the helper where it must not write any more; the error.
  local function refused(type_name, trace, looks, writes, options, settings)
    local ok, err, world = run(kind, looks, writes, options, settings)
    assert.is_false(ok)
    assert.same({ type_name, trace, helper.to_write, name, helper.operation },
      { err.type, world.trace, err.state, err.waiter, err.operation })
    return err
  end

  describe(name .. " with read_only", function()
    it("looks, and raises ReadOnlyError before anything is written", function()
      local err = refused("ReadOnlyError", "L", { helper.to_write }, { "taken" }, nil, { read_only = true })
      assert.same({ "parameter", "no", 0 }, { err.kind, err.applied, err.attempts })
    end)

    it("returns where nothing is to be written", function()
      local ok, result, world = run(kind, { helper.at_rest }, nil, nil, { read_only = true })
      assert.same({ true, "no", 0, "L" }, { ok, result.changed, result.sent, world.trace })
    end)

    it("passes a dry run", function()
      local ok, result, world = run(kind, { helper.to_write }, nil, { dry_run = true }, { read_only = true })
      assert.same({ true, "no", 0, "L" }, { ok, result.changed, result.sent, world.trace })
      assert.is_true(helper.would(result))
    end)
  end)

  describe(name .. " with confirm", function()
    it("that says no raises NotConfirmed, and nothing is written", function()
      local asked = {}
      local err = refused("NotConfirmed", "L", { helper.to_write }, { "taken" }, nil, {
        confirm = function(operation, input)
          asked[#asked + 1] = operation .. " " .. (input.ReplicationConfigArn or input.sourceServerID)
          return false, "not tonight"
        end,
      })
      assert.same({ "no", { helper.operation .. " " .. helper.resource } }, { err.applied, asked })
      assert.matches("not tonight", tostring(err), 1, true)
    end)

    it("that says no to the second write keeps what is known of the first", function()
      for answer, applied in pairs({ broken = "unknown", throttled = "no" }) do
        local count = 0
        local err = refused("NotConfirmed", "LWL", { helper.to_write }, { answer, "taken" }, { delay = 20 }, {
          confirm = function()
            count = count + 1
            return count == 1
          end,
        })
        assert.equal(applied, err.applied)
      end
    end)

    it("is not asked about looks, nor in a dry run", function()
      local settings = { confirm = function() error("asked") end }
      assert.is_true((run(kind, { helper.at_rest }, nil, nil, settings)))
      assert.is_true((run(kind, { helper.to_write }, nil, { dry_run = true }, settings)))
    end)

    it("that says yes lets it write", function()
      local ok, result, world = run(kind, { helper.to_write, kind == "dms" and stopped(5) or "INITIATING" }, { "taken" }, nil,
        { confirm = function() return true end })
      assert.same({ true, "yes", 1, 1 }, { ok, result.changed, result.sent, #world.operations })
    end)
  end)

  describe(name .. " with audit", function()
    --- What audit hears of a run: a text for each line.
    local function heard(looks, writes, options)
      local lines, ids = {}, {}
      run(kind, looks, writes, options, {
        audit = function(line)
          assert.same({ helper.operation, kind, helper.resource }, { line.operation, line.service, line.resource })
          ids[#ids + 1] = line.invocation_id
          lines[#lines + 1] = line.phase .. (line.changed and " " .. line.changed or "") .. (line.error and " " .. line.error or "")
        end,
      })
      for i = 2, #ids, 2 do assert.equal(ids[i - 1], ids[i]) end
      return lines
    end

    it("tells two lines of each write, and none of looks", function()
      local last = kind == "dms" and stopped(5) or operator.initiated("INITIATING", 5)
      assert.same({}, heard({ helper.at_rest }))
      assert.same({}, heard({ helper.to_write }, nil, { dry_run = true }))
      assert.same({ "sent", "outcome yes" }, heard({ helper.to_write, last }, { "taken" }))
      assert.same({ "sent", "outcome unknown ConnectionError" }, heard({ helper.to_write, last }, { "lost" }))
      assert.same({ "sent", "outcome no ThrottlingException", "sent", "outcome yes" },
        heard({ helper.to_write, helper.to_write, last }, { "throttled", "taken" }))
    end)
  end)
end
