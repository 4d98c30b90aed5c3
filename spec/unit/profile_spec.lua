-- AWS's two files: their format, which profile counts, and what is wrong with them.
local child = require "spec.support.child"
local errors = require "aws.errors"
local folder = require "spec.support.folder"
local profile = require "aws.settings.profile"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

describe("profiles", function()
  local home

  before_each(function() home = folder.new() end)
  after_each(function() home.remove() end)

  local function load(variables, explicit)
    local environment = { HOME = home.path }
    for name, value in pairs(variables or {}) do environment[name] = value end
    return profile.load(function(name) return environment[name] end, explicit)
  end

  --- The profiles of a config file, by name.
  local function read(text, file)
    home.write(file or ".aws/config", text)
    local profiles, all = load(), {}
    for _, name in ipairs(profiles:names()) do all[name] = profiles:get(name) end
    return all
  end

  --- The message about a config file, less its path.
  local function complaint(text)
    local err = failure(read, text)
    assert.is_true(errors.is(err, "ConfigError"), tostring(err))
    local path, rest = err.message:match("^(.-):?(%d*:? .*)$")
    assert.equal(home.path .. "/.aws/config", path)
    return rest
  end

  describe("format", function()
    it("knows sections, keys and values", function()
      assert.same({ default = { region = "us-east-1", url = "http://h:1/?a=b" }, p = { token = "abc==" } },
        read "[default]\nregion=us-east-1\nurl : http://h:1/?a=b\n\n[profile p]\n  token =  abc==  \n")
      assert.same({}, read "")
      assert.same({}, read "\n# nothing\n;\n")
      assert.same({ default = {} }, read "[default]")
    end)

    it("folds the case of keys, not of values and names", function()
      assert.same({ P = { region = "Us" } }, read "[profile P]\nReGiOn = Us")
    end)

    it("takes the first delimiter and keeps quotes, per cents and dollars", function()
      assert.same({ default = { a = "b:c", d = "e=f", q = '"x"', p = "%(a)s $HOME" } },
        read '[default]\na=b:c\nd:e=f\nq="x"\np=%(a)s $HOME\n')
    end)

    it("knows comments of whole lines only", function()
      assert.same({ default = { a = "1 # no", b = "2 ; no" } },
        read "# c\n[default] # c\n  ; c\na=1 # no\n#b=3\nb=2 ; no\n")
    end)

    it("goes on with a value on indented lines", function()
      assert.same({ default = { a = "one\ntwo\n\nthree", b = "x" } },
        read "[default]\na = one\n  two\n# c\n\n\tthree\n\nb = x\n\n")
      assert.same({ default = { a = "1", b = "2" } }, read "[default]\n  a = 1\n  b = 2\n")
      assert.same({ default = { a = "1\n[profile x]" } }, read "[default]\na = 1\n [profile x]\n")
      assert.same({ default = { a = "", b = "2" } }, read "[default]\na =\n\n\nb = 2\n")
    end)

    it("cuts every blank of Unicode around keys, values and lines, and no other character", function()
      for _, blank in ipairs({ " ", "\t", "\11", "\12", "\28", "\29", "\30", "\31", "\194\133", "\194\160", "\225\154\128",
        "\226\128\128", "\226\128\138", "\226\128\168", "\226\128\169", "\226\128\175", "\226\129\159", "\227\128\128" }) do
        local spaced = ("[default]" .. blank .. "\nkey" .. blank .. "=" .. blank .. "a" .. blank .. "b" .. blank .. "\n" .. blank
          .. "\n" .. blank .. "# c\nx=" .. blank .. "\n" .. blank .. "n=1" .. blank .. "\n")
        assert.same({ default = { key = "a" .. blank .. "b", x = { n = "1" } } }, read(spaced), ("%q"):format(blank))
      end
      for _, other in ipairs({ "\8", "\127", "\194\132", "\194\161", "\195\160", "\195\133", "\225\160\142", "\226\128\139",
        "\239\187\191", "\226\129\160" }) do
        assert.same({ default = { ["key" .. other] = other .. "v" .. other } }, read("[default]\nkey" .. other .. "=" .. other .. "v"
          .. other .. "\n"), ("%q"):format(other))
      end
    end)

    it("counts an indent in characters, whatever blanks it has", function()
      assert.same({ default = { a = "1", b = "2" } }, read "[default]\n\194\160a=1\n b=2\n")
      assert.same({ default = { a = "1\nb=2" } }, read "[default]\n a=1\n\227\128\128\194\160b=2\n")
    end)

    it("keeps blanks inside names of profiles, where only ASCII's separate words", function()
      assert.same({ ["a\194\160b"] = { k = "1" }, [" c"] = { k = "2" } },
        read "[profile a\194\160b]\nk=1\n[profile ' c']\194\160# x]\nk=2\n[profile\194\160d]\nk=3\n[\194\160default]\nk=4\n")
      assert.same({ k = "5" }, read("[\194\160p]\nk=5\n", ".aws/credentials")["\194\160p"])
    end)

    it("parts nested keys at every line break that Python knows, and no other lines", function()
      for _, mark in ipairs({ "\11", "\12", "\28", "\29", "\30", "\194\133", "\226\128\168", "\226\128\169" }) do
        assert.same({ default = { x = { a = "1", b = "2" }, y = "c=1" .. mark .. "d=2" } },
          read("[default]\nx=\n a=1" .. mark .. "b=2\ny=c=1" .. mark .. "d=2\n"), ("%q"):format(mark))
      end
      assert.same({ default = { x = { a = "1\31b=2\194\160\226\128\138c" } } },
        read "[default]\nx=\n a=1\31b=2\194\160\226\128\138c\n")
    end)

    it("knows nested keys", function()
      assert.same({ default = { s3 = { a = "1", B = "2=3" }, r = "x" } },
        read "[default]\ns3 =\n  a = 1\n\n  # c\n  B=2=3\nr = x\n")
      assert.same({ default = { x = { a = "", b = "1" } } }, read "[default]\nx =\n  a =\n    b = 1")
    end)

    it("takes every end of a line, and a byte order mark", function()
      local expected = { default = { a = "1", b = "2\n3" } }
      assert.same(expected, read "[default]\r\na = 1\r\nb = 2\r\n 3\r\n")
      assert.same(expected, read "[default]\ra = 1\rb = 2\r 3")
      assert.same(expected, read "\239\187\191[default]\na = 1\nb = 2\n 3")
    end)

    it("takes UTF-8", function()
      assert.same({ ["é"] = { name = "ключ 😀" } }, read "[profile é]\nname = ключ 😀\n")
    end)

    it("reads names of the config file as shell words", function()
      assert.same({ ["my profile"] = { a = "1" }, single = { a = "2" }, ["a]b"] = { a = "3" }, ["c\"d"] = { a = "4" },
        [""] = { a = "5" } },
        read('[profile "my profile"]\na=1\n[profile \'single\']\na=2\n[profile "a]b"]\na=3\n'
          .. '[profile c\\"d] [x]\na=4\n[profile ""]\na=5'))
      assert.same({ ["[x]"] = { a = "1" }, ["e]f"] = { a = "2" }, ["g] h"] = { a = "3" } },
        read "[profile [x]]\na=1\n[profile e]f]\na=2\n[profile 'g] h']\na=3\n")
    end)

    it("leaves out what is no profile", function()
      assert.same({ ok = { a = "2" } }, read("[profile my profile]\na=1\n[profile ok]\na=2\n[profile]\na=3\n[p]\na=4\n"
        .. "[profilefoo]\na=5\n[profile \"open]\na=6\n[profile back\\]\na=7\n[DEFAULT]\na=8\n[plugins]\na=9\n"
        .. "[ profile b ]\na=10\n[ default ]\na=11\n"))
    end)

    it("lets the later spelling of one profile count, whole", function()
      assert.same({ default = { a = "2" } }, read "[default]\na=1\nb=1\n[profile default]\na=2\n")
      assert.same({ default = { b = "2" } }, read "[profile default]\na=1\n[default]\nb=2\n")
    end)

    it("takes names of the credentials file literally", function()
      assert.same({ p = { a = "1" }, ["profile q"] = { b = "2" }, ["it's"] = { c = "3" } },
        read("[p]\na=1\n[profile q]\nb=2\n[it's]\nc=3\n", ".aws/credentials"))
    end)

    it("has sections for SSO and services", function()
      home.write(".aws/config", "[sso-session s]\nsso_region = r\n[services x]\nsts =\n  endpoint_url = http://h\n")
      local profiles = load()
      assert.same({ sso_region = "r" }, profiles:sso_session "s")
      assert.same({ sts = { endpoint_url = "http://h" } }, profiles:services "x")
      assert.is_nil(profiles:sso_session "x")
      assert.is_nil(profiles:services "s")
    end)
  end)

  describe("broken files", function()
    it("are named with the line, and never shown", function()
      local secret = "wJalrXUtnFEMI"
      for text, expected in pairs({
        ["[default]\na=1\na=" .. secret] = "3: a key that its section already has",
        ["[default]\nA=1\na=" .. secret] = "3: a key that its section already has",
        ["[default]\n[profile x]\n\n[default]"] = "4: the same section as in line 1",
        ["[default]\n" .. secret] = "2: no [section], no key = value and no indented line",
        ["[default]\n=" .. secret] = "2: a value without a key",
        ["\n" .. secret .. "=1"] = "2: text before the first [section]",
        ["[default]\nx =\n\n  " .. secret .. "\n[y]"] = "4: a nested line without =",
        ["[default]\nx =\n  a=1\n  " .. secret] = "4: a nested line without =",
        ["[" .. secret .. "\n"] = "1: text before the first [section]",
        ["[]"] = "1: text before the first [section]",
        ["[default]\n\n" .. secret .. "\0"] = "3: a NUL byte: it is binary, or UTF-16",
        ["[default]\né\na=" .. secret .. "\255"] = "3: bytes that are not UTF-8",
        ["\255\254[\0"] = "1: a NUL byte: it is binary, or UTF-16",
      }) do
        assert.equal(expected, complaint(text))
      end
    end)

    it("are broken by everything that is no UTF-8", function()
      for _, bytes in ipairs({ "\128", "\192\128", "\195", "\224\128\128", "\237\160\128", "\240\128\128\128",
        "\244\144\128\128", "\245\128\128\128", "\226\130", "\226\195\169\130" }) do
        assert.equal("2: bytes that are not UTF-8", complaint("[default]\na=" .. bytes .. "\n"))
      end
      assert.same({ default = { a = "\127\194\128\223\191\224\160\128\237\159\191\238\128\128\240\144\128\128\244\143\191\191" } },
        read "[default]\na=\127\194\128\223\191\224\160\128\237\159\191\238\128\128\240\144\128\128\244\143\191\191")
    end)

    it("that are huge are refused", function()
      assert.equal(" is larger than 4194304 bytes", complaint(("#"):rep(4 * 1024 * 1024 + 1)))
    end)

    --- What may be in the place of a file, and what the error about a file that a variable names says of it.
    for command, words in pairs({ mkdir = "is a folder", mkfifo = "is not a regular file" }) do
      it("that are made by " .. command .. " are missing files where nobody named them, else errors", function()
        for variable, name in pairs({ AWS_CONFIG_FILE = "config", AWS_SHARED_CREDENTIALS_FILE = "credentials" }) do
          home.write(".aws/" .. (name == "config" and "credentials" or "config"), "[default]\nregion = eu-west-1\n")
          local path = home.path .. "/.aws/" .. name
          child.run(("rm -f %s; %s %s"):format(child.quote(path), command, child.quote(path)))
          assert.same({ region = "eu-west-1" }, load():get "default")
          local err = failure(function() return load({ [variable] = path }):get "default" end)
          assert.is_true(errors.is(err, "ConfigError"))
          assert.equal(path .. " " .. words, err.message)
          child.run("rm -r " .. child.quote(path))
        end
      end)
    end

    it("take time that grows with their length alone", function()
      local size = 1000000
      for _, text in ipairs({
        "[default]\na=" .. ("x" .. (" "):rep(1000)):rep(1000), (" "):rep(size) .. "x", ("["):rep(size),
        "[default]\na" .. (" "):rep(size) .. "= 1", "[" .. ("'"):rep(size - 1) .. "]", "[" .. ("]"):rep(size),
        "[default]\na=1\n" .. ("\n"):rep(size) .. " b", "[default]\na=\n" .. (" b=1\n"):rep(size / 5), ("\r"):rep(size),
        "[profile '" .. ("\\'"):rep(size / 2) .. "]", "[default]\n" .. ("é"):rep(size / 2) .. "=1",
      }) do
        local before = os.clock()
        pcall(read, text)
        assert.is_true(os.clock() - before < 20)
      end
    end)

    it("raise nothing but ConfigError, whatever they hold", function()
      local pieces = { "[", "]", "default", "profile ", "=", ":", "\n", "\r", " ", "\t", "#", ";", "'", '"', "\\", "a", "\0",
        "\255", "é", "[default]\n", "\nk = v", "\n  n = 1", "\nx =" }
      math.randomseed(42)
      for _ = 1, 3000 do
        local parts = {}
        for i = 1, math.random(40) do parts[i] = pieces[math.random(#pieces)] end
        local ok, raised = pcall(read, table.concat(parts))
        assert.is_true(ok or errors.is(raised, "ConfigError"), tostring(raised))
      end
    end)
  end)

  describe("choice", function()
    before_each(function()
      home.write(".aws/config", "[default]\nregion=d\n[profile a]\nregion=ca\noutput=json\n[profile b]\nregion=b\n[bare]\n")
      home.write(".aws/credentials", "[a]\nregion=ka\n[only-keys]\nregion=k\n")
    end)

    it("is the one named in code, AWS_PROFILE, AWS_DEFAULT_PROFILE, default", function()
      local function chosen(variables, explicit)
        local profiles = load(variables, explicit)
        return { profiles.name, profiles.source, profiles.is_explicit }
      end
      local both = { AWS_PROFILE = "a", AWS_DEFAULT_PROFILE = "b" }
      assert.same({ "only-keys", "settings", true }, chosen(both, "only-keys"))
      assert.same({ "a", "AWS_PROFILE", false }, chosen(both))
      assert.same({ "b", "AWS_DEFAULT_PROFILE", false }, chosen({ AWS_PROFILE = "", AWS_DEFAULT_PROFILE = "b" }))
      assert.same({ "default", "default", false }, chosen({}))
    end)

    it("merges the two files, the credentials file first", function()
      local profiles = load()
      assert.same({ region = "ka", output = "json" }, profiles:get "a")
      assert.same({ region = "ca", output = "json" }, profiles:from_config "a")
      assert.same({ region = "ka" }, profiles:from_credentials "a")
      assert.same({ region = "k" }, profiles:get "only-keys")
      assert.is_nil(profiles:from_config "only-keys")
      assert.is_nil(profiles:get "nobody")
      assert.equal(("profile a (%s/.aws/credentials)"):format(home.path), profiles:origin("a", "region"))
      assert.equal(("profile a (%s/.aws/config)"):format(home.path), profiles:origin("a", "output"))
    end)

    it("of a profile that is nowhere is a ProfileNotFound that says where it looked", function()
      for _, case in ipairs({ { { AWS_PROFILE = "nope" }, nil, "AWS_PROFILE" }, { {}, "nope", "settings" },
        { { AWS_DEFAULT_PROFILE = "nope" }, nil, "AWS_DEFAULT_PROFILE" } }) do
        local err = failure(load, case[1], case[2])
        assert.is_true(errors.is(err, "ProfileNotFound"))
        assert.equal("config", err.kind)
        assert.equal(('profile "nope" (%s) is neither in %s/.aws/config nor in %s/.aws/credentials'):format(
          case[3], home.path, home.path), (err.message:gsub("; did you mean.*", "")))
      end
      assert.matches('; did you mean "only-keys"?', failure(load, {}, "only-kys").message, 1, true)
      assert.matches("; [bare] in " .. home.path .. "/.aws/config has to be [profile bare]",
        failure(load, {}, "bare").message, 1, true)
      assert.is_true(errors.is(failure(load, {}, "a\n" .. ("x"):rep(1000)), "ProfileNotFound"))
    end)

    it("of a default that is nowhere is none", function()
      home.remove()
      assert.is_nil(load():get "default")
      assert.same({}, load():names())
    end)

    it("reads the files once, and only when asked", function()
      home.write(".aws/config", "broken")
      local profiles = load()
      assert.is_true(errors.is(failure(profiles.get, profiles, "a"), "ConfigError"))
      home.write(".aws/config", "[profile a]\nregion=1")
      assert.equal("ka", profiles:get("a").region)
      assert.same({ region = "1" }, profiles:from_config "a")
      home.write(".aws/config", "[profile a]\nregion=2")
      assert.same({ region = "1" }, profiles:from_config "a")
    end)
  end)

  describe("files", function()
    it("are where variables say, with ~ and variables replaced", function()
      home.write("c/config", "[default]\na=1")
      home.write("c/keys", "[default]\nb=2")
      local profiles = load({ AWS_CONFIG_FILE = "~/c/config", AWS_SHARED_CREDENTIALS_FILE = "${BASE}/$DIR/keys",
        BASE = home.path, DIR = "c" })
      assert.same({ a = "1", b = "2" }, profiles:get "default")
      assert.equal(home.path .. "/c/config", profiles.config_file)
      assert.equal(home.path .. "/c/keys", profiles.credentials_file)
      assert.same({ config_file = "AWS_CONFIG_FILE", credentials_file = "AWS_SHARED_CREDENTIALS_FILE" },
        profiles.file_sources)
    end)

    it("keep what stands for nothing", function()
      assert.equal("/$NONE/${NONE}/${x/$/a~/~b",
        load({ AWS_CONFIG_FILE = "/$NONE/${NONE}/${x/$/a~/~b", x = "y" }).config_file)
      assert.equal("~other/config", load({ AWS_CONFIG_FILE = "~other/config" }).config_file)
      assert.equal("/a}b", load({ AWS_CONFIG_FILE = "/$x}b", x = "a" }).config_file)
    end)

    it("may be the null device, or not be there", function()
      assert.is_nil(load({ AWS_CONFIG_FILE = "/dev/null", AWS_SHARED_CREDENTIALS_FILE = "/none/at/all" }):get "default")
    end)

    it("are none without a home folder", function()
      for _, none in ipairs({ { HOME = "" }, { HOME = false } }) do
        local profiles = profile.load(function(name) return none[name] or nil end)
        assert.is_nil(profiles.home)
        assert.equal("~/.aws/config", profiles.config_file)
        assert.is_nil(profiles:get "default")
      end
    end)
  end)
end)
