-- Listings that come in pages, inside nginx: over cosockets, in light threads, timers and coroutines.
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"
local nginx = require "spec.support.nginx"

describe("pages in nginx", function()
  local server, world

  setup(function() server = nginx.start({}) end)
  teardown(function() server:stop() end)
  before_each(function() world = local_world.new() end)

  local function call(name, words) return server:call("pages", name, local_aws.settings(world:url(words))) end

  it("are read page by page, item by item and as a whole", function()
    local sizes, list, rest, servers = call("reads", "many=50")
    assert.same({ 20, 20, 10 }, sizes)
    assert.same({ 30, 20, 50 }, { list, rest, servers })
  end)

  it("are read many at a time by aws.map", function()
    local counts, failed = call("reads_in_a_map", "many=40")
    assert.equal(0, failed)
    assert.same({ 40, 40, 40, 40 }, counts)
  end)

  it("are read in a timer and in a coroutine", function()
    local counted, found = call("reads_elsewhere", "many=40")
    assert.same({ 40, 40 }, { counted, found })
  end)

  it("end with an error where tokens go in a circle", function()
    local ok, kind, count, items = call("ends_early", "many=40,tokens=circular")
    assert.same({ false, "PaginationError", 3, 15 }, { ok, kind, count, items })
  end)
end)
