--- AWS Database Migration Service.
require "aws.core" -- first: it has the other files compiled

---@type aws.dms
local dms = require("aws.client").module(require("aws.protocol.pieces").model("dms"), {
  ensure_stopped = { module = "aws.operator.ensure_stopped", makes_calls = true },
  stop_reason = { module = "aws.wait.stop_reason" },
})

return dms
