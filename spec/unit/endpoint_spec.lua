local endpoint = require "aws.protocol.endpoint"
local errors = require "aws.errors"
local scripted = require "spec.support.scripted"

local dms, drs = require "aws.model.dms", require "aws.model.drs"

describe("endpoint.partition", function()
  local regions = {
    ["aws"] = { "us-east-1", "eu-west-3", "ap-southeast-7", "il-central-1", "mx-central-1", "aws-global" },
    ["aws-cn"] = { "cn-north-1", "cn-northwest-1", "cn-new-9", "aws-cn-global" },
    ["aws-us-gov"] = { "us-gov-west-1", "us-gov-east-1", "aws-us-gov-global" },
    ["aws-iso"] = { "us-iso-east-1", "us-iso-west-1", "aws-iso-global" },
    ["aws-iso-b"] = { "us-isob-east-1", "us-isob-west-1" },
    ["aws-iso-e"] = { "eu-isoe-west-1" },
    ["aws-iso-f"] = { "us-isof-south-1", "us-isof-east-1" },
    ["aws-eusc"] = { "eusc-de-east-1" },
  }
  for id, names in pairs(regions) do
    it("knows the regions of " .. id, function()
      for _, region in ipairs(names) do assert.equal(id, endpoint.partition(region).id, region) end
    end)
  end

  it("puts a region that fits no pattern into aws", function()
    for _, region in ipairs({ "local", "fake-region-10", "xx-gov-west-1", "cn", "us-gov-west", "mars-east-1" }) do
      assert.equal("aws", endpoint.partition(region).id, region)
    end
  end)
end)

describe("endpoint.url", function()
  local function check(expected, service, region, fips, dualstack)
    assert.equal(expected, endpoint.url(service, region, fips or false, dualstack or false))
  end

  it("follows the partition", function()
    check("https://dms.eu-west-1.amazonaws.com", dms, "eu-west-1")
    check("https://drs.cn-north-1.amazonaws.com.cn", drs, "cn-north-1")
    check("https://dms.us-iso-east-1.c2s.ic.gov", dms, "us-iso-east-1")
    check("https://dms.us-isob-east-1.sc2s.sgov.gov", dms, "us-isob-east-1")
    check("https://dms.eusc-de-east-1.amazonaws.eu", dms, "eusc-de-east-1")
    check("https://drs.local.amazonaws.com", drs, "local")
  end)

  it("knows FIPS and dual stack", function()
    check("https://dms-fips.us-east-1.amazonaws.com", dms, "us-east-1", true)
    check("https://drs.eu-west-1.api.aws", drs, "eu-west-1", false, true)
    check("https://drs-fips.us-east-1.api.aws", drs, "us-east-1", true, true)
    check("https://dms.cn-north-1.api.amazonwebservices.com.cn", dms, "cn-north-1", false, true)
  end)

  it("knows where a service's own endpoint is the FIPS one", function()
    check("https://dms.us-gov-west-1.amazonaws.com", dms, "us-gov-west-1", true)
    check("https://dms.us-iso-east-1.c2s.ic.gov", dms, "us-iso-east-1", true)
    check("https://dms.us-isob-east-1.sc2s.sgov.gov", dms, "us-isob-east-1", true)
    check("https://dms-fips.us-gov-west-1.api.aws", dms, "us-gov-west-1", true, true)
    check("https://drs-fips.us-gov-west-1.amazonaws.com", drs, "us-gov-west-1", true)
  end)
end)

describe("endpoint.parse", function()
  it("takes a URL apart", function()
    assert.same({
      url = "https://a.example:8443",
      base = "https://a.example:8443/base",
      host_header = { "Host", "a.example:8443" },
      path = "/base",
      query = "x=1",
    }, endpoint.parse("https://a.example:8443/base?x=1", "endpoint_url"))
    assert.same({ url = "http://a", base = "http://a", host_header = { "Host", "a" }, path = "", query = "" },
      endpoint.parse("http://a", "endpoint_url"))
    assert.equal("", endpoint.parse("http://a?x", "e").path)
    assert.equal("x", endpoint.parse("http://a?x", "e").query)
    assert.equal("[::1]:8080", endpoint.parse("http://[::1]:8080/", "e").host_header[2])
    for zone, port in pairs({ ["%25eth0"] = "", ["%25en1"] = ":4566", ["%eth0"] = ":80", ["%25wlan0.5"] = ":443",
      ["%25br-0a1b"] = ":8443", ["%25veth_1"] = "", ["%25a~b%2Fc"] = ":1" }) do
      local place = endpoint.parse("http://[FE80::1" .. zone .. "]" .. port .. "/p", "e")
      assert.equal("[fe80::1]" .. (port ~= ":80" and port or ""), place.host_header[2])
      assert.equal("http://[FE80::1" .. zone .. "]" .. port, place.url)
    end
  end)

  it("writes the host as the Host header does", function()
    assert.equal("proxy.example.com", endpoint.parse("HTTPS://PROXY.Example.com:443/", "e").host_header[2])
    assert.equal("proxy.example.com:443", endpoint.parse("http://proxy.example.com:443", "e").host_header[2])
    assert.equal("proxy.example.com", endpoint.parse("http://proxy.example.com:080", "e").host_header[2])
  end)

  it("puts an operation's path and query behind its own", function()
    local function url_of(text, path, query) return endpoint.request_url(endpoint.parse(text, "e"), path, query) end
    assert.equal("http://a/", url_of("http://a", "/", ""))
    assert.equal("http://a/b", url_of("http://a/b", "/", ""))
    assert.equal("http://a/b/", url_of("http://a/b/", "/", ""))
    assert.equal("http://a/Op", url_of("http://a/", "/Op", ""))
    assert.equal("http://a/b/Op", url_of("http://a/b/", "/Op", ""))
    assert.equal("http://a/b/Op?x=1", url_of("http://a/b", "/Op", "x=1"))
    assert.equal("http://a/Op?q=2", url_of("http://a?q=2", "/Op", ""))
    assert.equal("http://a/Op?q=2&x=1", url_of("http://a?q=2", "/Op", "x=1"))
  end)

  it("keeps path and query as they are: signing encodes them", function()
    local parts = endpoint.parse("http://a/b c/%20/é?q=a b", "e")
    assert.equal("/b c/%20/é", parts.path)
    assert.equal("q=a b", parts.query)
  end)

  it("raises a ConfigError that names the source for what is no URL", function()
    local wrong = {
      "", "a", "http:/a", "gopher://a", "http://", "http://a:b", "http://a:99999", "http://a:0", "http://u@a", "http://a#b",
      "http://a\nb", "http://[::1", "http://[%25eth0]", "http://[]",
      "http://[fe80::1%eth 0]", "http://[fe80::1%25eth/0]", "http://[fe80::1%25e:0]", "http://[a-b]", "http://a~b",
      "http://fe80::1%25eth0/", "http://a b/", "http://" .. ("a"):rep(300),
    }
    for _, url in ipairs(wrong) do
      local err = scripted.failure(endpoint.parse, url, "AWS_ENDPOINT_URL")
      assert.is_true(errors.is(err, "ConfigError"), url)
      assert.equal("AWS_ENDPOINT_URL ", err.message:sub(1, 17))
    end
  end)
end)
