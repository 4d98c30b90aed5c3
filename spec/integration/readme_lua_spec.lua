-- Every block of Lua in the READMEs runs as it is written there, against the local endpoint.
local local_world = require "spec.support.local_world"
local readme_program = require "spec.support.readme_program"
local readmes = require "spec.support.readmes"
local tcp_server = require "spec.support.tcp_server"

--- Words that are in what a README's blocks print.
local shown = {
  ["README.md"] = { "^stopping\t", "\nINITIATING\n", "\nstopped\tstopped\tno\t0\n", "\nretried\tSTALLED\t", "there is nothing to stop",
    "service\tInvalidResourceStateFault\tno\t", "\n3 to stop, ", "\n3 done, 0 failed, " },
  ["lua/aws/credentials/README.md"] = { "123456789012\tarn:aws:iam::123456789012:user/plain\t" },
  ["lua/aws/operator/README.md"] = { "^running\tstopped\tyes\t1\n", "\nretried\tSTALLED\tINITIATING\t" },
  ["lua/aws/plan/README.md"] = { "%d to stop, ", "%d done, 0 failed, " },
  ["lua/aws/settings/README.md"] = { "^us%-east%-1\tAWS_REGION\n" },
  ["lua/aws/model/README.md"] = { "^arn:aws:dms:us%-east%-1:123456789012:rep:TAGGED\n" },
}

--- The endpoint of the service that lua/aws/model/README.md speaks of.
local function tagging_url()
  local body = '{"PaginationToken":"","ResourceTagMappingList":[{"ResourceARN":"arn:aws:dms:us-east-1:123456789012:rep:TAGGED"}]}'
  local server = tcp_server.start({ "read", tcp_server.answer(200, { ["Content-Type"] = "application/x-amz-json-1.1" }, body) })
  return server.url
end

describe("the blocks of Lua", function()
  teardown(tcp_server.stop_all)

  local count = 0
  for _, path in ipairs(readmes.paths()) do
    local program = readme_program.of(path)
    if program then
      count = count + 1
      it("run as they are in " .. path, function()
        local more = path == "lua/aws/model/README.md" and { AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API = tagging_url() } or nil
        local code, stdout, stderr = readme_program.run(program, path, local_world.new():url(), more)
        assert.equal("0 ", code .. " " .. stderr:gsub("%d+/%d+\n", ""))
        for _, words in ipairs(shown[path] or {}) do assert.matches(words, stdout) end
      end)
    end
  end

  it("are found", function() assert.is_true(count >= 10) end)

  it("fail where a README is wrong, with its line", function()
    local code, _, stderr = readme_program.run("\n\nlocal r = dms.stop_replication.nothing.there\n", "README.md", local_world.new():url())
    assert.equal(1, code)
    assert.matches("README.md:3:", stderr, 1, true)
  end)
end)
