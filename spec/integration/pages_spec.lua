-- Pages over real sockets, against the local endpoint.
local aws = require "aws"
local child = require "spec.support.child"
local files = require "spec.support.files"
local folder = require "spec.support.folder"
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"

local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-ORDERS"

--- What the endpoint answers in pages: service, operation, its list, what tells items apart, input.
local operations = {
  { "dms", "describe_replications", "Replications", "ReplicationConfigArn" },
  { "dms", "describe_replication_configs", "ReplicationConfigs", "ReplicationConfigArn" },
  { "dms", "describe_replication_table_statistics", "ReplicationTableStatistics", "TableName", { ReplicationConfigArn = ARN } },
  { "drs", "describe_source_servers", "items", "sourceServerID" },
  { "drs", "describe_jobs", "items", "jobID" },
}

local world, clients
before_each(function() world, clients = local_world.new(), {} end)
after_each(function()
  for _, client in ipairs(clients) do client.close() end
end)

local function client_of(service, words)
  local client = aws[service].new(local_aws.settings(world:url(words)))
  clients[#clients + 1] = client
  return client
end

local function names_of(list, name)
  local names = {}
  for i, item in ipairs(list) do names[i] = item[name] end
  return names
end

local function is_without_repetition(names)
  local seen = {}
  for _, name in ipairs(names) do
    if seen[name] then return false end
    seen[name] = true
  end
  return true
end

local function failure(fn, ...)
  local ok, err = pcall(fn, ...)
  assert.is_false(ok)
  return err
end

for _, operation in ipairs(operations) do
  local service, name, list_name, key, input = (table.unpack or unpack)(operation)

  describe(service .. "." .. name, function()
    it("gives every item once, whatever the size of a page, and goes on from anywhere", function()
      local client = client_of(service, "many=23")
      local whole = names_of(client.all[name](input), key)
      assert.equal(23, #whole)
      assert.is_true(is_without_repetition(whole))
      for _, size in ipairs({ 1, 7, 22, 23, 24 }) do
        local names, pages = {}, 0
        for page, metadata in client.pages[name](input, { page_size = size }) do
          pages = pages + 1
          assert.equal(200, metadata.status)
          for _, item in ipairs(page[list_name]) do names[#names + 1] = item[key] end
        end
        assert.same(whole, names)
        assert.equal(math.ceil(23 / size), pages)
        local some, state = client.all[name](input, { page_size = size, max_items = 9 })
        local rest = client.all[name](input, { page_size = 5, token = state.token })
        for _, item in ipairs(rest) do some[#some + 1] = item end
        assert.same(whole, names_of(some, key))
      end
    end)

    it("ends in a circle with PaginationError", function()
      for _, tokens in ipairs({ "circular", "same" }) do
        local client = client_of(service, "many=23,tokens=" .. tokens)
        local err = failure(client.all[name], input, { page_size = 2 })
        assert.same({ "PaginationError", "response", service, name }, { err.type, err.kind, err.service, err.operation })
        assert.truthy(err.request_id)
        assert.equal(err.pages * 2, #err.items)
      end
    end)

    it("shows the service's refusal of a token", function()
      for _, tokens in ipairs({ "broken", "number" }) do -- a number is read as its digits
        local client = client_of(service, "many=23,tokens=" .. tokens)
        local next_page, state = client.pages[name](input, { page_size = 10 })
        next_page()
        local err = failure(next_page)
        assert.same({ "service", "client", 1, "string" }, { err.kind, err.fault, state.pages, type(state.token) })
      end
    end)

    it("ends with an empty token and with null, and passes gaps", function()
      for _, tokens in ipairs({ "empty", "null", "gaps" }) do
        local client = client_of(service, "many=23,tokens=" .. tokens)
        local list, state = client.all[name](input, { page_size = 10 })
        assert.equal(23, #list)
        assert.is_nil(state.token)
        assert.equal(tokens == "gaps" and 5 or 3, state.pages)
      end
    end)
  end)
end

describe("a listing over real sockets", function()
  it("goes on after lost answers without loss", function()
    local broken = client_of("drs", "many=40,cut-body,times=3,id=" .. local_aws.fresh())
    local good = client_of("drs", "many=40")
    local names = {}
    local next_server, state = broken.each.describe_source_servers({}, { page_size = 7 })
    local failures = 0
    repeat
      local ok, server = pcall(next_server)
      if not ok then failures = failures + 1 end
      if ok and server then names[#names + 1] = server.sourceServerID end
    until ok and not server or failures > 10
    assert.equal(6, state.pages)
    assert.same(names_of(good.all.describe_source_servers(), "sourceServerID"), names)
  end)

  it("is as the README shows it", function()
    local code = files.read("lua/aws/pages/README.md"):match("```lua\n(.-)```")
    local scratch = folder.new()
    local script = scratch.write("pages.lua", 'local dms, drs = require "aws.dms", require "aws.drs"\n' .. code .. "\nprint(#configs)\n")
    local status, stdout, stderr = child.run(("%s %s %s"):format(
      child.environment(local_aws.environment({ AWS_ENDPOINT_URL = world:url("many=60") })), os.getenv "LUA" or "lua5.4", script))
    scratch.remove()
    assert.equal("", stderr)
    assert.equal(0, status)
    assert.matches("^50\n10\ns%-", stdout)
    assert.equal(63, select(2, stdout:gsub("\n", "")))
    assert.matches("\n60\n$", stdout)
  end)

  it("goes on in the middle of a page after any error, with another client", function()
    local names, token = {}, nil
    -- Takes up to `most` items, or until an error; says whether there was none.
    local function take(fault, most)
      local client = client_of("dms", "many=45," .. fault)
      local next_item, state = client.each.describe_replications({}, { page_size = 20, token = token, max_items = most })
      local ok = pcall(function()
        for item in next_item do names[#names + 1] = item.ReplicationConfigArn end
      end)
      token = state.token
      return ok
    end
    assert.is_true(take("none", 7))
    for _, fault in ipairs({ "error=ValidationException", "reply-lost", "status=503", "cut-body", "html" }) do
      assert.is_false(take(fault))
      assert.is_true(take("none", 7))
    end
    assert.is_true(take("none"))
    assert.same(names_of(client_of("dms", "many=45").all.describe_replications(), "ReplicationConfigArn"), names)
  end)

  it("holds once what was there all the time, while the list changes", function()
    local client, listed, count = client_of("dms"), {}, 0
    for replication in client.each.describe_replications({}, { page_size = 2 }) do
      local name = replication.ReplicationConfigIdentifier
      listed[name], count = (listed[name] or 0) + 1, count + 1
      if count <= 4 then client.stop_replication({ ReplicationConfigArn = ARN:gsub("ORDERS", "A-" .. count) }) end
    end
    for _, name in ipairs({ "created-audit", "failed-customers", "running-orders", "stopped-invoices" }) do
      assert.equal(1, listed[name])
    end
  end)

  it("overlaps with others in aws.map", function()
    local client = client_of("dms", "many=60")
    local results, failed = aws.map({ 10, 20, 30, 40 }, function(size)
      local count = 0
      for _ in client.each.describe_replications({}, { page_size = size }) do count = count + 1 end
      return count
    end)
    assert.equal(0, failed)
    for _, result in ipairs(results) do assert.equal(60, result.value) end
  end)
end)
