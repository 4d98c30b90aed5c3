--- AWS Elastic Disaster Recovery.
return require("aws.client").module(require "aws.model.drs")
