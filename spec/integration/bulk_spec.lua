-- examples/bulk.lua, run as a user would, and its CSV.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local system = require "system"

package.path = "examples/?.lua;" .. package.path
local csv = require "csv"

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  return path
end

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

describe("examples/csv.lua", function()
  local columns = { "a", "b" }

  it("quotes what RFC 4180 says, and reads it back", function()
    local values = { 'say "hi"', "a,b", "two\r\nlines", "", "plain", "'quoted'", "-", "=1+1", "@x", "+1", "\tx", "'=x" }
    for _, value in ipairs(values) do
      local text = csv.row({ a = "a", b = "b" }, columns) .. csv.row({ a = value, b = "x" }, columns)
      local rows = csv.read(text)
      assert.equal(1, #rows)
      assert.equal(value == "'=x" and "=x" or value, rows[1].a)
      assert.equal("x", rows[1].b)
    end
    assert.equal('"say ""hi""",2\r\n', csv.row({ a = 'say "hi"', b = 2 }, columns))
  end)

  it("makes no formula of a cell", function()
    for _, value in ipairs({ "=HYPERLINK(1)", "+1", "-1", "@SUM(1)" }) do
      assert.equal("'" .. value .. ",\r\n", csv.row({ a = value }, columns))
    end
  end)

  it("leaves out a row that was cut short", function()
    for _, tail in ipairs({ "3", "3,", '3,"ope', "3,4", "3,4\r" }) do
      local rows, names, whole = csv.read("a,b\r\n1,2\r\n" .. tail)
      assert.same({ { a = "1", b = "2" } }, rows)
      assert.same(columns, names)
      assert.equal("a,b\r\n1,2\r\n", whole)
    end
    assert.same({}, (csv.read("")))
  end)
end)

describe("examples/bulk.lua", function()
  local report, list
  before_each(function()
    report, list = os.tmpname(), os.tmpname()
    os.remove(report)
  end)
  after_each(function()
    os.remove(report)
    os.remove(list)
  end)

  local function command(arguments, more)
    return ("%s %s examples/bulk.lua %s"):format(child.environment(local_aws.environment(more)),
      os.getenv "LUA" or "lua5.4", arguments)
  end

  local function run(arguments, more) return child.run(command("--report " .. report .. " " .. arguments, more)) end

  --- The last row of each item.
  local function outcomes()
    local last = {}
    for _, row in ipairs((csv.read(read(report)))) do last[row.item] = row end
    return last
  end

  it("does both services' items and reports every outcome", function()
    local arn, id, gone = local_aws.arn(), local_aws.server_id(), local_aws.arn("NOSUCH")
    write(list, ("\239\187\191# a comment\n%s\r\n\n  %s  \n%s\n%s\n"):format(arn, id, gone, arn))
    local code, stdout, stderr = run(list)
    assert.equal(1, code)
    assert.matches("^2 done, 1 failed, 0 not started; report: ", stdout)
    assert.matches("3/3 ", stderr, 1, true)
    assert.is_nil(stderr:find("\27", 1, true))
    local last = outcomes()
    assert.equal("done", last[arn].outcome)
    assert.equal("1", last[arn].attempts)
    assert.matches("^%x+%-", last[id].request_id)
    assert.equal("drs", last[id].service)
    assert.equal("ResourceNotFoundFault", last[gone].error_type)
    assert.equal("no", last[gone].applied)
    assert.equal(1, local_aws.count(arn))
  end)

  it("started again does what is left, and what is unknown only when told to", function()
    local done, failed, unknown, fresh = local_aws.arn(), local_aws.arn(), local_aws.arn(), local_aws.arn()
    local header = "item,service,outcome,request_id,attempts,applied,error_type,message,time\r\n"
    write(report, header .. done .. ",dms,done,r,1,yes,,,t\r\n" .. failed .. ",dms,failed,r,1,no,X,m,t\r\n"
      .. unknown .. ",dms,failed,r,1,unknown,X,m,t\r\n" .. fresh .. ",dms,not started,,,no,,,t\r\n" .. done .. ',dms,"cut')
    local code, stdout = run("")
    assert.equal(1, code)
    assert.matches("^2 done, 0 failed, 0 not started; ", stdout)
    assert.matches("1 of unknown outcome", stdout, 1, true)
    assert.same({ 0, 1, 0, 1 }, { local_aws.count(done), local_aws.count(failed), local_aws.count(unknown), local_aws.count(fresh) })
    code = run("--unknown")
    assert.equal(0, code)
    assert.equal(1, local_aws.count(unknown))
    code, stdout = run("")
    assert.equal(0, code)
    assert.matches("^0 done, 0 failed", stdout)
    assert.equal("done", outcomes()[failed].outcome)
  end)

  it("reads standard input", function()
    local arn = local_aws.arn()
    local code = child.run(("echo %s | { %s; }"):format(arn, command("--report " .. report)))
    assert.equal(0, code)
    assert.equal("done", outcomes()[arn].outcome)
  end)

  it("writes over one line on a terminal", function()
    if child.run("script -qc true /dev/null") ~= 0 then
      pending("this machine has no script(1), or no terminals")
      return
    end
    write(list, local_aws.arn() .. "\n")
    local _, stdout = child.run("script -qc " .. child.quote(command("--report " .. report .. " " .. list)) .. " /dev/null")
    assert.matches("\r\27[K1 of 1, 0 failed", stdout, 1, true)
  end)

  it("keeps the report at Ctrl-C, and goes on from it", function()
    local items = {}
    for i = 1, 6 do items[i] = local_aws.arn() end
    write(list, table.concat(items, "\n"))
    local id = "bulk" .. local_aws.fresh()
    local process = child.start(command(("--report %s --concurrency 2 %s"):format(report, list),
      { AWS_ENDPOINT_URL = local_aws.http("delay=60,apply=no,id=" .. id) }))
    local deadline = system.monotime() + 30
    while #local_aws.requests(id) < 2 do
      assert.is_true(system.monotime() < deadline, "the child sent no request")
      system.sleep(0.05)
    end
    system.sleep(0.1)
    assert(os.execute("kill -INT " .. process.pid))
    local code, text = process.finish()
    assert.equal(130, code)
    assert.matches("0 done, 2 failed, 4 not started", text, 1, true)
    local unknown, left = 0, 0
    for _, row in pairs(outcomes()) do
      if row.applied == "unknown" then unknown = unknown + 1 end
      if row.outcome == "not started" then left = left + 1 end
    end
    assert.same({ 2, 4 }, { unknown, left })
    local _, stdout = run("")
    assert.matches("^4 done, 0 failed", stdout)
  end)

  it("stops where the report can take no more, shows what it lacks, and goes on from it", function()
    local items = {}
    for i = 1, 40 do items[i] = local_aws.arn() end
    write(list, table.concat(items, "\n"))
    local limited = command(("--report %s --concurrency 1 %s"):format(report, list))
    local code, stdout, stderr = child.run("(trap '' XFSZ; ulimit -f 4; " .. limited .. ")") -- 2 KB
    assert.equal(1, code)
    local shown, done = select(2, stderr:gsub(": done ", "")), tonumber(stdout:match("^(%d+) done, 0 failed, "))
    assert.equal(done, shown)
    assert.is_true(done > 3 and done < 30)
    assert.matches("not started; report: .*\n$", stdout)
    assert.matches("bulk: the report lacks what is shown above: File too large\n$", stderr)
    local _, again = run(list)
    assert.equal(40 - done, tonumber(again:match("^(%d+) done")))
    assert.equal(1, local_aws.count(items[40]))
  end)

  it("calls nothing when the report cannot be kept at all", function()
    local arn = local_aws.arn()
    write(list, arn)
    for _, path in ipairs({ "/dev/full", "/nowhere/report", "spec" }) do
      local code, _, stderr = child.run(command(("--report %s %s"):format(path, list)))
      assert.equal(2, code)
      assert.equal(1, select(2, stderr:gsub("\n", "")))
    end
    assert.equal(0, local_aws.count(arn) or 0)
  end)

  it("says in one line what is wrong with its usage, and sends nothing", function()
    write(list, local_aws.arn() .. "\nnonsense\n")
    for _, arguments in ipairs({ "--bad", "--concurrency", "--concurrency 0", "--concurrency x", "--service s3", "a b",
      "/nowhere/list", "spec", list }) do
      local code, stdout, stderr = run(arguments)
      assert.equal(2, code, arguments)
      assert.equal("", stdout)
      assert.equal(1, select(2, stderr:gsub("\n", "")))
    end
    local code = run("--help")
    assert.equal(0, code)
    write(report, "something else\n")
    write(list, local_aws.arn())
    assert.equal(2, (run(list)))
    assert.equal("something else\n", read(report))
  end)
end)
