-- aws.doctor on the region and the settings.
local endpoint = require "aws.protocol.endpoint"
local support = require "spec.support.doctor"

local function with(variables)
  for name, value in pairs(support.keys) do
    if variables[name] == nil then variables[name] = value end
  end
  return variables
end

describe("the doctor on the region", function()
  after_each(support.clean)

  it("fails without one, and names the key that was meant", function()
    local variables = { AWS_ACCESS_KEY_ID = support.KEY, AWS_SECRET_ACCESS_KEY = support.SECRET }
    local report = support.examine({ variables = variables })
    assert.equal('region: no region: set AWS_REGION, put region into the profile or pass region = "…"', support.first_failure(report))
    report = support.examine({ variables = variables, files = { [".aws/config"] = "[default]\nregoin = eu-west-1\n" } })
    assert.matches("regoin in [default] of ", support.first_failure(report), 1, true)
    report = support.examine({ variables = variables, files = { [".aws/config"] = "[profile x]\nregoin = eu-west-1\n" } })
    assert.is_nil(support.first_failure(report):find("regoin", 1, true))
    for _, name in ipairs({ "network", "clock", "identity", "service" }) do
      assert.same({ "skip", "left out: region has failed" },
        { support.check(report, name).status, support.check(report, name).text }, name)
    end
    assert.equal("ok", support.check(report, "credentials").status)
  end)

  it("is not left out in silence where the settings could be read only later", function()
    local is_over = false
    local report = support.examine({ options = { getenv = function(name)
      if name == "AWS_REGION" and not is_over then
        is_over = true
        error("not enough memory", 0)
      end
      return support.keys[name]
    end } })
    assert.is_false(report.ok)
    assert.equal("settings: not enough memory", support.first_failure(report))
    assert.equal("left out: settings has failed", support.check(report, "network").text)
  end)

  it("names partitions", function()
    for region, partition in pairs({ ["eu-west-1"] = "aws", ["cn-north-1"] = "aws-cn", ["us-gov-west-1"] = "aws-us-gov",
      ["us-iso-east-1"] = "aws-iso", ["eusc-de-east-1"] = "aws-eusc" }) do
      local check = support.check(support.examine({ variables = with({ AWS_REGION = region }) }), "region")
      assert.same({ "ok", region .. ", partition " .. partition, "AWS_REGION" }, { check.status, check.text, check.source })
    end
  end)

  it("warns of what does not have the form of a region, with the one that was meant", function()
    for text, words in pairs({ ["us-east1"] = '; did you mean "us-east-1"?', ["useast-1"] = '; did you mean "us-east-1"?',
      ["moon-1"] = "", ["us-east-1a"] = '; did you mean "us-east-1"?' }) do
      local check = support.check(support.examine({ variables = with({ AWS_REGION = text }) }), "region")
      assert.same({ "warn", text .. " does not have the form of a region" .. words }, { check.status, check.text })
    end
  end)

  it("warns of a whole partition, and of capital letters", function()
    local report = support.examine({ variables = with({ AWS_REGION = "aws-global" }) })
    assert.matches("aws-global is a whole partition, aws", support.check(report, "region").text, 1, true)
    report = support.examine({ variables = with({ AWS_REGION = "EU-west-1" }) })
    assert.equal("warn", support.check(report, "region").status)
  end)
end)

describe("the region that was meant", function()
  it("is found by letters and digits", function()
    for text, region in pairs({ ["us-east1"] = "us-east-1", us_east_1 = "us-east-1", ["US East 1"] = "us-east-1", useast1 = "us-east-1",
      ["eu-west-1b"] = "eu-west-1", ["us-govwest1"] = "us-gov-west-1", ["eu--central-2"] = "eu-central-2", ["cnnorth-1"] = "cn-north-1",
      ["us-gov-east-1"] = "us-gov-east-1" }) do
      assert.equal(region, endpoint.meant_region(text), text)
    end
    for _, text in ipairs({ "moon-1", "", "eu", "eu-west", "1", "us-1" }) do assert.is_nil(endpoint.meant_region(text), text) end
  end)

  it("is known by its form", function()
    for region, is_known in pairs({ ["us-east-1"] = true, ["us-gov-west-1"] = true, ["aws-global"] = true, ["us-east1"] = false,
      ["moon-1"] = false, [""] = false }) do
      assert.equal(is_known, endpoint.is_known(region), region)
    end
  end)
end)

