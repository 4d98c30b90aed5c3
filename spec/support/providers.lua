--- What providers of credentials are given in specs: a context that is scripted, and files of their own.
local child = require "spec.support.child"
local files = require "spec.support.files"
local profile = require "aws.settings.profile"
local scripted = require "spec.support.scripted"

local providers = {}

providers.SECRET = "wJalrSecretThatMustNotShow"
providers.TOKEN = "TokenThatMustNotShow"

--- A context whose clock goes on by sleeping only; `slept` lists for how long. `changes` replace its members.
function providers.context(answers, changes)
  local context = { slept = {}, seconds = 100 }
  context.transport = scripted.transport(answers or {})
  context.requests = context.transport.requests
  context.now = function() return scripted.time end
  context.clock = function() return context.seconds end
  context.sleep = function(seconds)
    context.slept[#context.slept + 1] = seconds
    context.seconds = context.seconds + seconds
  end
  for name, value in pairs(changes or {}) do context[name] = value end
  return context
end

local folders = {}

--- Makes a folder with files in it, for `clean` to remove.
---@param texts? table<string, string> by path in the folder
---@return string path
function providers.folder(texts)
  local _, path = child.run("mktemp -d")
  path = path:gsub("\n", "")
  folders[#folders + 1] = path
  for name, text in pairs(texts or {}) do
    local parent = name:match("^(.*)/")
    if parent then child.run("mkdir -p " .. child.quote(path .. "/" .. parent)) end
    files.write(path .. "/" .. name, text)
  end
  return path
end

--- For after_each.
function providers.clean()
  for _, path in ipairs(folders) do child.run("rm -rf " .. child.quote(path)) end
  folders = {}
end

--- The surroundings of a machine with these variables and these files in HOME.
---@param variables? table<string, string>
---@param texts? table<string, string> of files, by path in HOME
function providers.surroundings(variables, texts)
  local set = { HOME = texts and providers.folder(texts) or nil }
  for name, value in pairs(variables or {}) do set[name] = value end
  local function getenv(name) return set[name] end
  return {
    getenv = getenv,
    profiles = texts and profile.load(getenv),
    random = function() return 0.5 end,
  }
end

--- The texts of an error in which no secret may stand.
function providers.text_of(err)
  return tostring(err) .. require("pl.pretty").write(err)
end

--- Whether nothing of an error shows what must not show.
function providers.is_clean(err)
  local text = providers.text_of(err)
  return not text:find(providers.SECRET, 1, true) and not text:find(providers.TOKEN, 1, true)
end

return providers
