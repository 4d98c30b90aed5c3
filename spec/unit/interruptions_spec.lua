-- An error at the N-th instruction, as Ctrl-C raises it, for many N: `make sweep-interrupts` tries every one.
local interruptions = require "spec.support.interruptions"
local places = require "spec.support.interruption_places"
local scenarios = require "spec.support.interruption_scenarios"

--- Instructions at both ends of a call and of a map that are in no guard yet, or no more: a text passes there.
local OUTSIDE = 80

--- How many are left out between two, so that all of this takes a moment.
local strides = {
  call = 2, prepared_call = 3, refused_call = 43, told_call = 31, guarded_call = 7, refused_guarded_call = 43,
  retried_call = 211, throttled_call = 211,
  map_of_sleeps = 13, map_of_calls = 53, map_that_is_ended = 5, map_that_on_result_ends = 13, map_in_a_map = 97,
  first_keys = 13, renewal_that_can_wait = 13, renewal_that_cannot_wait = 13, first_client = 83,
  listing = 29, listing_from_its_token = 31, whole_listing = 7, wait = 47, ensure_stopped = 61,
  explanation = 193,
}

describe("after an error at any instruction the next call works, and nothing goes on:", function()
  for name, stride in pairs(strides) do
    it(name:gsub("_", " "), function()
      local tally = interruptions.sweep(scenarios[name](), stride)
      assert.is_true(tally.steps > 10 * stride) -- it struck
      local texts = 0
      for _, count in pairs(tally.texts) do texts = texts + count end
      assert.is_true(texts <= OUTSIDE, name .. " lets texts pass")
    end)
  end

  it("decoding and encoding", function()
    assert.is_true(interruptions.sweep(places.by_name.decode(), 1).steps > 50)
  end)

  it("also where it is not Ctrl-C, and passes as it is", function()
    interruptions.sweep(scenarios.map_that_is_ended(), 5, "watchdog: too long")
    local tally = interruptions.sweep(scenarios.call(), 3, "watchdog: too long")
    assert.is_nil(tally["Interrupted applied no"])
  end)

  it("also where it is Lua's word for a stack that ran out, which becomes a ConfigError", function()
    local tally = interruptions.sweep(scenarios.call(), 3, "call.lua:1: stack overflow")
    assert.is_true(tally["ConfigError applied no"] > 10)
    assert.is_true(tally["ConfigError applied yes"] > 0)
    local texts = 0
    for _, count in pairs(tally.texts) do texts = texts + count end
    assert.is_true(texts <= OUTSIDE)
  end)
end)