describe("the doctor on settings", function()
  after_each(support.clean)

  it("tells those off their default, with their source", function()
    local report = support.examine({ variables = with({ AWS_RETRY_MODE = "adaptive", AWS_USE_FIPS_ENDPOINT = "false" }),
      options = { read_timeout = 7 } })
    local mode = support.check(report, "settings.retry_mode")
    assert.same({ "ok", "adaptive", "AWS_RETRY_MODE" }, { mode.status, mode.text, mode.source })
    assert.equal("7", support.check(report, "settings.read_timeout").text)
    assert.is_nil(support.check(report, "settings.connect_timeout"))
  end)

  it("warns of every endpoint that is not AWS's, with its source and without what may be secret", function()
    for source, world in pairs({
      AWS_ENDPOINT_URL = { variables = with({ AWS_ENDPOINT_URL = "http://localhost:4566" }) },
      AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE = {
        variables = with({ AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE = "http://localhost:4566?token=abc" }) },
      settings = { options = { endpoint_url = "http://localhost:4566" } },
      ["profile default"] = { files = { [".aws/config"] = "[default]\nendpoint_url = http://localhost:4566\n" } },
    }) do
      local check = support.check(support.examine(world), "settings.endpoint_url")
      assert.same({ "warn", "calls of DMS go to http://localhost:4566, in place of https://dms.eu-west-1.amazonaws.com" },
        { check.status, check.text })
      assert.matches("^" .. source, check.source)
    end
  end)

  it("warns of another endpoint for keys, but not twice of one for all", function()
    local report = support.examine({ variables = with({ AWS_ENDPOINT_URL_STS = "http://localhost:1" }) })
    local check = support.check(report, "settings.endpoint_of_STS")
    assert.same({ "warn", "http://localhost:1, roles are asked for there", "AWS_ENDPOINT_URL_STS" },
      { check.status, check.text, check.source })
    report = support.examine({ variables = with({ AWS_ENDPOINT_URL = "http://localhost:1" }) })
    assert.equal(1, report.warnings)
  end)

  it("tells what is set and does not count", function()
    local report = support.examine({ variables = with({ AWS_DEFAULT_REGION = "us-west-2" }),
      files = { [".aws/credentials"] = "[default]\naws_access_key_id = AKIAOTHERKEYOFSPEC02\naws_secret_access_key = abcdefgh\n" } })
    local region = support.check(report, "ignored.AWS_DEFAULT_REGION")
    assert.same({ "skip", "us-west-2 does not count: AWS_REGION counts first" }, { region.status, region.text })
    assert.matches("AWS_ACCESS_KEY_ID counts first", support.check(report, "ignored.aws_access_key_id").text, 1, true)
  end)

  it("says nothing of lists of exceptions and second names of a proxy that change nothing", function()
    local function ignored(variables, options)
      local names = {}
      for _, check in ipairs(support.examine({ variables = with(variables), options = options }).checks) do
        names[#names + 1] = check.name:match("^ignored%.(.*)")
      end
      return table.concat(names, " ")
    end
    local list, proxy = "localhost,127.0.0.1", "http://p.example:3128"
    for _, variables in ipairs({
      { NO_PROXY = list }, { NO_PROXY = list, no_proxy = list }, { NO_PROXY = list, no_proxy = "*" },
      { AWS_ENDPOINT_URL = "http://127.0.0.1:1", NO_PROXY = list, no_proxy = list },
      { HTTPS_PROXY = proxy, NO_PROXY = list, no_proxy = list }, { HTTPS_PROXY = proxy, https_proxy = proxy },
    }) do
      assert.equal("", ignored(variables))
    end
    assert.equal("", ignored({ NO_PROXY = list }, { proxy = false }))
  end)

  it("says which of two proxies or lists of exceptions counts, where they differ", function()
    local function text_of(name, variables, options)
      return support.check(support.examine({ variables = with(variables), options = options }), "ignored." .. name).text
    end
    assert.equal("b does not count: no_proxy counts first",
      text_of("NO_PROXY", { HTTPS_PROXY = "http://p", no_proxy = "a", NO_PROXY = "b" }))
    assert.equal("http://p does not count: https_proxy counts first",
      text_of("HTTPS_PROXY", { HTTPS_PROXY = "http://p", https_proxy = "http://q" }))
    assert.equal("http://p does not count: it is not for https URLs", text_of("HTTP_PROXY", { HTTP_PROXY = "http://p", NO_PROXY = "b" }))
    assert.equal("http://p does not count: the setting proxy of new counts first",
      text_of("HTTPS_PROXY", { HTTPS_PROXY = "http://p" }, { proxy = false }))
    assert.equal("b does not count: the setting proxy of new counts first",
      text_of("NO_PROXY", { HTTPS_PROXY = "http://p", NO_PROXY = "b" }, { proxy = "http://q" }))
  end)

  it("fails for one that does not fit, and leaves out what follows from it", function()
    for variable, text in pairs({ AWS_ENDPOINT_URL = "nonsense", AWS_RETRY_MODE = "odd", AWS_REGION = "a b", HTTPS_PROXY = "ftp://x" }) do
      local report = support.examine({ variables = with({ [variable] = text }) })
      assert.matches("^settings: " .. variable, support.first_failure(report))
      assert.same({ "skip", "left out: settings has failed" },
        { support.check(report, "credentials").status, support.check(report, "credentials").text })
      assert.equal(1, report.failures)
    end
  end)
end)
