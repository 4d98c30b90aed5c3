-- DMS Serverless: awsJson1.1, errors with status 400, times as epoch seconds.

local answers = require "answers"
local documents = require "dms_documents"
local input = require "input"
local json = require "json"
local pages = require "pages"
local population = require "population"
local replications = require "replications"
local world = require "world"

-- Operations by name: `reads` (it changes nothing), `input` (its shape) and `perform` (input, context) → document, or nil
-- and the refusal. See services.lua for the context.
local dms = { name = "dms", operations = {} }

local text, count = { "string" }, { "integer" }
local filters = { "list", of = { "structure", members = {
  Name = { "string", required = true }, Values = { "list", of = text, required = true },
} } }

local function paged(members)
  members.Filters, members.MaxRecords, members.Marker = filters, count, text
  return { "structure", members = members }
end

local function fail(name, message, ...)
  return nil, answers.fail("dms", name, message:format(...))
end

local function invalid(message, ...)
  return fail("InvalidParameterValueException", message, ...)
end

-- A replication that the caller named, or nil and the refusal.
local function named(arn, context)
  if not arn:find("^arn:[^:]+:dms:[^:]*:[^:]*:replication%-config:[^:]+$") then
    return invalid("The parameter ReplicationConfigArn must provide a valid replication config ARN.")
  end
  local found = replications.find(context.place, context.region, arn)
  if not found then
    return fail("ResourceNotFoundFault", "Replication config %s not found.", arn)
  end
  return found
end

-- What the filters ask for: { name = { value = true, … }, … }, or nil and the refusal.
local function read_filters(list, known)
  local wanted = {}
  for _, filter in ipairs(list or {}) do
    if not known[filter.Name] then
      return invalid("Unrecognized filter name: %s", filter.Name)
    elseif #filter.Values == 0 then
      return invalid("The filter %s needs a value.", filter.Name)
    end
    wanted[filter.Name] = wanted[filter.Name] or {}
    for _, value in ipairs(filter.Values) do
      wanted[filter.Name][value] = true
    end
  end
  return wanted
end

-- One page of `items` ({ name }, sorted), as `document` shows each, under the name `member`; or nil and the refusal.
local function page(asked, context, items, document, member, most)
  local size = asked.MaxRecords or 100
  if size < 1 then
    return invalid("MaxRecords must be at least 1, not %d.", size)
  end
  local cut, marker = pages.cut(items, {
    scope = table.concat({ context.operation, context.region, asked.ReplicationConfigArn or "", json.encode(asked.Filters or {}) }, "\n"),
    token = asked.Marker, size = math.min(size, most), wrong = context.tokens,
  })
  if not cut then
    return invalid("Invalid marker: %s", asked.Marker)
  end
  local list = json.list {}
  for i, item in ipairs(cut) do
    list[i] = document(item, context.now)
  end
  return { [member] = list, Marker = marker }
end

