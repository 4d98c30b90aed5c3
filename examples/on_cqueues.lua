-- Stops DMS replications in a program that runs on cqueues, all at a time, while another coroutine ticks.
--
--   lua5.4 examples/on_cqueues.lua ARN…
--
-- Region and credentials come from where AWS keeps them: environment, ~/.aws, container, EC2; AWS_CA_BUNDLE
-- names other certificates than the system's.
package.path = arg[0]:gsub("[^/]*$", "") .. "?.lua;" .. package.path

local cqueues = require "cqueues"
local dms = require "aws.dms"
local errors = require "aws.errors"
local on_cqueues = require "cqueues_transport"
local script = require "script"

script.run("lua5.4 examples/on_cqueues.lua ARN…", 1, function(...)
  local client = dms.new({ transport = on_cqueues.transport, sleep = on_cqueues.sleep })
  local loop, left, failed, ticks = cqueues.new(), select("#", ...), false, 0
  for _, arn in ipairs({ ... }) do
    loop:wrap(function()
      local ok, output = pcall(client.stop_replication, { ReplicationConfigArn = arn })
      if errors.is(output, "Interrupted") then error(output, 0) end -- Ctrl-C ends the loop
      failed = failed or not ok
      script.print(arn .. ": " .. (ok and "now " .. output.Replication.Status or tostring(output)))
      left = left - 1
    end)
  end
  loop:wrap(function()
    while left > 0 do
      ticks = ticks + 1
      cqueues.sleep(0.01)
    end
  end)
  assert(loop:loop())
  script.print(("ticked %d times meanwhile"):format(ticks))
  return not failed
end)
