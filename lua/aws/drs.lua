--- AWS Elastic Disaster Recovery.
---@type aws.drs
return require("aws.client").module(require "aws.model.drs", {
  decide = { module = "aws.operator.decide" },
  retry_if_stalled = { module = "aws.operator.retry_if_stalled", makes_calls = true },
})
