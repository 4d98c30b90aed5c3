-- What `make docs` writes, where LDoc is installed: pages whose links lead somewhere, and an index for the search.
local child = require "spec.support.child"
local files = require "spec.support.files"
local public_names = require "spec.support.public_names"
local site = require "spec.support.site"

--- Its own for each Lua: their specs run at the same time.
local FOLDER = "build/docs-" .. (os.getenv("LUA") or "lua5.4"):match("[^/]+$")

if child.run("command -v ldoc") ~= 0 then
  return it("make docs", function() pending("LDoc is not installed (Debian: lua-ldoc)") end)
end

describe("make docs", function()
  local pages, code, said

  setup(function()
    code, said = child.run(("make -s --no-print-directory docs DOCS=%s 2>&1"):format(FOLDER))
    pages = site.pages(FOLDER)
  end)

  it("says where the reference is", function()
    assert.equal(0, code, said)
    assert.truthy(said:find(("The reference is in %s/index.html\n"):format(FOLDER), 1, true), said)
    assert.is_string(pages["index.html"])
  end)

  it("writes no link or place that leads nowhere", function()
    assert.same({}, site.faults(FOLDER, pages))
  end)

  it("would not pass with a link to nowhere", function()
    local text = '<p id="a"><a href="b.html">b</a> <a href="#c">c</a> <a href="#a">a</a> <a href="https://b/">d</a></p>'
    assert.same({ "x.html: b.html is not there", "x.html: #c has no such place" }, site.faults("/nonexistent", { ["x.html"] = text }))
  end)

  it("names no place twice on a page", function()
    for path, text in pairs(pages) do
      local _, twice = site.ids(text)
      assert.same({}, twice, path)
    end
  end)

  it("has a page for each operation, with its input, output and errors", function()
    for _, name in ipairs(public_names.operations()) do
      local page = assert(pages[("topics/%s.html"):format(name)], name)
      local ids = site.ids(page)
      assert.is_true(ids.input and ids.output and ids.errors, name)
    end
  end)

  it("puts every operation, setting and error into the search's index, where a link leads to it", function()
    local index, found, links = files.read(FOLDER .. "/search-index.js"), {}, {}
    for title, address in index:gmatch('{t:"([^"]*)",k:"[^"]*",u:"([^"]*)"') do
      found[title] = true
      links[#links + 1] = ('href="%s"'):format(address)
    end
    for _, kind in ipairs({ "operations", "settings", "errors" }) do
      for _, name in ipairs(public_names[kind]()) do assert.is_true(found[name], name) end
    end
    assert.matches('"dms.stop_replication".-a:%["StopReplication"%]', index)
    pages["index.js"] = table.concat(links, " ")
    assert.same({}, site.faults(FOLDER, pages))
  end)

  it("asks no other machine for anything", function()
    for path, text in pairs(pages) do
      for tag in text:gmatch("<(%l+)[^<>]*%ssrc=\"%l+:") do error(path .. " loads a " .. tag) end
      for tag in text:gmatch("<link[^<>]*href=\"%l+:") do error(path .. " loads " .. tag) end
    end
  end)
end)
