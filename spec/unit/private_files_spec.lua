-- Files that the library writes: whose they are, and what a link at their path does. Programs that it starts get no secrets.
local child = require "spec.support.child"
local core = require "aws.core"
local folder = require "spec.support.folder"
local plans = require "spec.support.plan_places"
local process = require "aws.credentials.providers.process"
local providers = require "spec.support.providers"
local runs = require "spec.support.plan_runs"
local scripted = require "spec.support.scripted"
local sso = require "aws.credentials.providers.sso"

local made

before_each(function() made = folder.new() end)
after_each(function()
  made.remove()
  providers.clean()
end)

local shell = child.shell

local function mode_of(path) return shell("stat -c '%%a %%F' %s", path) end

--- Writers of files for their owner alone, each to a path.
local writers = {
  ["a private file"] = function(path) assert(core.write_private_file(path, "new")) end,
  ["a plan"] = function(path) plans.make("dms", { plans.place({ list = { plans.replication("a", "running") } }) }):save(path) end,
}

describe("what is for its owner alone:", function()
  for name, write in pairs(writers) do
    it(name .. " takes the place of a link, and leaves alone what that leads to", function()
      local victim, path = made.write("victim", "victim"), made.path .. "/file"
      shell("chmod 644 %s; ln -s %s %s", victim, victim, path)
      write(path)
      assert.equal("600 regular file", mode_of(path))
      assert.equal("victim", core.read_file(victim, 100))
      assert.equal("644 regular file", mode_of(victim))
    end)

    it(name .. " takes the place of a link that leads nowhere", function()
      local path = made.path .. "/file"
      shell("ln -s %s %s", made.path .. "/nowhere", path)
      write(path)
      assert.equal("600 regular file", mode_of(path))
      assert.is_nil((core.file_mode(made.path .. "/nowhere")))
    end)

    it(name .. " is never readable by others, whatever the umask or the old file's mode", function()
      local path = made.write("file", "old")
      shell("chmod 666 %s", path)
      local other = made.path .. "/hard"
      shell("ln %s %s", path, other)
      write(path)
      assert.equal("600 regular file", mode_of(path))
      assert.equal("old", core.read_file(other, 100))
    end)
  end

  it("the cache of an SSO token, when it is renewed", function()
    local file = ".aws/sso/cache/3ece1471f44f63177cbc35ba0b904e0c096b6783.json"
    local function iso(seconds) return core.format_timestamp(scripted.time + seconds, "iso8601") end
    local surroundings = providers.surroundings({}, {
      [".aws/config"] = "[default]\nsso_session = my\nsso_account_id = 1\nsso_role_name = R\n"
        .. "[sso-session my]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-west-2\n",
      [file] = ('{"accessToken":"old","expiresAt":"%s","refreshToken":"r","clientId":"c","clientSecret":"s",'
        .. '"registrationExpiresAt":"%s"}'):format(iso(60), iso(1e6)),
    })
    local path, victim = surroundings.profiles.home .. "/" .. file, made.path .. "/victim"
    shell("mv %s %s; chmod 644 %s; ln -s %s %s", path, victim, victim, victim, path)
    local old = core.read_file(victim, 10000)
    sso.new(nil, surroundings)(providers.context({
      scripted.answer('{"accessToken":"NewToken","expiresIn":28800}'),
      scripted.answer('{"roleCredentials":{"accessKeyId":"A","secretAccessKey":"S","sessionToken":"T","expiration":4070908800123}}'),
    }))
    assert.equal("600 regular file", mode_of(path))
    assert.truthy(core.read_file(path, 10000):find("NewToken", 1, true))
    assert.equal(old, core.read_file(victim, 10000))
    assert.equal("1", shell("ls -A %s | wc -l", surroundings.profiles.home .. "/.aws/sso/cache"))
  end)
end)

describe("a report", function()
  it("is not made where a link leads that leads nowhere", function()
    local path, nowhere = made.path .. "/report", made.path .. "/nowhere"
    shell("ln -s %s %s", nowhere, path)
    local journal, fault = core.journal(path)
    assert.is_nil(journal)
    assert.equal("cannot be opened: No such file or directory", fault)
    local err = scripted.failure(runs.run, runs.of("dms", { "running" }), { report = path })
    assert.equal("ConfigError", err.type)
    assert.is_nil((core.file_mode(nowhere)))
  end)

  it("may be named by a link to one, and no line is added to other files", function()
    local plan = runs.of("dms", { "running" })
    local real, path = made.write("real", ""), made.path .. "/report"
    shell("ln -s %s %s", real, path)
    runs.run(plan, { report = path, resume = true })
    assert.truthy(core.read_file(real, 1e6):find('"phase":"outcome"', 1, true))
    local other = made.write("other", "export PATH=/bin\n")
    shell("ln -sf %s %s", other, path)
    for _, resume in ipairs({ true, false }) do
      assert.equal("ConfigError", scripted.failure(runs.run, runs.of("dms", { "running" }), { report = path, resume = resume }).type)
    end
    assert.equal("export PATH=/bin\n", core.read_file(other, 100))
  end)
end)

describe("credential_process", function()
  local KEYS = '{"Version":1,"AccessKeyId":"AKP","SecretAccessKey":"S"}'

  --- Runs a command line of the config file with a program that notes its words and its environment.
  local function run(arguments)
    local program = made.write("program", "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\n' \"<$word>\"; done >\"$0.words\"\n"
      .. "env >\"$0.env\"\nls /proc/self/fd >\"$0.fds\"\nprintf '%s' '" .. KEYS .. "'\n")
    shell("chmod +x %s", program)
    local surroundings = providers.surroundings({ AWS_SECRET_ACCESS_KEY = providers.SECRET }, {
      [".aws/config"] = "[default]\ncredential_process = " .. program .. " " .. arguments .. "\naws_session_token = " .. providers.TOKEN,
    })
    local keys = process.new(nil, surroundings)(providers.context())
    assert.equal("AKP", keys.access_key_id)
    return core.read_file(program .. ".words", 1e5), program
  end

  it("has no shell: what one would read stays in the words", function()
    for arguments, words in pairs({
      ["$(touch x) `id` $HOME ~ * ? [a]"] = { "$(touch", "x)", "`id`", "$HOME", "~", "*", "?", "[a]" },
      ["; id & id | id && id || id > out < in"] = { ";", "id", "&", "id", "|", "id", "&&", "id", "||", "id", ">", "out", "<", "in" },
      ["'$(a b)' \"c;d\" e\\ f"] = { "$(a b)", "c;d", "e f" },
      ["#a !b {c,d} %e ^f"] = { "#a", "!b", "{c,d}", "%e", "^f" },
    }) do
      assert.equal("<" .. table.concat(words, ">\n<") .. ">\n", (run(arguments)))
    end
  end)

  it("gets this program's environment as it is, and three descriptors", function()
    local file = assert(io.open(made.path .. "/ours", "w"))
    local _, program = run("a")
    file:close()
    local environment = core.read_file(program .. ".env", 1e6)
    for _, secret in ipairs({ providers.SECRET, providers.TOKEN }) do assert.is_nil(environment:find(secret, 1, true)) end
    assert.truthy(("\n" .. environment):find("\nPATH=" .. os.getenv("PATH") .. "\n", 1, true))
    -- ls itself opens the folder
    assert.equal("0\n1\n2\n3\n", core.read_file(program .. ".fds", 1000))
  end)
end)
