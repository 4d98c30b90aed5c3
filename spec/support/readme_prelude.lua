--- What a reader of the READMEs has at hand when a block of Lua begins: globals, which the blocks' own locals hide.
-- luacheck: allow defined
local aws = require "aws"

local function arn_of(name) return "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-" .. name end

_G.aws, _G.dms, _G.drs, _G.errors = aws, require "aws.dms", require "aws.drs", require "aws.errors"
_G.client = _G.dms
_G.arn, _G.other_arn, _G.arns = arn_of "READER", arn_of "OTHER", { arn_of "FIRST", arn_of "SECOND" }
_G.id, _G.secret = os.getenv "AWS_ACCESS_KEY_ID", os.getenv "AWS_SECRET_ACCESS_KEY"
_G.log, _G.json, _G.parse = io.stdout, tostring, tostring

--- Tests of busted, each of which runs at once.
local finish = function() end

function _G.describe(_, body)
  _G.assert = require "luassert"
  body()
end

function _G.after_each(run) finish = run end

function _G.it(_, body)
  body()
  finish()
end
