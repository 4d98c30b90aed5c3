-- What a signature with a cached key costs beside the bare OpenSSL hashing of the same bytes.
local core = require "aws.core"
local hash = require "bench.hash"
local sigv4 = require "aws.sigv4"

-- Rounds are short and everything is timed in each: what slows the machine slows both sides of a ratio. Garbage is
-- left to Lua's collector, whose work counts.
local ROUNDS, COUNT = 301, 100
local MOST = 3

local function request_with(body, headers)
  return {
    method = "POST",
    url = "https://dms.us-east-1.amazonaws.com/",
    headers = headers,
    body = body,
    service = "dms",
    region = "us-east-1",
    credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
    time = 1709251198,
  }
end

local list = {
  { "Host", "dms.us-east-1.amazonaws.com" },
  { "Content-Type", "application/x-amz-json-1.1" },
  { "X-Amz-Target", "AmazonDMSv20160101.StopReplication" },
  { "User-Agent", "aws-replication-lua/0.1.0 lang/lua#5.4" },
}

local map = {}
for _, header in ipairs(list) do map[header[1]] = header[2] end

local function nanoseconds(run, argument)
  local start = core.clock()
  for _ = 1, COUNT do run(argument) end
  return (core.clock() - start) / COUNT * 1e9
end

--- "median (10th to 90th percentile)", and the median.
local function summary(values, format)
  table.sort(values)
  local function at(share) return values[math.floor((#values - 1) * share + 1.5)] end
  return (format .. " (" .. format .. " to " .. format .. ")"):format(at(0.5), at(0.1), at(0.9)), at(0.5)
end

--- The cases to time for a body, by name; each a function that returns nanoseconds.
local function cases_for(body)
  local signer = core.signer()
  local with_list, with_map = request_with(body, list), request_with(body, map)
  return {
    { "aws.sigv4.sign, a list of headers", function() return nanoseconds(sigv4.sign, with_list) end },
    { "aws.sigv4.sign, a map of headers", function() return nanoseconds(sigv4.sign, with_map) end },
    { "inside a call (no details)", function()
      return nanoseconds(function(request) signer:sign(request) end, with_list)
    end },
  }
end

local function compare(body)
  local _, details = sigv4.sign(request_with(body, list))
  local canonical, string = details.canonical_request, details.string_to_sign
  local baselines = {
    { name = "one-shot calls", run = hash.one_shot, times = {} },
    { name = "contexts kept", run = hash.kept, times = {} },
  }
  local cases = cases_for(body)
  for _, case in ipairs(cases) do case.times, case[baselines[1]], case[baselines[2]] = {}, {}, {} end
  for round = 1, ROUNDS do
    for _, baseline in ipairs(baselines) do baseline.times[round] = baseline.run(body, canonical, string, COUNT) end
    for _, case in ipairs(cases) do
      case.times[round] = case[2]()
      for _, baseline in ipairs(baselines) do case[baseline][round] = case.times[round] / baseline.times[round] end
    end
  end
  print(("\nbody %d, canonical request %d, string to sign %d bytes"):format(#body, #canonical, #string))
  for _, baseline in ipairs(baselines) do
    print(("  %-36s %s ns"):format("OpenSSL, " .. baseline.name, (summary(baseline.times, "%.0f"))))
  end
  for _, case in ipairs(cases) do
    print(("  %-36s %s ns"):format(case[1], (summary(case.times, "%.0f"))))
    for _, baseline in ipairs(baselines) do
      local text, median = summary(case[baseline], "%.2f")
      print(("    times %-30s %s: %s"):format(baseline.name, text, median <= MOST and "within 3" or "above 3"))
    end
  end
end

print(([[
A signature with a cached key beside bare OpenSSL hashing of the same bytes, in turn in one process.
%s; medians (10th to 90th percentile) of %d rounds of %d each.
  one-shot calls: EVP_Digest of the body, EVP_Digest of the canonical request, HMAC of the string to sign
  contexts kept:  the same by EVP_DigestInit_ex2/Update/Final and EVP_MAC, with the algorithms fetched, the contexts
                  made and the key set beforehand: the least that OpenSSL's interface can do]]):format(
  jit and jit.version or _VERSION, ROUNDS, COUNT)) -- luacheck: globals jit
compare('{"ReplicationConfigArn":"arn:aws:dms:us-east-1:123456789012:replication-config:ABCDEFGHIJKLMNOPQRSTUVWXYZ"}')
compare(("x"):rep(4096))
