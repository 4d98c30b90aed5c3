--- AWS Elastic Disaster Recovery.
---@type aws.drs
return require("aws.client").module(require "aws.model.drs")
