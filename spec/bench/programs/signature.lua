--- signature.lua ours|openssl: a signature as a call has it; or OpenSSL's hashing of the same bytes with contexts kept, the
--- least that its interface can do.
local core = require "aws.core"
local hash = require "bench_hash"
local sigv4 = require "aws.sigv4"

local request = {
  method = "POST", url = "https://dms.us-east-1.amazonaws.com/", service = "dms", region = "us-east-1", time = 1709251198,
  headers = {
    { "Host", "dms.us-east-1.amazonaws.com" }, { "Content-Type", "application/x-amz-json-1.1" },
    { "X-Amz-Target", "AmazonDMSv20160101.StopReplication" }, { "User-Agent", "aws-replication-lua/0.2.0 lang/lua#5.4" },
  },
  body = '{"ReplicationConfigArn":"arn:aws:dms:us-east-1:123456789012:replication-config:ABCDEFGHIJKLMNOPQRSTUVWXYZ"}',
  credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
}
local _, details = sigv4.sign(request)
local signer = core.signer()

local function ours(count)
  for _ = 1, count do signer:sign(request) end
end

local function openssl(count)
  hash.run(request.body, details.canonical_request, details.string_to_sign, count)
end

require "spec.bench.programs.worker"(arg[1] == "ours" and ours or openssl)
