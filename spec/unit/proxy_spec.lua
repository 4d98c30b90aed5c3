-- Which proxy a URL is reached through.
local errors = require "aws.errors"
local proxy = require "aws.settings.proxy"
local scripted = require "spec.support.scripted"

--- Proxy and source of a URL in an environment.
local function choose(variables, url, setting)
  return proxy.chooser(setting, function(name) return variables[name] end)(url)
end

local function is_direct(no_proxy, url)
  local found, source = choose({ HTTPS_PROXY = "http://p:1", HTTP_PROXY = "http://p:1", NO_PROXY = no_proxy }, url)
  assert.equal(found and "http://p:1" or false, found)
  if not found then assert.equal("NO_PROXY", source) end
  return not found
end

describe("the proxy of a URL", function()
  it("is the one of its scheme, the lower-case variable first", function()
    local all = { https_proxy = "http://a", HTTPS_PROXY = "http://b", http_proxy = "http://c", HTTP_PROXY = "http://d" }
    assert.same({ "http://a:80", "https_proxy" }, { choose(all, "https://h") })
    assert.same({ "http://c:80", "http_proxy" }, { choose(all, "HTTP://h") })
    all.https_proxy, all.http_proxy = "", nil
    assert.same({ "http://b:80", "HTTPS_PROXY" }, { choose(all, "https://h") })
    assert.same({ "http://d:80", "HTTP_PROXY" }, { choose(all, "http://h") })
    assert.same({ false, "default" }, { choose({ HTTP_PROXY = "http://d", ALL_PROXY = "http://e" }, "https://h") })
    assert.same({ false, "default" }, { choose({}, "http://h") })
  end)

  it("may lack a scheme in a variable", function()
    assert.equal("http://proxy:3128", choose({ https_proxy = "proxy:3128" }, "https://h"))
    assert.equal("http://u:p%40q@proxy:80", choose({ https_proxy = "u:p@q@proxy" }, "https://h"))
  end)

  it("has the port of its scheme where it names none (RFC 9110 4.2.1, 4.2.2)", function()
    for written, meant in pairs({
      ["http://p"] = "http://p:80", ["http://p/"] = "http://p:80/", ["http://p:"] = "http://p:80", ["http://p:/"] = "http://p:80/",
      ["HTTP://p"] = "HTTP://p:80", ["https://p"] = "https://p:443", ["HttpS://p/"] = "HttpS://p:443/",
      ["http://[::1]"] = "http://[::1]:80", ["https://[fe80::1]/"] = "https://[fe80::1]:443/", ["http://[::1]:3128"] = "http://[::1]:3128",
      ["http://127.0.0.2"] = "http://127.0.0.2:80", ["http://p:3128/"] = "http://p:3128/", ["http://p:080"] = "http://p:080",
      ["http://u:1@p"] = "http://u:1@p:80", ["http://u:1@p:2"] = "http://u:1@p:2", ["https://u@q:1@p"] = "https://u%40q:1@p:443",
      ["http://u:@p"] = "http://u:@p:80", ["http://u:@p:"] = "http://u:@p:80",
    }) do
      assert.equal(meant, (choose({}, "https://h", written)))
      assert.equal(meant, (choose({ https_proxy = written }, "https://h")))
      assert.equal(meant, (choose({ HTTP_PROXY = written }, "http://h")))
    end
    for written, meant in pairs({
      p = "http://p:80", ["p:3128"] = "http://p:3128", ["u:1@p"] = "http://u:1@p:80", ["[::1]"] = "http://[::1]:80",
    }) do
      assert.equal(meant, (choose({ https_proxy = written }, "https://h")))
    end
  end)

  it("does not come from a header of a web server's request", function()
    local cgi = { HTTP_PROXY = "http://d", HTTPS_PROXY = "http://s", REQUEST_METHOD = "GET" }
    assert.is_false((choose(cgi, "http://h")))
    assert.equal("http://s:80", (choose(cgi, "https://h")))
    cgi.http_proxy = "http://c"
    assert.equal("http://c:80", (choose(cgi, "http://h")))
  end)

  it("is what the setting says, wherever there is one", function()
    local variables = { HTTPS_PROXY = "http://b", NO_PROXY = "*" }
    assert.same({ "http://x:80", "settings" }, { choose(variables, "https://h", "http://x") })
    assert.same({ false, "settings" }, { choose(variables, "https://h", false) })
    assert.equal("http://u:a%40b@x:80", (choose({}, "https://h", "http://u:a@b@x")))
  end)

  it("is none where NO_PROXY names the host", function()
    for _, case in ipairs({
      { "example.com", "https://example.com", "https://EXAMPLE.com/x", "https://a.b.example.com:8443" },
      { ".example.com", "https://example.com", "https://a.example.com" },
      { "*.example.com", "https://example.com", "https://a.example.com" },
      { "EXAMPLE.COM", "https://example.com" },
      { "*", "https://anything", "http://[::1]" },
      { "a , b\tc,,", "https://a", "https://b", "https://c" },
      { "h:8443", "https://h:8443", "https://x.h:8443" },
      { "h:443", "https://h", "https://h:443" },
      { "h:80", "http://h" },
      { "127.0.0.1", "http://127.0.0.1:5000" },
      { "10.0.0.0/8", "https://10.255.0.1", "https://10.0.0.0" },
      { "192.168.4.0/22", "https://192.168.7.255" },
      { "0.0.0.0/0", "https://1.2.3.4" },
      { "10.1.2.3/32", "https://10.1.2.3" },
      { "::1", "http://[::1]", "http://[::1]:80" },
      { "[::1]", "http://[::1]" },
      { "[::1]:81", "http://[::1]:81" },
      { "FD00:ec2::254", "http://[fd00:EC2::254]" },
      { "fd00::/8", "http://[fd00::1]", "https://[fdff:ffff::]", "http://[FD12:3456:789a:1:2:3:4:5]:8080" },
      { "[fd00::]/8", "http://[fd00::1]" },
      { "[fd00::/8]", "http://[fd00::1]" },
      { "[fd00::/8]:81", "http://[fd00::1]:81" },
      { "fe80::/10", "http://[fe80::1]", "http://[febf::1]", "http://[fe80::1%25eth0]" },
      { "2001:db8:4::/46", "https://[2001:db8:7:ffff::]" },
      { "2001:db8::/32", "https://[2001:db8::]" },
      { "::/0", "http://[::1]", "http://[ffff::]", "http://[::ffff:1.2.3.4]" },
      { "::1/128", "http://[::1]", "http://[0:0:0:0:0:0:0:1]" },
      { "0:0:0:0:0:0:0:1", "http://[::1]" },
      { "::0001", "http://[::1]", "http://[0::0:1]" },
      { "1:2:3:4:5:6:7::", "http://[1:2:3:4:5:6:7:0]" },
      { "::2:3:4:5:6:7:8", "http://[0:2:3:4:5:6:7:8]" },
      { "::ffff:10.0.0.0/104", "http://[::ffff:10.1.2.3]", "http://[::ffff:a00:1]", "https://10.9.9.9" },
      { "10.0.0.0/8", "http://[::ffff:10.1.2.3]" },
      { "10.1.2.3", "http://[::ffff:10.1.2.3]" },
      { "64:ff9b::192.0.2.0/120", "http://[64:ff9b::192.0.2.33]", "http://[64:ff9b::c000:221]" },
      { "10.0.0.0/33, fd00::/129, fd00::/x, b", "https://b" },
    }) do
      for i = 2, #case do assert.is_true(is_direct(case[1], case[i]), case[1] .. " " .. case[i]) end
    end
  end)

  it("is there where NO_PROXY names another host", function()
    for _, case in ipairs({
      { "example.com", "https://notexample.com", "https://example.com.evil", "https://com", "https://example.co" },
      { "h:8443", "https://h", "https://h:8444" },
      { "a.b", "https://axb" },
      { "10.0.0.0/8", "https://11.0.0.1", "https://host10.0.0.1", "https://10.0.0.1.example" },
      { "192.168.4.0/22", "https://192.168.8.0", "https://192.168.3.255" },
      { "10.0.0.0/33", "https://10.0.0.0" },
      { "999.0.0.0/8", "https://10.0.0.0" },
      { "10.1.2.3", "https://10.1.2.30", "https://110.1.2.3" },
      { "::1", "http://[::2]", "http://[fe::1]" },
      { "fd00::/8", "http://[fe00::1]", "http://[fc00::1]", "https://fd00", "https://10.0.0.1", "https://fd00.example" },
      { "2001:db8:4::/46", "https://[2001:db8:8::]", "https://[2001:db8:3::]" },
      { "fd00::/129", "http://[fd00::]" },
      { "fd00::/1000", "http://[fd00::]" },
      { "fd00::/", "http://[fd00::]" },
      { "fd00::/-8", "http://[fd00::]" },
      { "fd00:::/8", "http://[fd00::]" },
      { "fd00/8", "http://[fd00::]" },
      { "fd00::1::/8", "http://[fd00::]" },
      { "1:2:3:4:5:6:7/8", "http://[1:2:3:4:5:6:7:8]" },
      { "1:2:3:4:5:6:7:8::/16", "http://[1:2:3:4:5:6:7:8]" },
      { "::fffff/0", "http://[::1]" },
      { "::10.0.0.256/0", "http://[::1]" },
      { "/8", "http://[::1]", "https://10.0.0.1" },
      { "[fd00::/8]:81", "http://[fd00::1]" },
      { "::/0", "https://10.0.0.1", "https://h" },
      { "10.0.0.0/8", "http://[::10.0.0.1]", "http://[::1]" },
      { "::ffff:10.0.0.0/104", "https://11.0.0.1", "http://[::fffe:10.0.0.1]" },
      { "[::1]:81", "http://[::1]" },
      { ",, .", "https://h" },
      { "%a+", "https://abc" },
    }) do
      for i = 2, #case do assert.is_false(is_direct(case[1], case[i]), case[1] .. " " .. case[i]) end
    end
  end)

  it("is refused when it is no URL, where it counts, without its user info", function()
    for _, value in ipairs({ "socks5://u:hunter2@h", "http://", "http://u:hunter2@h/path", "http://u:hunter2@[x]",
      "http://u:hunter2%0d@h", "://hunter2", "http://a\nhunter2" }) do
      local err = scripted.failure(choose, { HTTPS_PROXY = value }, "https://h")
      assert.is_true(errors.is(err, "ConfigError"))
      assert.equal(1, (err.message:find("HTTPS_PROXY ", 1, true)))
      assert.is_nil(err.message:find("hunter2", 1, true))
      assert.is_false((choose({ HTTPS_PROXY = value }, "http://h")))
      assert.is_false((choose({ HTTPS_PROXY = value, NO_PROXY = "h" }, "https://h")))
    end
  end)

  it("is decided by the environment at the start", function()
    local variables = { HTTPS_PROXY = "http://p:1" }
    local chooser = proxy.chooser(nil, function(name) return variables[name] end)
    variables.HTTPS_PROXY = nil
    assert.equal("http://p:1", (chooser("https://h")))
  end)
end)
