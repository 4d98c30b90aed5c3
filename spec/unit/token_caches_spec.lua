-- Caches that other tools keep below ~/.aws: links, modes and what is no file there; those that are not ours stay as they are.
local assume_role = require "aws.credentials.providers.assume_role"
local child = require "spec.support.child"
local core = require "aws.core"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"
local sso = require "aws.credentials.providers.sso"

after_each(providers.clean)

local shell = child.shell

local function iso(seconds) return core.format_timestamp(scripted.time + seconds, "iso8601") end

local KEYS = '{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"S","sessionToken":"T","expiration":4070908800123}}'

describe("the cache of `aws sso login`", function()
  local FOLDER = "/.aws/sso/cache"

  --- A home whose token ends in so many seconds; where its file and its folder are.
  local function home_with(seconds, session)
    session = session or "my"
    local name = core.sha1_hex(session)
    local surroundings = providers.surroundings({}, {
      [".aws/config"] = ("[default]\nsso_session = %s\nsso_account_id = 1\nsso_role_name = R\n[sso-session %s]\n"
        .. "sso_start_url = https://d-1.awsapps.com/start\nsso_region = us-west-2\n"):format(session, session),
      [FOLDER:sub(2) .. "/" .. name .. ".json"] = ('{"accessToken":"OldToken","expiresAt":"%s","refreshToken":"r","clientId":"c",'
        .. '"clientSecret":"s","registrationExpiresAt":"%s"}'):format(iso(seconds), iso(1e6)),
    })
    local folder = surroundings.profiles.home .. FOLDER
    return surroundings, folder .. "/" .. name .. ".json", folder
  end

  --- The key id that the provider gets, and the token that it asked with.
  local function ask(surroundings, ...)
    local context = providers.context({ ... })
    local keys = sso.new(nil, surroundings)(context)
    return keys.access_key_id, (scripted.header(context.requests[#context.requests], "x-amz-sso_bearer_token"))
  end

  local RENEWED = scripted.answer('{"accessToken":"NewToken","expiresIn":28800}')

  it("is read by a link to the file or to the folder, and whatever the modes are, and is left as it is", function()
    for _, command in ipairs({
      "mv $file $file.moved && ln -s $file.moved $file", "mv $folder $folder.moved && ln -s $folder.moved $folder",
      "chmod 644 $file", "chmod 400 $file", "chmod 666 $file", "chmod 777 $folder", "ln $file $folder/other",
    }) do
      local surroundings, path, folder = home_with(86400)
      shell("file=%s folder=%s; " .. command, path, folder)
      local state = "ls -lR --time-style=full-iso " .. child.quote(surroundings.profiles.home)
      local before = shell(state)
      assert.same({ "ASIASSO", "OldToken" }, { ask(surroundings, scripted.answer(KEYS)) }, command)
      assert.equal(before, shell(state), command)
    end
  end)

  it("is renewed in a folder that is a link, which stays one, for its owner alone", function()
    local surroundings, path, folder = home_with(60)
    shell("folder=%s; chmod 644 $folder/*; mv $folder $folder.moved && ln -s $folder.moved $folder", folder)
    assert.same({ "ASIASSO", "NewToken" }, { ask(surroundings, RENEWED, scripted.answer(KEYS)) })
    assert.equal("600 regular file", shell("stat -c '%%a %%F' %s", path))
    assert.equal("symbolic link", shell("stat -c %%F %s", folder))
    assert.truthy(core.read_file(path, 10000):find("NewToken", 1, true))
    assert.equal("1", shell("ls -A %s | wc -l", folder .. ".moved"))
  end)

  it("that is not a file is told at once, by its path", function()
    for command, said in pairs({
      ["mkfifo $file"] = "is not a regular file",
      ["mkdir $file"] = "is a folder",
      ["ln -s /dev/zero $file"] = "is not a regular file",
      ["ln -s $file $file"] = "cannot be opened",
      ["ln -s /proc/self/mem $file"] = "cannot be read",
      ["ln -s $folder/nothing $file"] = "there is no token in",
      [": >$file"] = "has no token with an end",
      ["ln -s /dev/null $file"] = "has no token with an end",
      ["head -c 2000000 /dev/zero >$file"] = "is larger than 1048576 bytes",
    }) do
      local surroundings, path, folder = home_with(86400)
      shell("file=%s folder=%s; rm $file; " .. command, path, folder)
      local err = scripted.failure(ask, surroundings)
      assert.equal("CredentialsError", err.type, command)
      assert.truthy(err.message:find(path, 1, true), err.message)
      assert.truthy(err.message:find(said, 1, true), err.message)
    end
  end)

  it("has a name that no name of a session leads out of", function()
    for _, session in ipairs({ "../../../etc/passwd", "/etc/passwd", "a_b", ".", "~" }) do
      local surroundings, path, folder = home_with(86400, session)
      assert.equal("ASIASSO", (ask(surroundings, scripted.answer(KEYS))))
      assert.truthy(path:sub(#folder + 1):find("^/%x+%.json$"), path)
    end
  end)
end)

describe("a cache of keys", function()
  local STOLEN = '{"Credentials":{"AccessKeyId":"ASIACACHED","SecretAccessKey":"S","SessionToken":"T","Expiration":"2099-01-01T00:00:00Z"}}'
  local ROLE = "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>S"
    .. "</SecretAccessKey><SessionToken>T</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
    .. "</AssumeRoleResult></AssumeRoleResponse>"

  it("of the AWS CLI or of boto is neither used nor changed", function()
    local surroundings = providers.surroundings({}, {
      [".aws/config"] = "[default]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = b\n"
        .. "[profile b]\naws_access_key_id = A\naws_secret_access_key = S\n",
      [".aws/cli/cache/0123456789abcdef0123456789abcdef01234567.json"] = STOLEN,
      [".aws/boto/cache/0123456789abcdef0123456789abcdef01234567.json"] = STOLEN,
    })
    local home = surroundings.profiles.home .. "/.aws/"
    local function state() -- with the times of changes, and then what they hold
      return shell("find %s %s -type f -printf '%%p %%m %%T@\n'; cat %s/*/cache/*", home .. "cli", home .. "boto", home)
    end
    local before = state()
    assert.truthy(before:find("ASIACACHED.*ASIACACHED"))
    local context = providers.context({ scripted.answer(ROLE) }, { region = "us-east-1" })
    assert.equal("ASIAROLE", assume_role.new(nil, surroundings)(context).access_key_id)
    assert.equal(1, #context.requests)
    assert.equal(before, state())
  end)
end)
