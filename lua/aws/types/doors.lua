---@meta
--- What no single file of the library says of itself; not to be required.

--- What any member is that is not named: nothing but this text fits, so that an editor shows a misspelt one.
---@alias aws.NotAMember "there is no such member"

--- What functions may be called on with a colon: a client, a module, or one of their tables. Nobody writes one as a table.
---@class aws.Receiver
---@field private receiver true

--- `require "aws"`: each member is the module of its name.
---@class aws
local aws = {}

aws.credentials = require "aws.credentials"
aws.dms = require "aws.dms"
aws.doctor = require "aws.doctor"
aws.drs = require "aws.drs"
aws.errors = require "aws.errors"
aws.map = require "aws.map"
aws.plan = require "aws.plan"
aws.service = require "aws.service"
aws.show = require "aws.show"
aws.sigv4 = require "aws.sigv4"
aws.stub = require "aws.stub"
aws.time = require "aws.time"
aws.version = require "aws.version"

return aws
