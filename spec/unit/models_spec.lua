-- Both committed models whole: every operation compiles, and the facts agree with each other.
local ascii = require "aws.text.ascii"
local convert = require "spec.models.convert"
local depot = require "spec.support.depot"
local facts = require "spec.models.facts"
local files = require "spec.support.files"
local names = require "spec.models.names"
local protocol = require "aws.protocol"

local services = { dms = require "aws.model.dms", drs = require "aws.model.drs", depot = dofile(depot.GOLDEN) }
local counts = { dms = 119, drs = 50, depot = 8 }

--- Where AWS's published models lie beside a checkout of the maintainers; nobody else has them there. Everywhere else
--- spec/conformance/whole_*_spec.lua compares every operation with what botocore makes of those models.
local PUBLISHED = "../shared/models"

local function has_published_models() return files.exists(PUBLISHED .. "/dms.json") end

local function sorted(list)
  table.sort(list, ascii.before)
  return list
end

local function each_operation(visit)
  for service_name, service in pairs(services) do
    for name, operation in pairs(service.operations) do visit(service, name, operation, service_name .. "." .. name) end
  end
end

local function members_of(service, shape)
  return shape and service.shapes[shape].members or {}
end

local function shape_of(service, member)
  local name = type(member) == "table" and member.shape or member
  return service.shapes[name] or { type = name }
end

