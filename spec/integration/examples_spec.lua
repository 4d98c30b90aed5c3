-- The examples, run as a user would.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"
local system = require "system"
local tcp_server = require "spec.support.tcp_server"

local function command(script, arguments, more)
  return ("%s %s examples/%s %s"):format(
    child.environment(local_aws.environment(more)), os.getenv "LUA" or "lua5.4", script, arguments)
end

local function run(script, arguments, more)
  return child.run(command(script, arguments, more))
end

--- Runs an example with three items, sends Ctrl-C while the answer to the first is waited for; exit code, text, requests.
local function interrupt(script, items)
  local id = "examples" .. local_aws.fresh()
  local process = child.start(command(script, table.concat(items, " "),
    { AWS_ENDPOINT_URL = local_aws.http("delay=60,apply=no,id=" .. id) }))
  local deadline = system.monotime() + 30
  while #local_aws.requests(id) == 0 do
    assert.is_true(system.monotime() < deadline, "the child sent no request")
    system.sleep(0.05)
  end
  system.sleep(0.1) -- it waits now
  assert(os.execute("kill -INT " .. process.pid))
  local code, text = process.finish()
  return code, text, #local_aws.requests(id)
end

describe("Ctrl-C", function()
  it("ends an example's loop, with 130, and what is not begun is named", function()
    for script, make in pairs({ ["stop_replication.lua"] = local_aws.arn, ["retry_data_replication.lua"] = local_aws.server_id }) do
      local items = { make(), make(), make() }
      local code, text, requests = interrupt(script, items)
      assert.same({ 130, 1 }, { code, requests })
      assert.matches(items[1] .. ": Interrupted: ", text, 1, true)
      assert.matches(("\ninterrupted; not begun: %s, %s\n"):format(items[2], items[3]), text, 1, true)
    end
  end)

  it("names nothing after the last item", function()
    local code, text = interrupt("stop_replication.lua", { local_aws.arn() })
    assert.equal(130, code)
    assert.is_nil(text:find("not begun", 1, true))
  end)

  it("ends examples without a loop of items", function()
    local code, text = interrupt("list_replications.lua", {})
    assert.equal(130, code)
    assert.matches("^Interrupted: ", text)
  end)

  it("ends an event loop of cqueues", function()
    if not pcall(require, "cqueues") then return pending("cqueues is not installed for " .. _VERSION) end
    local code, text = interrupt("on_cqueues.lua", { local_aws.arn(), local_aws.arn() })
    assert.equal(130, code)
    assert.matches("interrupted!?[^\n]*\n$", text)
    assert.is_nil(text:find("ticked", 1, true))
  end)
end)

local function line_count(text)
  return select(2, text:gsub("\n", ""))
end

