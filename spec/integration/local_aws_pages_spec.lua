-- Pages and tokens of the local endpoint, right and wrong.
local dkjson = require "dkjson"
local local_world = require "spec.support.local_world"

local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-ORDERS"

local world
before_each(function() world = local_world.new() end)

-- { service, operation, name of: the items, what tells them apart, size, token; input }
local operations = {
  { "dms", "DescribeReplications", "Replications", "ReplicationConfigArn", "MaxRecords", "Marker", {} },
  { "dms", "DescribeReplicationConfigs", "ReplicationConfigs", "ReplicationConfigArn", "MaxRecords", "Marker", {} },
  { "dms", "DescribeReplicationTableStatistics", "ReplicationTableStatistics", "TableName", "MaxRecords", "Marker",
    { ReplicationConfigArn = ARN } },
  { "drs", "DescribeSourceServers", "items", "sourceServerID", "maxResults", "nextToken", {} },
  { "drs", "DescribeJobs", "items", "jobID", "maxResults", "nextToken", {} },
}

local function input_of(operation, size, token)
  local input = { [operation[5]] = size, [operation[6]] = token }
  for name, value in pairs(operation[7]) do input[name] = value end
  return input
end

-- A page: its names, the token that follows, the status.
local function page(operation, size, token, words)
  local document, status = world:call(operation[1], operation[2], input_of(operation, size, token), { words = words })
  local names = {}
  for i, item in ipairs(document[operation[3]] or {}) do names[i] = item[operation[4]] end
  return names, document[operation[6]], status
end

-- All names, page by page, and how many pages there were.
local function walk(operation, size, words)
  local all, token, count = {}, nil, 0
  repeat
    local names
    names, token = page(operation, size, token, words)
    count = count + 1
    for _, name in ipairs(names) do all[#all + 1] = name end
  until not token or token == "" or token == dkjson.null or count > 100
  return all, count
end

for _, operation in ipairs(operations) do
  describe(operation[2], function()
    it("gives every item once, whatever the size of a page", function()
      local whole = walk(operation, nil, "many=13")
      assert.equal(13, #whole)
      for _, size in ipairs({ 1, 2, 4, 12, 13, 14, 100 }) do
        local all, count = walk(operation, size, "many=13")
        assert.same(whole, all)
        assert.equal(math.ceil(13 / size), count)
      end
    end)

    it("gives no more than a page holds at most", function()
      local most = operation[3]:find("Table") and 500 or operation[1] == "dms" and 100 or 200
      local names, token = page(operation, 1000, nil, "many=" .. most + 1)
      assert.equal(most, #names)
      assert.is_string(token)
      assert.equal(1, #page(operation, 1000, token, "many=" .. most + 1))
    end)

    it("refuses a token that it did not give", function()
      local _, token = page(operation, 2)
      local refused = operation[1] == "dms" and "InvalidParameterValueException" or "ValidationException"
      for _, wrong in ipairs({ "nonsense", token:sub(1, -5), token .. "AAAA", token:gsub("^..", "zz"), (" "):rep(20) }) do
        assert.equal(refused, (world:refusal(operation[1], operation[2], input_of(operation, 2, wrong))))
      end
    end)

    it("refuses a token of another operation, region or filter", function()
      local _, token = page(operation, 1)
      local refused = operation[1] == "dms" and "InvalidParameterValueException" or "ValidationException"
      for _, other in ipairs(operations) do
        if other[2] ~= operation[2] and other[1] == operation[1] then
          assert.equal(refused, (world:refusal(other[1], other[2], input_of(other, 1, token))))
        end
      end
      local elsewhere = input_of(operation, 1, token)
      if elsewhere.ReplicationConfigArn then elsewhere.ReplicationConfigArn = ARN:gsub("us%-east%-1", "eu-west-1") end
      assert.equal(refused, (world:refusal(operation[1], operation[2], elsewhere, { region = "eu-west-1" })))
    end)

    it("goes in a circle on request: A, B, A, B", function()
      local tokens, token = {}, nil
      for i = 1, 6 do
        token = select(2, page(operation, 2, token, "tokens=circular"))
        tokens[i] = token
      end
      assert.are_not.equal(tokens[1], tokens[2])
      assert.same({ tokens[1], tokens[2], tokens[1], tokens[2], tokens[1], tokens[2] }, tokens)
    end)

    it("gives the same token for ever on request", function()
      local _, first = page(operation, 2, nil, "tokens=same")
      for _ = 1, 3 do
        assert.equal(first, select(2, page(operation, 2, first, "tokens=same")))
      end
    end)

    it("gives a token on request that it then refuses", function()
      local _, token = page(operation, 2, nil, "tokens=broken")
      assert.is_string(token)
      assert.equal(400, select(3, page(operation, 2, token)))
    end)

    it("gives tokens of the wrong type on request", function()
      assert.is_number((select(2, page(operation, 2, nil, "tokens=number"))))
    end)

    it("ends with an empty token or null on request", function()
      local whole = walk(operation, nil)
      assert.equal("", (select(2, page(operation, nil, nil, "tokens=empty"))))
      for _, kind in ipairs({ "empty", "null" }) do
        assert.same(whole, (walk(operation, 2, "tokens=" .. kind)))
      end
    end)

    it("puts empty pages between on request", function()
      local all, count = walk(operation, 2, "many=5,tokens=gaps")
      assert.equal(5, #all)
      assert.equal(5, count)
    end)
  end)
end

describe("pages of a list that changes", function()
  it("neither lose nor repeat what was there all the time", function()
    local operation, seen, token = operations[1], {}, nil
    for round = 1, 3 do
      local names
      names, token = page(operation, 2, token)
      for _, name in ipairs(names) do seen[#seen + 1] = name:match("[^:]+$") end
      local arn = ARN:gsub("ORDERS", "A-NEW-ONE-" .. round)
      world:dms("StopReplication", { ReplicationConfigArn = arn })
      if round == 1 then world:set(ARN:gsub("RUNNING%-ORDERS", "CREATED-AUDIT"), { status = "missing" }) end
    end
    assert.same({ "CREATED-AUDIT", "FAILED-CUSTOMERS", "FINISHED-ARCHIVE", "RUNNING-A-NEW-ONE-1", "RUNNING-A-NEW-ONE-2",
      "RUNNING-NIGHTLY-TEST" }, seen)
  end)
end)
