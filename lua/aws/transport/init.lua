--- The default transport of a client, and what goes with it.
local curl = require "aws.transport.curl"
local scheduler = require "aws.scheduler"

return {
  --- A transport with connections of its own.
  ---@type fun(): aws.Transport
  new = curl.new,

  --- Waits; in an item of aws.map the others go on.
  ---@type fun(seconds: number)
  sleep = scheduler.sleep,

  --- Whether waiting here lets other coroutines run.
  ---@type fun(): boolean
  can_yield = scheduler.can_yield,
}
