--- AWS Database Migration Service.
---@type aws.dms
return require("aws.client").module(require "aws.model.dms")
