-- DRS: restJson1, errors named in a header, times as ISO 8601 text.

local answers = require "answers"
local documents = require "drs_documents"
local input = require "input"
local jobs = require "jobs"
local json = require "json"
local pages = require "pages"
local population = require "population"
local servers = require "servers"
local world = require "world"

-- Operations by name: `reads` (it changes nothing), `input` (its shape) and `perform` (input, context) → document, or nil
-- and the refusal. See services.lua for the context.
local drs = { name = "drs", operations = {} }

local server_id = { "string", pattern = "^s%-%w%w%w%w%w%w%w%w%w%w%w%w%w%w%w%w%w$", rule = "s-[0-9a-zA-Z]{17}" }
local named_server = { "structure", members = { sourceServerID = { "string", pattern = server_id.pattern,
  rule = server_id.rule, required = true } } }
local job_id = { "string", pattern = "^drsjob%-" .. ("%w"):rep(17) .. "$", rule = "drsjob-[0-9a-zA-Z]{17}" }
local account_id = { "string", pattern = "^%d%d%d%d%d%d%d%d%d%d%d%d$", rule = ".*[0-9]{12,}.*" }
local date = { "string", pattern = "^%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d%.?%d*Z$", rule = "an ISO 8601 date and time" }

local function paged(filters)
  return { "structure", members = {
    filters = { "structure", members = filters, closed = true },
    maxResults = { "integer", least = 1 }, nextToken = { "string", most = 2048 },
  } }
end

local function fail(name, fields, message, ...)
  return nil, answers.fail("drs", name, message:format(...), fields)
end

local function refuse(reason, message, fields)
  return answers.fail("drs", "ValidationException", message, { reason = reason, fieldList = fields, code = "VALIDATION" })
end

-- The server that an input names, or nil and the refusal.
local function named(asked, context)
  local id = asked.sourceServerID
  local found = servers.find(context.place, context.region, id)
  if not found then
    return fail("ResourceNotFoundException", { code = "RESOURCE_NOT_FOUND", resourceId = id, resourceType = "SourceServer" },
      "Source server %s not found.", id)
  end
  return found
end

-- One page of what `list` holds, as `document` shows it, or nil and the refusal.
local function page(asked, context, list, document)
  local cut, token = pages.cut(list, {
    scope = table.concat({ context.operation, context.region, json.encode(asked.filters or {}) }, "\n"),
    token = asked.nextToken, size = math.min(asked.maxResults or 200, 200), wrong = context.tokens,
  })
  if not cut then
    return nil, refuse("fieldValidationFailed", "Invalid nextToken.",
      json.list { { name = "nextToken", message = "Invalid token" } })
  end
  local items = json.list {}
  for i, item in ipairs(cut) do
    items[i] = document(item, context.now)
  end
  return { items = items, nextToken = token }
end

-- Those of the list that `ids` names (all without ids), and those named that are not in it.
local function chosen(list, ids, find)
  if not ids or #ids == 0 then
    return list
  end
  local kept, seen = {}, {}
  for _, id in ipairs(ids) do
    kept[#kept + 1] = not seen[id] and find(id) or nil
    seen[id] = true
  end
  return population.sort(kept)
end

local function contains(list, value)
  for _, item in ipairs(list) do
    if item == value then
      return true
    end
  end
  return false
end

local function has_hardware(server, id, now)
  local hints = documents.server(server, now).sourceProperties.identificationHints
  return id == hints.vmWareUuid or id == hints.awsInstanceID
end

local function fits(server, filters, now)
  local accounts, hardware = filters.stagingAccountIDs, filters.hardwareId
  return (not accounts or #accounts == 0 or contains(accounts, documents.staging_account(server)))
    and (not hardware or has_hardware(server, hardware, now))
end

-- Was the job made between the dates?
local function is_between(job, from, to)
  local created = (from or to) and documents.job(job).creationDateTime:sub(1, 19)
  return (not from or created >= from:sub(1, 19)) and (not to or created <= to:sub(1, 19))
end

drs.operations.DescribeSourceServers = {
  reads = true,
  input = paged { sourceServerIDs = { "list", of = server_id, most = 200 }, hardwareId = { "string", most = 256 },
    stagingAccountIDs = { "list", of = account_id, most = 200 } },
  perform = function(asked, context)
    local filters, kept = asked.filters or {}, {}
    local list = chosen(servers.list(context.place, context.region, context.many), filters.sourceServerIDs, function(id)
      return servers.find(context.place, context.region, id)
    end)
    for _, server in ipairs(list) do
      kept[#kept + 1] = fits(server, filters, context.now) and server or nil
    end
    return page(asked, context, kept, documents.server)
  end,
}

drs.operations.DescribeJobs = {
  reads = true,
  input = paged { jobIDs = { "list", of = job_id, most = 1000 }, fromDate = date, toDate = date },
  perform = function(asked, context)
    local filters, kept = asked.filters or {}, {}
    local list = chosen(jobs.list(context.place, context.region, context.many), filters.jobIDs, function(id)
      return jobs.find(context.place, context.region, id, context.phase)
    end)
    for _, job in ipairs(list) do
      kept[#kept + 1] = is_between(job, filters.fromDate, filters.toDate) and job or nil
    end
    return page(asked, context, kept, documents.job)
  end,
}

drs.operations.RetryDataReplication = {
  input = named_server,
  perform = function(asked, context)
    local server, problem = named(asked, context)
    if not server then
      return nil, problem
    elseif not servers.may_retry(server) then
      return nil, refuse("other", ("Source server %s is %s; a retry needs STALLED, DISCONNECTED or STOPPED%s.")
        :format(server.name, server.status, server.facts.extended and ", in its staging account" or ""))
    elseif not context.dry then
      servers.initiate(context.place, server, context)
    end
    return documents.server(server, context.now)
  end,
}

drs.operations.StartReplication = {
  input = named_server,
  perform = function(asked, context)
    local server, problem = named(asked, context)
    if not server then
      return nil, problem
    elseif server.status ~= "STOPPED" then
      return fail("ConflictException", { code = "CONFLICT", resourceId = server.name, resourceType = "SourceServer" },
        "Source server %s is %s; a start needs STOPPED.", server.name, server.status)
    elseif not context.dry then
      servers.initiate(context.place, server, context)
    end
    return { sourceServer = documents.server(server, context.now) }
  end,
}

--- The refusal of a caller who may not do that, or nil.
---@param caller table from verify.check
---@param operation string
---@return table|nil answer
function drs.refusal(caller, operation)
  if caller.key.denied or caller.key.reads and not drs.operations[operation].reads then
    return answers.fail("drs", "AccessDeniedException", ("User: arn:aws:iam::%s:user/restricted is not authorized to "
      .. "perform: drs:%s"):format(world.account, operation), { code = "ACCESS_DENIED" })
  elseif caller.key.uninitialized or caller.region == world.uninitialized_region then
    return answers.fail("drs", "UninitializedAccountException",
      "Account " .. world.account .. " is not initialized for Elastic Disaster Recovery in this region.",
      { code = "UNINITIALIZED_ACCOUNT" })
  end
end

--- The answer to an input that cannot be used.
---@param problem table from input.read
---@return table answer
function drs.invalid(problem)
  if problem.json_problem then
    return refuse("cannotParse", problem.json_problem)
  elseif problem.type_problem then
    return answers.fail("drs", "SerializationException", problem.type_problem)
  end
  local fields = json.list {}
  for i, violation in ipairs(problem.violations) do
    fields[i] = { name = violation.name, message = violation.rule }
  end
  return refuse("fieldValidationFailed", input.describe(problem.violations), fields)
end

return drs
