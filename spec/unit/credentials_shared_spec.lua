-- Keys in shared memory: what tells two providers apart, and what an entry may hold. See spec/nginx/credentials_cache_spec.lua.
local child = require "spec.support.child"
local core = require "aws.core"
local origin = require "aws.credentials.origin"
local providers = require "spec.support.providers"
local identity = require "aws.credentials.identity"
local shared = require "aws.credentials.keep.shared"

--- What an nginx dictionary does, without an end of time.
local function new_dict()
  local entries = {}
  return {
    entries = entries,
    get = function(_, key) return entries[key] end,
    set = function(_, key, value) entries[key] = value return true end,
    delete = function(_, key) entries[key] = nil end,
    add = function(_, key, value)
      if entries[key] then return false, "exists" end
      entries[key] = value
      return true
    end,
  }
end

describe("the place of shared keys", function()
  after_each(providers.clean)

  local function key(variables, files, inputs, provider_hash)
    local place = { dict = new_dict(), inputs = inputs or {} }
    return identity.entry_name(place, provider_hash or "id", providers.surroundings(variables, files or {}))
  end

  it("is the same for the same inputs, wherever they were read", function()
    local path = providers.folder({ config = "[default]\nregion = a\n[profile b]\nx =\n  y = z\n" })
    local variables = { HOME = "/h", AWS_CONFIG_FILE = path .. "/config" }
    assert.equal(key(variables), key(variables))
  end)

  it("is another one for every variable, file, setting and provider", function()
    local seen, count = {}, 0
    local function note(...)
      local found = key(...)
      assert.is_nil(seen[found])
      assert.matches("^aws%-credentials %x+$", found)
      seen[found], count = true, count + 1
    end
    note({ HOME = "/h" })
    for _, name in ipairs(identity.variables()) do
      if not name:find("PROFILE") and not name:find("FILE") and name ~= "HOME" then note({ HOME = "/h", [name] = "/some" }) end
    end
    local path = providers.folder({ a = "[default]\nx = 1\n", b = "[default]\nx = 2\n", c = "[default]\nx=\n y = 2\n" })
    for _, file in ipairs({ "a", "b", "c" }) do
      note({ HOME = "/h", AWS_CONFIG_FILE = path .. "/" .. file })
      note({ HOME = "/h", AWS_SHARED_CREDENTIALS_FILE = path .. "/" .. file })
    end
    note({ HOME = "/h" }, nil, { region = "a" })
    note({ HOME = "/h" }, nil, { proxy = "a" })
    note({ HOME = "/h" }, nil, { proxy = false })
    note({ HOME = "/h" }, nil, {}, "other")
    assert.is_true(count > 45)
  end)

  it("has no value of the environment in it", function()
    local found = key({ HOME = "/h", AWS_SECRET_ACCESS_KEY = providers.SECRET })
    assert.is_nil(found:find(providers.SECRET, 1, true))
  end)

  it("depends on every variable that the library reads, but for those of calls", function()
    local known = { AWS_MAX_ATTEMPTS = true, AWS_RETRY_MODE = true, AWS_SDK_UA_APP_ID = true, AWS_LOG = true }
    known.all_proxy, known.ALL_PROXY = true, true -- nothing goes by them: `explain` says so
    for _, name in ipairs(identity.variables()) do known[name] = true end
    local _, names = child.run([[grep -rhoE '"(AWS_[A-Z0-9_]*[A-Z0-9]|[a-zA-Z]+_(PROXY|proxy))"' lua/aws --include=*.lua]])
    local count = 0
    for name in names:gmatch('"([^"]+)"') do
      count = count + 1
      assert.is_true(known[name] ~= nil, name)
    end
    assert.is_true(count > 30)
  end)

  it("does not exist outside nginx", function()
    assert.is_nil(shared.place({ credentials_cache = "keys" }))
  end)
end)

