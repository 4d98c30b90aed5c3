-- The blocks of nginx.conf in the READMEs: what is whole runs, what is a part fits into a configuration.
local local_aws = require "spec.support.local_aws"
local nginx = require "spec.support.nginx"
local readmes = require "spec.support.readmes"

local function blocks_of(path)
  local list = {}
  for _, block in ipairs(readmes.blocks(path)) do
    if block.language == "nginx" then list[#list + 1] = block.code end
  end
  return list
end

--- Variables that a configuration names, with the local endpoint's values: the spec's nginx has none.
local function with_values(text)
  local variables = local_aws.environment()
  return (text:gsub("env (AWS_[A-Z_]+);", function(name)
    return variables[name] and ("env %s=%s;"):format(name, variables[name]) or ""
  end))
end

--- What is in the braces of `name { … }`, and the text without it.
local function part(text, name)
  local start, stop = text:find("\n%s*" .. name .. " (%b{})")
  if not start then return "", text end
  return text:sub(start, stop):match("(%b{})"):sub(2, -2), text:sub(1, start) .. text:sub(stop + 1)
end

--- A whole configuration as pieces for nginx.start, whose own it takes away: modules, events, the port.
local function pieces(text)
  local _, main = part(text, "events")
  local http, server
  http, main = part(main, "http")
  server, http = part(http, "server")
  for _, directive in ipairs({ "load_module", "pid", "error_log" }) do main = main:gsub("%f[%w]" .. directive .. " [^;]*;", "") end
  return { main = with_values(main), http = http, server = (server:gsub("listen [^;]*;", "")) }
end

describe("nginx.conf in the READMEs", function()
  teardown(nginx.stop_all)

  it("of the project's stops a replication", function()
    local text = table.concat(blocks_of("README.md"))
    local server = nginx.start(pieces("\n" .. text))
    local answer = server:ask("/stop/" .. local_aws.arn())
    assert.same({ 200, "stopping yes\n" }, { answer.status, answer.body })
    answer = server:ask("/stop/" .. local_aws.arn("NOWHERE"))
    assert.equal(502, answer.status)
    assert.matches('"type":"ResourceMissing"', answer.body, 1, true)
  end)

  it("of examples/openresty fits together", function()
    local handler, directives, dictionary = unpack(blocks_of("examples/openresty/README.md"))
    local made = pieces("\n" .. directives)
    local server = nginx.start({ main = made.main .. " env AWS_ENDPOINT_URL=" .. local_aws.http() .. ";",
      http = made.http .. dictionary, server = handler })
    local answer = server:ask("/stop/" .. local_aws.arn())
    assert.same({ 200, "stopping\n" }, { answer.status, answer.body })
  end)
end)