describe("the models", function()
  it("have every operation, under the name that boto3 gives it", function()
    local found = {}
    each_operation(function(service, name, operation)
      assert.equal(names.snake(operation.name), name)
      found[service.name] = (found[service.name] or 0) + 1
    end)
    assert.same(counts, found)
  end)

  it("compile, every operation with its errors", function()
    each_operation(function(service, name, _, place)
      local operation = protocol.compile(service, name)
      assert.is_not_nil(operation.input, place)
      assert.equal(services[service.name].operations[name], operation.model)
    end)
  end)

  it("hold no shape that no operation or error reaches", function()
    for service_name, service in pairs(services) do
      local used = {}
      local function mark(name)
        local shape = service.shapes[name]
        if not shape or used[name] then return end
        used[name] = true
        for _, member in pairs(shape.members or {}) do mark(type(member) == "table" and member.shape or member) end
        for _, key in ipairs({ "member", "key", "value" }) do mark(shape[key]) end
      end
      for _, operation in pairs(service.operations) do
        mark(operation.input)
        mark(operation.output)
      end
      for name, shape in pairs(service.shapes) do
        if shape.exception then mark(name) end
      end
      for name in pairs(service.shapes) do assert.is_true(used[name], service_name .. "." .. name) end
    end
  end)

  it("list errors that are exceptions; DMS does not say whose fault they are", function()
    each_operation(function(service, _, operation, place)
      for _, code in ipairs(operation.errors or {}) do
        assert.is_true(service.shapes[code].exception, place .. ": " .. code)
        local fault = service.shapes[code].fault
        assert.is_true(fault == "client" or fault == "server" or fault == nil and service == services.dms, place .. ": " .. code)
      end
    end)
  end)

  it("find pages through members that are there, and the items in a list", function()
    local paged = { dms = 0, drs = 0, depot = 0 }
    each_operation(function(service, _, operation, place)
      local pages = operation.pages
      local input, output = members_of(service, operation.input), members_of(service, operation.output)
      local has_tokens = input.Marker and output.Marker or input.NextToken and output.NextToken or input.nextToken
      assert.equal(has_tokens ~= nil, pages ~= nil, place)
      if not pages then return end
      paged[service.name] = paged[service.name] + 1
      assert.equal("string", shape_of(service, input[pages.input_token]).type, place)
      assert.equal("string", shape_of(service, output[pages.output_token]).type, place)
      assert.equal("integer", shape_of(service, input[pages.page_size]).type, place)
      assert.equal("list", shape_of(service, output[pages.items]).type, place)
      assert.is_true((pages.least or 1) >= 1 and (pages.most or 1000) >= (pages.least or 1), place)
      assert.is_true(operation.read_only, place)
    end)
    assert.same({ dms = 42, drs = 11, depot = 2 }, paged)
  end)

  it("can page what boto3 cannot", function()
    local function pages(name) return services.dms.operations[name].pages end
    assert.equal("Replications", pages("describe_replications").items)
    assert.equal("ReplicationConfigs", pages("describe_replication_configs").items)
    assert.equal("ReplicationTableStatistics", pages("describe_replication_table_statistics").items)
    assert.same({ 20, 100 }, { pages("describe_events").least, pages("describe_events").most })
    assert.equal(300, services.drs.operations.list_extensible_source_servers.pages.most)
  end)

  it("have waiters whose operations are there, only read, and have what is looked at", function()
    local states, found = { success = true, failure = true, retry = true }, { dms = 0, drs = 0, depot = 0 }
    for service_name, service in pairs(services) do
      for name, waiter in pairs(service.waiters or {}) do
        local place = service_name .. "." .. name
        found[service_name] = found[service_name] + 1
        assert.equal(names.snake(waiter.name), name)
        local operation = assert(service.operations[waiter.operation], place)
        assert.is_true(operation.read_only, place)
        assert.is_true(waiter.delay >= 1 and waiter.max_attempts >= 1 and #waiter.acceptors > 0, place)
        for _, acceptor in ipairs(waiter.acceptors) do
          assert.is_true(states[acceptor.state], place)
          assert.equal(acceptor.matcher:find("^path") ~= nil, acceptor.path ~= nil, place)
          local first = acceptor.path and acceptor.path:match("^%w+")
          assert.is_true(not first or members_of(service, operation.output)[first] ~= nil, place)
          if acceptor.matcher == "error" and type(acceptor.expected) == "string" then
            assert.is_true(service.shapes[acceptor.expected].exception, place)
          end
        end
      end
    end
    assert.same({ dms = 17, drs = 0, depot = 3 }, found)
  end)

  it("call what reads read-only, and nothing else", function()
    each_operation(function(_, name, operation, place)
      local reads = name:find("^describe_") or name:find("^list_") or name:find("^get_")
      assert.equal(reads ~= nil, operation.read_only == true, place)
    end)
  end)

  it("mark what loses data, none of it read-only, all of it with words of our own", function()
    local found = {}
    each_operation(function(service, name, operation, place)
      assert.is_false(operation.destructive == true and operation.read_only == true, place)
      if not operation.destructive then return end
      local own = facts.services[service.service_id]
      if own then assert.is_string(own.destructive[operation.name], place) end
      if not name:find("^delete_") then found[#found + 1] = place end
    end)
    assert.same({
      "dms.reload_replication_tables",
      "dms.reload_tables",
      "drs.disconnect_recovery_instance",
      "drs.disconnect_source_server",
      "drs.stop_replication",
      "drs.terminate_recovery_instances",
    }, sorted(found))
    for name, operation in pairs(services.dms.operations) do
      assert.equal(name:find("^delete_") ~= nil or name:find("^reload_") ~= nil, operation.destructive == true, name)
    end
  end)

  it("know every operation that our own lists name", function()
    for _, service in pairs(services) do
      local known = {}
      for _, operation in pairs(service.operations) do known[operation.name] = true end
      local own = facts.complete(facts.services[service.service_id])
      for _, key in ipairs({ "changes", "destructive", "harmless", "identifiers", "items", "page_sizes", "words" }) do
        for name in pairs(own[key]) do assert.is_true(known[name], key .. ": " .. name) end
      end
    end
  end)

  it("have the ARN or id checked of two operations", function()
    local found = {}
    for name, service in pairs(services) do
      for own, operation in pairs(service.operations) do
        if operation.identifier then found[name .. "." .. own] = operation.identifier end
      end
    end
    assert.same({ ["dms.stop_replication"] = "ReplicationConfigArn", ["drs.retry_data_replication"] = "sourceServerID" }, found)
  end)

  it("keep what is secret and what AWS has given up", function()
    assert.is_true(services.dms.shapes.SecretString.sensitive)
    assert.is_true(services.drs.operations.retry_data_replication.deprecated)
    assert.is_true(services.dms.shapes.ReplicationInstance.members.ReplicationInstancePublicIpAddress.deprecated)
    assert.is_true(services.drs.operations.delete_job.idempotent)
  end)

  if has_published_models() then
    it("are what the converter makes of AWS's published models", function()
      local made = convert.all(PUBLISHED)
      assert.equal(2, #made)
      for _, entry in ipairs(made) do
        local path = ("lua/aws/model/%s.lua"):format(entry.name)
        assert.is_true(entry.text == files.read(path), path .. " is not what make models FROM=../shared/models writes")
      end
    end)
  end
end)