describe("shared keys", function()
  after_each(providers.clean)
  local NOW = 1000
  local KEYS = { access_key_id = "AKI", secret_access_key = "S", session_token = "T", expiration = 5000.5 }

  local function new()
    local dict = new_dict()
    return shared.new(dict, function() return "an entry" end), dict
  end

  --- What `renew` returns, and how often it fetched.
  local function renew(self, own, fetched, may_serve, context)
    local asked = 0
    local keys = self:renew(own, may_serve, {}, context, function() return NOW end, function()
      asked = asked + 1
      return fetched
    end)
    return keys, asked
  end

  it("are read as they were written", function()
    for _, keys in ipairs({ KEYS, { access_key_id = "A", secret_access_key = "S" },
      { access_key_id = "A", secret_access_key = "S", account_id = "1", expiration = 2000 } }) do
      local self = new()
      assert.same({ keys, 1 }, { renew(self, nil, keys) })
      assert.same({ keys, 0 }, { renew(self, nil, nil) })
    end
  end)

  it("keep whose they are", function()
    local self, dict = new()
    local fetched = origin.note({ access_key_id = "AKI", secret_access_key = "S" }, "imds", "role R at http://169.254.169.254")
    renew(self, nil, fetched)
    assert.same({ provider = "imds", place = "role R at http://169.254.169.254" }, origin.of((renew(self, nil, nil))))
    dict.entries[self.key] = "9000\nAKI\nS\nT\n\nchain\n"
    assert.same({ provider = "chain" }, origin.of((renew(self, nil, nil))))
    for _, entry in ipairs({ "9000\nAKI\nS\nT\n\nchain", "9000\nAKI\nS\nT\n\nchain\nx\ny", "9000\nAKI\nS\nT\n\nimds\na\0b" }) do
      dict.entries[self.key] = entry
      assert.equal(1, select(2, renew(self, nil, KEYS)))
    end
  end)

  it("are not taken where they have ended, are the own ones, or end before these", function()
    local later = { access_key_id = "L", secret_access_key = "S", expiration = 9000 }
    local self, dict = new()
    renew(self, nil, KEYS)
    assert.equal(1, select(2, renew(self, KEYS, KEYS)))
    assert.equal(1, select(2, renew(self, later, KEYS)))
    dict.entries[self.key] = "1000\nAKI\nS\nT\n"
    assert.equal(1, select(2, renew(self, nil, KEYS)))
  end)

  it("are fetched where an entry does not hold keys", function()
    for _, entry in ipairs({ "", "\n", "x\nAKI\nS\nT\n", "5000\n\nS\nT\n", "5000\nAKI\n\nT\n", "5000\nAKI\nS\nT", "5000\nAKI\nS\nT\n\n",
      "nan\nAKI\nS\nT\n", "inf\nAKI\nS\nT\n", "0x5000\nAKI\nS\nT\n", "5000\nAKI\r\nS\nT\n", "5000\nAKI\nS\0\nT\n", 7, true }) do
      local self, dict = new()
      dict.entries[self.key] = entry
      assert.same({ KEYS, 1 }, { renew(self, nil, KEYS) })
    end
  end)

  it("hold no lock after the fetch, whatever happens to it", function()
    local self, dict = new()
    local ok, err = pcall(self.renew, self, nil, nil, {}, nil, function() return NOW end, function() error("no keys", 0) end)
    assert.same({ false, "no keys" }, { ok, err })
    assert.same({}, dict.entries)
    renew(self, nil, KEYS)
    assert.is_nil(dict.entries[self.lock_key])
  end)

  local OTHER = core.process_id() .. " another source"

  it("are waited for while another worker fetches, and no longer", function()
    local self, dict = new()
    dict.entries[self.lock_key] = OTHER
    assert.same({ KEYS, 0 }, { renew(self, KEYS, nil, true) })
    local steps = 0
    local keys, asked = renew(self, nil, KEYS, false, { sleep = function()
      steps = steps + 1
      if steps == 3 then dict.entries[self.lock_key] = "a third" end
    end })
    assert.same({ KEYS, 1, 3 }, { keys, asked, steps })
    assert.equal("a third", dict.entries[self.lock_key])
  end)

  it("are not waited for by a sleep that does not wait", function()
    local self, dict = new()
    dict.entries[self.lock_key] = OTHER
    assert.same({ KEYS, 1 }, { renew(self, nil, KEYS, false, { sleep = function() end }) })
    assert.equal(OTHER, dict.entries[self.lock_key])
  end)

  it("are not waited for when the one who fetched them has died, or never was", function()
    local child_pid = select(2, child.run("echo $$")):match("%d+")
    for _, lock in ipairs({ child_pid .. " x", "0 x", "-1 x", "99999999999 x", "x", core.process_id(), true }) do
      local self, dict = new()
      dict.entries[self.lock_key] = lock
      assert.same({ KEYS, 1 }, { renew(self, nil, KEYS) })
      assert.is_nil(dict.entries[self.lock_key])
    end
  end)

  it("keep the lock while the one who fetches shows life", function()
    local self, dict = new()
    local flight, kept = {}, nil
    dict.set = function(_, key, _, seconds) if key == self.lock_key then kept = seconds end return true end
    self:renew(nil, false, flight, nil, function() return NOW end, function()
      flight.on_progress(61)
      return KEYS
    end)
    assert.equal(61, kept)
    assert.is_nil(flight.on_progress)
  end)

  it("are forgotten when they are the ones that were refused", function()
    local self, dict = new()
    renew(self, nil, KEYS)
    self:forget({ access_key_id = "other", secret_access_key = "S" })
    assert.is_string(dict.entries[self.key])
    self:forget(KEYS)
    assert.is_nil(dict.entries[self.key])
    dict.entries[self.key] = "9000\nAKI\nS\nT\n"
    assert.equal(1, select(2, renew(self, nil, KEYS)))
  end)

  it("are taken when they are the own ones and go on for longer", function()
    local self, dict = new()
    dict.entries[self.key] = "9000\nAKI\nS\nT\n"
    local keys, asked = renew(self, KEYS, nil)
    assert.same({ 9000, "AKI", 0 }, { keys.expiration, keys.access_key_id, asked })
  end)

  it("stay until their end, or for some minutes when they have none", function()
    local self, dict = new()
    local kept
    dict.set = function(_, _, _, seconds) kept = seconds end
    renew(self, nil, KEYS)
    assert.equal(KEYS.expiration - NOW, kept)
    renew(self, nil, { access_key_id = "A", secret_access_key = "S" })
    assert.equal(300, kept)
  end)

  it("are locked under a token of their own for each fetch", function()
    local self, dict = new()
    local seen = {}
    for _ = 1, 2 do
      self:renew(KEYS, nil, {}, nil, function() return NOW end, function()
        seen[dict.entries[self.lock_key]] = true
        return KEYS
      end)
    end
    local count = 0
    for token in pairs(seen) do
      count = count + 1
      assert.equal(core.process_id(), tonumber(token:match("^%d+ ")))
    end
    assert.equal(2, count)
  end)
end)
