--- AWS Database Migration Service.
return require("aws.client").module(require "aws.model.dms")
