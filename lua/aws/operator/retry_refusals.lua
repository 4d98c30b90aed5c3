--- Errors of a retry that speak of the server's state, or say that there are no retries any more.
local iterate = require "aws.language.iterate"

local retry_refusals = {}

--- Types of errors that say that a service does not know an operation.
local unknown_operation = { UnknownOperationException = true, UnknownOperation = true, InvalidAction = true }

--- Types of errors after which another write is not sent before a look has shown what they are about.
---@type table<string, boolean>
retry_refusals.types = { ValidationException = true, ConflictException = true }
for name in iterate.pairs(unknown_operation) do retry_refusals.types[name] = true end

--- Raises an error that says that AWS no longer takes RetryDataReplication, which it calls deprecated. Nothing is done in its
--- place: each of the other ways has a price that only the user knows.
---@param err aws.Error changed when it is raised
---@param operation string that was sent
function retry_refusals.check_retired(err, operation)
  if operation ~= "retry_data_replication" or not unknown_operation[err.type] then return end
  err.message = "AWS does not know RetryDataReplication here, which it has deprecated. Next steps, of which none was taken: "
    .. "StartReplication (drs.start_replication), where the server is stopped; the server's page in the DRS console; "
    .. "installing the AWS Replication Agent on the server again"
  error(err, 0)
end

return retry_refusals