-- The replications that filters ask for: those named by ARN also when they are not listed.
local function chosen(wanted, context)
  local list = replications.list(context.place, context.region, context.many)
  local arns, ids, seen = wanted["replication-config-arn"], wanted["replication-config-id"], {}
  for _, replication in ipairs(list) do
    seen[replication.arn] = true
  end
  for arn in pairs(arns or {}) do
    list[#list + 1] = not seen[arn] and replications.find(context.place, context.region, arn) or nil
  end
  local kept = {}
  for _, replication in ipairs(list) do
    if (not arns or arns[replication.arn]) and (not ids or ids[replication.name:lower()]) then
      kept[#kept + 1] = replication
    end
  end
  return population.sort(kept)
end

local by_name = { ["replication-config-arn"] = true, ["replication-config-id"] = true }

local function describe(asked, context, member, document)
  local wanted, problem = read_filters(asked.Filters, by_name)
  if not wanted then
    return nil, problem
  end
  local found = chosen(wanted, context)
  if #found == 0 and next(wanted) and context.missing ~= "empty" then
    return fail("ResourceNotFoundFault", "No replication config matches the filters.")
  end
  return page(asked, context, found, document, member, 100)
end

dms.operations.DescribeReplications = { reads = true, input = paged {}, perform = function(asked, context)
  return describe(asked, context, "Replications", documents.replication)
end }

dms.operations.DescribeReplicationConfigs = { reads = true, input = paged {}, perform = function(asked, context)
  return describe(asked, context, "ReplicationConfigs", documents.config)
end }

local by_table = { ["schema-name"] = "SchemaName", ["table-name"] = "TableName", ["table-state"] = "TableState" }

local function shown_table(item)
  return item.document
end

local function tables(replication, wanted, many)
  local items = {}
  for i, name in ipairs(world.names("tables", many)) do
    local document, fits = documents.table_statistics(replication, name, i), true
    for filter, values in pairs(wanted) do
      fits = fits and values[document[by_table[filter]]]
    end
    items[#items + 1] = fits and { name = name, document = document } or nil
  end
  return items
end

dms.operations.DescribeReplicationTableStatistics = {
  reads = true,
  input = paged { ReplicationConfigArn = { "string", required = true } },
  perform = function(asked, context)
    local replication, problem = named(asked.ReplicationConfigArn, context)
    if not replication then
      return nil, problem
    elseif not replication.started then
      return fail("InvalidResourceStateFault", "Replication %s has no table statistics: it is %s.", replication.arn,
        replication.status)
    end
    local wanted
    wanted, problem = read_filters(asked.Filters, by_table)
    if not wanted then
      return nil, problem
    end
    local document
    document, problem = page(asked, context, tables(replication, wanted, context.many), shown_table,
      "ReplicationTableStatistics", 500)
    if document then
      document.ReplicationConfigArn = replication.arn
    end
    return document, problem
  end,
}

dms.operations.StopReplication = {
  input = { "structure", members = { ReplicationConfigArn = { "string", required = true } } },
  perform = function(asked, context)
    local replication, problem = named(asked.ReplicationConfigArn, context)
    if not replication then
      return nil, problem
    elseif not replications.may_stop(replication) then
      return fail("InvalidResourceStateFault", "Replication %s can't be stopped: it is %s, not running.", replication.arn,
        replication.status)
    elseif not context.dry then
      replications.stop(context.place, replication, context)
    end
    return { Replication = documents.replication(replication, context.now) }
  end,
}

local start_types = { ["start-replication"] = true, ["resume-processing"] = true, ["reload-target"] = true }

-- true, or nil and why a replication cannot be started so.
local function check_start(asked, replication)
  if not start_types[asked.StartReplicationType] then
    return invalid("StartReplicationType must be start-replication, resume-processing or reload-target, not %s.",
      asked.StartReplicationType)
  elseif asked.CdcStartTime and asked.CdcStartPosition then
    return fail("InvalidParameterCombinationException", "CdcStartTime and CdcStartPosition can't be given together.")
  elseif not replications.may_start(replication) then
    return fail("InvalidResourceStateFault", "Replication %s can't be started: it is %s.", replication.arn,
      replication.status)
  elseif asked.StartReplicationType ~= "start-replication" and not replication.started then
    return fail("InvalidResourceStateFault", "Replication %s has not run yet: only start-replication starts it.",
      replication.arn)
  end
  return true
end

dms.operations.StartReplication = {
  input = { "structure", members = {
    ReplicationConfigArn = { "string", required = true }, StartReplicationType = { "string", required = true },
    PremigrationAssessmentSettings = text, CdcStartTime = { "number" }, CdcStartPosition = text, CdcStopPosition = text,
  } },
  perform = function(asked, context)
    local replication, problem = named(asked.ReplicationConfigArn, context)
    local ok
    if replication then
      ok, problem = check_start(asked, replication)
    end
    if not ok then
      return nil, problem
    elseif not context.dry then
      replications.start(context.place, replication, context, asked)
    end
    return { Replication = documents.replication(replication, context.now) }
  end,
}

dms.operations.ListTagsForResource = {
  reads = true,
  input = { "structure", members = { ResourceArn = text, ResourceArnList = { "list", of = text } } },
  perform = function(asked, context)
    local arns = asked.ResourceArnList or { asked.ResourceArn }
    if #arns == 0 or asked.ResourceArnList and asked.ResourceArn then
      return invalid("One of ResourceArn and ResourceArnList is needed.")
    end
    local tags = json.list {}
    for _, arn in ipairs(arns) do
      local replication, problem = named(arn, context)
      if not replication then
        return nil, problem
      end
      for _, tag in ipairs(documents.tags(replication, asked.ResourceArnList ~= nil)) do
        tags[#tags + 1] = tag
      end
    end
    return { TagList = tags }
  end,
}

--- The refusal of a caller who may not do that, or nil.
---@param caller table from verify.check
---@param operation string
---@return table|nil answer
function dms.refusal(caller, operation)
  if caller.key.denied or caller.key.reads and not dms.operations[operation].reads then
    return answers.fail("dms", "AccessDeniedException", ("User: arn:aws:iam::%s:user/restricted is not authorized to "
      .. "perform: dms:%s"):format(world.account, operation))
  end
end

--- The answer to an input that cannot be used.
---@param problem table from input.read
---@return table answer
function dms.invalid(problem)
  if problem.violations then
    return answers.fail("dms", "ValidationException", input.describe(problem.violations))
  end
  return answers.fail("dms", "SerializationException", problem.json_problem or problem.type_problem)
end

--- The replication of an ARN, whatever its region, for inspection.
---@param place table
---@param arn string
---@return table|nil
function dms.find(place, arn)
  return replications.find(place, arn:match("^arn:[^:]*:dms:([^:]*)") or "", arn)
end

return dms