describe("examples/stop_replication.lua", function()
  it("stops replications and prints them", function()
    local first, second = local_aws.arn(), local_aws.arn()
    local code, stdout, stderr = run("stop_replication.lua", first .. " " .. second)
    assert.equal("", stderr)
    assert.equal(0, code)
    for _, arn in ipairs({ first, second }) do
      assert.matches(arn .. ": now stopping (request id ", stdout, 1, true)
      assert.equal(1, local_aws.count(arn))
    end
    assert.matches('Status = "stopping"', stdout, 1, true)
    assert.matches("ProvisionedCapacityUnits = 16,", stdout, 1, true)
  end)

  it("says one line and exits with 1 on failure", function()
    local code, stdout, stderr = run("stop_replication.lua", local_aws.arn("NOSUCH"))
    assert.equal(1, code)
    assert.equal("", stdout)
    assert.equal(1, line_count(stderr))
    assert.matches("ResourceNotFoundFault", stderr)
    assert.matches("request id %x+%-", stderr)
  end)

  it("goes on after a failure, and still exits with 1", function()
    local good = local_aws.arn()
    local code, stdout, stderr = run("stop_replication.lua", local_aws.arn("NOSUCH") .. " " .. good)
    assert.equal(1, code)
    assert.matches(good .. ": now stopping", stdout, 1, true)
    assert.equal(1, line_count(stderr))
  end)

  it("says in one line what is missing", function()
    for _, missing in ipairs({ { AWS_REGION = "" }, { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", HOME = "/nowhere" },
      { AWS_ENDPOINT_URL = "http://127.0.0.1:1" }, { AWS_ENDPOINT_URL = "nonsense" } }) do
      missing.AWS_EC2_METADATA_DISABLED, missing.AWS_CONFIG_FILE = "true", "/nowhere/config"
      missing.AWS_SHARED_CREDENTIALS_FILE, missing.AWS_MAX_ATTEMPTS = "/nowhere/credentials", "1"
      local code, stdout, stderr = run("stop_replication.lua", local_aws.arn(), missing)
      assert.equal(1, code)
      assert.equal("", stdout)
      assert.equal(1, line_count(stderr))
      assert.matches("Error", stderr)
    end
  end)
end)

describe("examples/retry_data_replication.lua", function()
  it("retries, prints the server and says once that the operation is deprecated", function()
    local first, second = local_aws.server_id(), local_aws.server_id("disconnected")
    local code, stdout, stderr = run("retry_data_replication.lua", first .. " " .. second)
    assert.equal(0, code)
    for _, id in ipairs({ first, second }) do
      assert.matches(id .. ": now INITIATING (request id ", stdout, 1, true)
      assert.equal(1, local_aws.count(id))
    end
    assert.equal(1, line_count(stderr))
    assert.matches("deprecated", stderr)
  end)

  it("says one line of error and exits with 1", function()
    local code, stdout, stderr = run("retry_data_replication.lua", local_aws.server_id("nosuch"))
    assert.equal(1, code)
    assert.equal("", stdout)
    assert.equal(2, line_count(stderr))
    assert.matches("ResourceNotFoundException", stderr)
  end)
end)

describe("examples/stop_replication.lua --wait", function()
  it("waits, tells of it on standard error, and says truthfully what it did, also when the reply was lost", function()
    local world, arn, other = local_world.new(), local_aws.arn(), local_aws.arn("STOPPED")
    local url = world:url("phase=2,reply-lost,on=StopReplication,times=1,id=wait" .. local_aws.fresh())
    local code, stdout, stderr = run("stop_replication.lua", arn .. " --wait " .. other, { AWS_ENDPOINT_URL = url })
    assert.equal(0, code)
    assert.matches("^" .. arn:gsub("%p", "%%%0") .. ": stopped after %d+ s, was running; changed by this: yes, stops sent: 1; "
      .. "billed until %d%d%d%d%-[^\n]* UTC\n", stdout)
    assert.matches(other .. ": stopped after 0 s, was stopped; changed by this: no, stops sent: 0; billed until", stdout, 1, true)
    assert.equal(2, line_count(stdout))
    assert.matches("^  running, 0 s …\n", stderr)
    assert.is_nil(stderr:find("stopped", 1, true))
    assert.same({ 1, 0 }, { world:state(arn).count, world:state(other).count })
  end)

  it("ends at Ctrl-C with what is known of the stop", function()
    local id = "wait" .. local_aws.fresh()
    local arn, other = local_aws.arn(), local_aws.arn()
    local process = child.start(command("stop_replication.lua", ("--wait %s %s"):format(arn, other),
      { AWS_ENDPOINT_URL = local_aws.http("phase=60,id=" .. id) }))
    local deadline = system.monotime() + 30
    while local_aws.count(arn) == 0 and system.monotime() < deadline do system.sleep(0.05) end
    system.sleep(0.3) -- it waits now
    assert(os.execute("kill -INT " .. process.pid))
    local code, text = process.finish()
    assert.equal(130, code)
    assert.matches(arn .. ": Interrupted: interrupted while waiting (dms.ensure_stopped, it was carried out)", text, 1, true)
    assert.matches("\ninterrupted; not begun: " .. other .. "\n", text, 1, true)
    assert.equal(0, local_aws.count(other))
  end)

  it("fails where there is nothing to stop, and refuses other options", function()
    local code, stdout, stderr = run("stop_replication.lua", "--wait " .. local_aws.arn("NOSUCH"))
    assert.same({ 1, "" }, { code, stdout })
    assert.matches("ResourceMissing: ", stderr)
    assert.equal(1, line_count(stderr))
    for _, arguments in ipairs({ "--wait", "--waits ARN", "--wait --dry-run ARN", "ARN -w", "--wait=5 ARN" }) do
      code, stdout, stderr = run("stop_replication.lua", arguments)
      assert.same({ 2, "" }, { code, stdout })
      assert.matches("^usage: ", stderr)
    end
  end)
end)

describe("examples/retry_data_replication.lua --wait", function()
  it("looks first, waits where it retried, and says what it did", function()
    local stalled, continuous, stopped = local_aws.server_id("stalled"), local_aws.server_id("continuous"), local_aws.server_id("stopped")
    local code, stdout, stderr = run("retry_data_replication.lua", ("--wait %s %s %s"):format(stalled, continuous, stopped))
    assert.equal(0, code)
    assert.matches("^" .. stalled:gsub("%p", "%%%0") .. ": retried: it is stalled: [%u_]+; was STALLED %([%u_]+%), is %u+; "
      .. "changed by this: yes, writes sent: 1\n  hint: ", stdout)
    assert.matches(continuous .. ": skipped: it replicates; was CONTINUOUS, is CONTINUOUS; changed by this: no, writes sent: 0\n",
      stdout, 1, true)
    assert.matches(stopped .. ": skipped: it is stopped; was STOPPED, is STOPPED; changed by this: no", stdout, 1, true)
    assert.matches("\n  STALLED, 0 s …\n", stderr, 1, true)
    assert.same({ 1, 0, 0 }, { local_aws.count(stalled), local_aws.count(continuous), local_aws.count(stopped) })
  end)

  it("waits for what is asked for", function()
    local code, stdout = run("retry_data_replication.lua", "--wait=continuous " .. local_aws.server_id("continuous"))
    assert.equal(0, code)
    assert.matches("skipped: it replicates", stdout, 1, true)
    local stderr
    code, stdout, stderr = run("retry_data_replication.lua", "--wait=soon " .. local_aws.server_id("stalled"))
    assert.same({ 2, "" }, { code, stdout })
    assert.matches("^usage: ", stderr)
  end)
end)

describe("examples/list_replications.lua", function()
  it("lists all pages, with the state of each", function()
    local url = local_world.new():url("many=230")
    local code, stdout, stderr = run("list_replications.lua", "", { AWS_ENDPOINT_URL = url })
    assert.equal("", stderr)
    assert.equal(0, code)
    assert.equal(230, line_count(stdout))
    assert.matches("\nrunning%-00008 +running\n", stdout)
    assert.matches("\nstopped%-00009 +stopped +Stop Reason NORMAL; provisioned until %d%d%d%d%-%d%d%-%d%d %d%d:%d%d UTC\n", stdout)
    assert.matches("\nfailed%-00006 +failed +The target endpoint refused", stdout)
  end)

  it("shows what the service sends without letting it steer the terminal", function()
    local world = local_world.new()
    world:set("arn:aws:dms:us-east-1:123456789012:replication-config:FAILED-CUSTOMERS", { failure = "a%1b[31m%0Ab" })
    local code, stdout = run("list_replications.lua", "", { AWS_ENDPOINT_URL = world:url() })
    assert.equal(0, code)
    assert.matches(" a\\027[31m\\nb\n", stdout, 1, true)
  end)

  it("says one line when the caller may not look", function()
    local code, stdout, stderr = run("list_replications.lua", "", {
      AWS_ACCESS_KEY_ID = local_aws.denied_key.access_key_id, AWS_SECRET_ACCESS_KEY = local_aws.denied_key.secret_access_key,
    })
    assert.equal(1, code)
    assert.equal("", stdout)
    assert.equal(1, line_count(stderr))
    assert.matches("AccessDeniedException", stderr)
  end)
end)

describe("examples/list_stalled_servers.lua", function()
  it("lists who is stalled or disconnected, and why", function()
    local code, stdout, stderr = run("list_stalled_servers.lua", "", { AWS_ENDPOINT_URL = local_world.new():url() })
    assert.equal("", stderr)
    assert.equal(0, code)
    assert.equal(3, line_count(stdout))
    assert.matches("s%-stalled0000000001 +db1 +STALLED +AGENT_NOT_SEEN +lag PT5M12S\n", stdout)
    assert.matches("s%-disconnected00001 +db1 +DISCONNECTED", stdout)
  end)

  it("names the step that failed, on any page", function()
    local code, stdout = run("list_stalled_servers.lua", "", { AWS_ENDPOINT_URL = local_world.new():url("many=450") })
    assert.equal(0, code)
    assert.equal(180, line_count(stdout))
    assert.matches("FAILED_TO_LAUNCH_REPLICATION_SERVER +lag PT5M12S +failed at LAUNCH_REPLICATION_SERVER\n", stdout)
  end)

  it("says so when all is well", function()
    local code, stdout = run("list_stalled_servers.lua", "", { AWS_ENDPOINT_URL = local_world.new():url("many=2") })
    assert.equal(0, code)
    assert.equal("no server is stalled or disconnected\n", stdout)
  end)
end)

describe("examples/another_service.lua", function()
  local function page(first, token)
    local body = ('{"ResourceTagMappingList":[{"ResourceARN":"arn:aws:dms:::%d","Tags":[{"Key":"env","Value":"test"}]}]%s}'):format(
      first, token and (',"PaginationToken":"%s"'):format(token) or ',"PaginationToken":""')
    return tcp_server.answer(200, { ["x-amzn-requestid"] = "r-" .. first }, body)
  end

  it("lists what has the tags, page by page", function()
    local server = tcp_server.start({ "read", page(1, "two"), "read", page(2) })
    local code, stdout, stderr = run("another_service.lua", "env=test owner", { AWS_ENDPOINT_URL = server.url })
    local log = server.log()
    server.stop()
    assert.equal("", stderr)
    assert.equal(0, code)
    assert.equal("arn:aws:dms:::1  env=test\narn:aws:dms:::2  env=test\n", stdout)
    assert.matches("X-Amz-Target: ResourceGroupsTaggingAPI_20170126.GetResources", log, 1, true)
    assert.matches("/us-east-1/tagging/aws4_request", log, 1, true)
  end)

  it("shows the request with -n, without signature and token, and sends nothing", function()
    local code, stdout, stderr = run("another_service.lua", "-n env=test owner", {
      AWS_ENDPOINT_URL = "", AWS_REGION = "eu-west-1", AWS_SESSION_TOKEN = "a-secret-token",
    })
    assert.equal("", stderr)
    assert.equal(0, code)
    assert.matches("^POST https://tagging%.eu%-west%-1%.amazonaws%.com/\n", stdout)
    assert.matches('"TagFilters":[{"Key":"env","Values":["test"]},{"Key":"owner"}]', stdout, 1, true)
    assert.is_nil(stdout:find("Signature=", 1, true))
    assert.is_nil(stdout:find("a-secret-token", 1, true))
  end)

  it("says one line of error, and its usage", function()
    local code, stdout, stderr = run("another_service.lua", "env=test", { AWS_ENDPOINT_URL = "http://127.0.0.1:1", AWS_MAX_ATTEMPTS = "1" })
    assert.equal(1, code)
    assert.equal("", stdout)
    assert.equal(1, line_count(stderr))
    assert.matches("^ConnectionError: .*tagging%.get_resources", stderr)
    assert.equal(2, (run("another_service.lua", "")))
    assert.equal(1, (run("another_service.lua", "=x")))
  end)
end)

describe("every example", function()
  for _, script in ipairs({ "stop_replication.lua", "retry_data_replication.lua" }) do
    it("tells its usage: " .. script, function()
      local code, stdout, stderr = run(script, "")
      assert.equal(2, code)
      assert.equal("", stdout)
      assert.matches("^usage: .*" .. script:gsub("%p", "%%%0"), stderr)
      assert.equal(1, line_count(stderr))
      assert.equal(0, (run(script, "--help")))
    end)

    it("runs from any folder: " .. script, function()
      local pwd = io.popen("pwd")
      local here = pwd:read "*l"
      pwd:close()
      local code, _, stderr = child.run(("cd / && %s %s %s"):format(
        child.environment(local_aws.environment()), os.getenv "LUA" or "lua5.4", child.quote(here .. "/examples/" .. script)))
      assert.equal(2, code)
      assert.matches("^usage: ", stderr)
    end)
  end
end)

describe("examples/demo.sh", function()
  --- It names fixed resources: an endpoint of its own.
  local function demo(more)
    return child.run(child.environment(more) .. "sh examples/local-aws/local-aws run sh examples/demo.sh")
  end

  it("shows lists, stops, retries, waits, a table and one error, and says that all went as expected", function()
    local code, stdout, stderr = demo()
    assert.equal(0, code, stderr)
    assert.matches("\nrunning%-orders +running\n", stdout)
    assert.matches("\ns%-stalled0000000001 +db1 +STALLED +AGENT_NOT_SEEN", stdout)
    assert.matches("now stopping", stdout, 1, true)
    assert.matches("now INITIATING", stdout, 1, true)
    assert.matches("\nwas running, is stopped; changed: yes, stops sent: 1, reason: NORMAL\n", stdout, 1, true)
    assert.matches("\nretried: was STALLED (SNAPSHOTS_FAILURE), is CONTINUOUS; changed: yes, retries sent: 1\n", stdout, 1, true)
    assert.matches("\n  s%-continuous0000001 +db1 +CONTINUOUS\n", stdout)
    assert.matches("attempt 3, %d+%.%d%d s waited%)", stdout)
    assert.matches("ResourceNotFound", stderr, 1, true)
    assert.matches("deprecated", stderr, 1, true)
    assert.matches("\nAll went as expected%.\n$", stdout)
  end)

  it("says so only then", function()
    for _, wrong in ipairs({ "true", "false" }) do -- it succeeds and shows nothing; it fails
      local code, stdout, stderr = demo({ LUA = wrong })
      assert.equal(1, code)
      assert.is_nil(stdout:find("as expected", 1, true))
      assert.matches('this was to succeed, and to show "running-orders"', stderr, 1, true)
    end
  end)
end)

describe("the local AWS endpoint", function()
  it("unsets what would lead elsewhere, and says so", function()
    local elsewhere = {
      "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CA_BUNDLE",
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT",
      "AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE", "AWS_ENDPOINT_URL_DRS",
    }
    local set = {}
    for _, name in ipairs(elsewhere) do set[name] = "true" end
    local code, stdout, stderr = child.run(child.environment(set)
      .. "sh examples/local-aws/local-aws run sh -c 'env; cat \"$LOCAL_AWS_DIR/variables\"'")
    assert.equal("", stderr)
    assert.equal(0, code)
    local unset = {}
    for line in stdout:gmatch("unset ([^\n]*)") do
      for name in line:gmatch("%S+") do unset[name] = true end
    end
    for _, name in ipairs(elsewhere) do
      assert.is_true(unset[name], name)
      assert.is_nil(("\n" .. stdout):find("\n" .. name .. "=", 1, true), name)
    end
  end)
end)
