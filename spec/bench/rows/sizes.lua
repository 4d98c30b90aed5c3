--- Large answers: time and peak memory beside lua-cjson's, and whether the time of a byte stays the same.
local bench = require "spec.bench.support.bench"

local rows = {}

local function peak_of(text)
  return { peak = tonumber(text:match("^%d+")) }
end

local sizes = { { "1 MB", "bytes 1000000" }, { "8 MB", "bytes 8000000" } }

for _, lua in ipairs(bench.luas) do
  for _, size in ipairs(sizes) do
    local id, document = ("decode_%s_%s"):format(size[1]:gsub(" ", ""):lower(), lua), size[2]
    local row = { beside = "lua-cjson", missing = bench.missing(lua, "cjson " .. lua), rounds = 7 }
    for _, measure in ipairs({ "cpu", "peak" }) do
      local own = { id = id, name = ("%s answer, %s"):format(size[1], bench.titles[lua]), measures = { measure } }
      for name, value in pairs(row) do own[name] = value end
      own.start = function()
        local path = bench.document(document)
        local function command(side, ...) return bench.lua(lua, "decode", path, side, ...) end
        if measure == "cpu" then return bench.pair(bench.program(command "ours"), bench.program(command "cjson")) end
        return bench.pair(bench.once(command("ours", "peak"), peak_of), bench.once(command("cjson", "peak"), peak_of))
      end
      rows[#rows + 1] = own
    end
  end
end

--- Memory that the C library keeps: without that, giving it back and getting it anew takes as long as decoding.
local KEPT = { MALLOC_TRIM_THRESHOLD_ = "4000000000", MALLOC_MMAP_THRESHOLD_ = "4000000000", MALLOC_TOP_PAD_ = "1000000" }

--- Nothing of the collector: how much it has to do depends on what else is in memory.
local function add_flat(document, name, base, base_name)
  rows[#rows + 1] = {
    id = "flat_" .. document:gsub(" ", "_"), name = "time of a byte, " .. name, beside = base_name, measures = { "cpu" }, rounds = 7,
    start = function()
      local function side(of)
        local path, length = bench.document(of)
        local script = bench.script("lua5.4", "decode", path, "ours", "alone")
        return bench.program(bench.within("lua5.4", script, KEPT), length / 1000)
      end
      return bench.pair(side(document), side(base))
    end,
  }
end

for _, size in ipairs({ { 64000, "64 KB" }, { 1000000, "1 MB" }, { 8000000, "8 MB" } }) do
  add_flat("bytes " .. size[1], size[2], "bytes 4000", "4 KB")
end
for _, length in ipairs({ 100, 1000, 10000 }) do
  add_flat("list " .. length, ("a list of %d"):format(length), "list 10", "a list of 10")
end

return rows
