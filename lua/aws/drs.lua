--- AWS Elastic Disaster Recovery.
require "aws.core" -- first: it has the other files compiled

---@type aws.drs
local drs = require("aws.client").module(require("aws.protocol.pieces").model("drs"), {
  decide = { module = "aws.operator.decide" },
  retry_if_stalled = { module = "aws.operator.retry_if_stalled", makes_calls = true },
})

return drs
