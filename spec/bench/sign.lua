-- What a signature costs beside the bare OpenSSL hashing of the same bytes, in turn in one run.
--
--   lua5.4 spec/bench/sign.lua HASH_PROGRAM      (make bench)
local core = require "aws.core"
local sigv4 = require "aws.sigv4"

local hash_program = assert(arg[1], "usage: sign.lua HASH_PROGRAM")
local ROUNDS, COUNT = 9, 20000

local function request_with(body)
  return {
    method = "POST",
    url = "https://dms.us-east-1.amazonaws.com/",
    headers = {
      { "Host", "dms.us-east-1.amazonaws.com" },
      { "Content-Type", "application/x-amz-json-1.1" },
      { "X-Amz-Target", "AmazonDMSv20160101.StopReplication" },
      { "User-Agent", "aws-replication-lua/0.1.0 lang/lua#5.4" },
    },
    body = body,
    service = "dms",
    region = "us-east-1",
    credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
    time = 1709251198,
  }
end

local function median(list)
  table.sort(list)
  return list[math.floor((#list + 1) / 2)]
end

local function nanoseconds(run)
  collectgarbage()
  local start = core.clock()
  for _ = 1, COUNT do run() end
  return (core.clock() - start) / COUNT * 1e9
end

--- Nanoseconds with contexts used again, and with OpenSSL's one-shot calls.
local function bare(body, canonical, string)
  local pipe = assert(io.popen(("'%s' %d %d %d %d"):format(hash_program, body, canonical, string, COUNT)))
  local reused, at_once = pipe:read("*a"):match("(%S+) (%S+)")
  pipe:close()
  return tonumber(reused), tonumber(at_once)
end

local function compare(body)
  local request, signer = request_with(body), core.signer()
  local _, details = sigv4.sign(request)
  local canonical, string = #details.canonical_request, #details.string_to_sign
  local columns = { call = {}, sign = {}, reused = {}, at_once = {}, ratio_reused = {}, ratio_at_once = {} }
  for i = 1, ROUNDS do
    columns.reused[i], columns.at_once[i] = bare(#body, canonical, string)
    columns.call[i] = nanoseconds(function() signer:sign(request) end)
    columns.sign[i] = nanoseconds(function() sigv4.sign(request) end)
    columns.ratio_reused[i] = columns.sign[i] / columns.reused[i]
    columns.ratio_at_once[i] = columns.sign[i] / columns.at_once[i]
  end
  print(("body %d, canonical request %d, string to sign %d bytes; medians of %d rounds of %d signatures"):format(
    #body, canonical, string, ROUNDS, COUNT))
  print(("  aws.sigv4.sign, headers and details          %7.0f ns"):format(median(columns.sign)))
  print(("  the same inside a call, headers only         %7.0f ns"):format(median(columns.call)))
  for _, way in ipairs({ { "at_once", "one-shot EVP_Digest, HMAC" }, { "reused", "contexts used again" } }) do
    local ratios = columns["ratio_" .. way[1]]
    print(("  bare OpenSSL, %-25s      %7.0f ns   sign costs %.2f times (%.2f to %.2f)"):format(
      way[2], median(columns[way[1]]), median(ratios), ratios[1], ratios[#ratios]))
  end
end

compare('{"ReplicationConfigArn":"arn:aws:dms:us-east-1:123456789012:replication-config:ABCDEFGHIJKLMNOPQRSTUVWXYZ"}')
compare(("x"):rep(4096))
