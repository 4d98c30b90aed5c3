-- How the reference reads what it is made from: annotations of Lua files, and Markdown.
local comments = require "spec.docs.comments"
local markdown = require "spec.docs.markdown"

local function link(target) return "to/" .. target end

describe("annotations", function()
  for text, expected in pairs({
    ["string of the answer"] = { "string", "of the answer" },
    ["string? # nil for nothing"] = { "string?", "nil for nothing" },
    ['"a b"|"c" of "d"'] = { '"a b"|"c"', 'of "d"' },
    ["fun(a: string, b?: table<string, any>): boolean, string? asked first"] =
      { "fun(a: string, b?: table<string, any>): boolean, string?", "asked first" },
    ["{ [1]: any } any error"] = { "{ [1]: any }", "any error" },
    ["aws.A | aws.B both"] = { "aws.A | aws.B", "both" },
    ["integer"] = { "integer", "" },
  }) do
    it("have a type before words: " .. text, function()
      assert.same(expected, { comments.split_type(text) })
    end)
  end

  it("are read with what goes on in the next line, and with errors", function()
    local file = comments.read(table.concat({
      "--- The file.", "local m = {}", "", "--- Does a thing,", "--- and more.", "---@param first string in two", "---lines",
      "---@param options? table", "---@return string? # nil for nothing", "---@return integer count # raises OtherError",
      "---Raises ConfigError for", "---what is wrong.", "function m.run(first, options)", "end",
    }, "\n"))
    assert.equal("The file.", file.words)
    local run = file.functions[1]
    assert.same({ "m.run", "Does a thing, and more.", "OtherError ConfigError for what is wrong." }, { run.name, run.words, run.raises })
    assert.same({ "first", "string", "in two lines" }, { run.params[1].name, run.params[1].type, run.params[1].words })
    assert.is_true(run.params[2].optional)
    assert.same({ "string?", "nil for nothing" }, { run.returns[1].type, run.returns[1].words })
    assert.same({ "integer", "count" }, { run.returns[2].type, run.returns[2].words })
  end)

  it("tell of classes, what is said above a field, and aliases", function()
    local file = comments.read(table.concat({
      "--- Words.", "---@class aws.A: aws.B more words", "---@overload fun(): table", "--- Above.", "---@field a? string beside",
      "---@field private b integer", "---@field [string] aws.NotAMember",
      "", "---@class (exact) aws.E", "---@field [string] any", "", "---@alias aws.C string|\"d\"",
    }, "\n"))
    local class = file.classes[1]
    assert.same({ "aws.A", "aws.B", "Words. more words", "fun(): table" }, { class.name, class.parent, class.words, class.overload })
    assert.same({ "a", true, "string", "Above. beside" },
      { class.fields[1].name, class.fields[1].optional, class.fields[1].type, class.fields[1].words })
    assert.is_true(class.fields[2].private)
    assert.is_nil(class.fields[3])
    assert.same({ "aws.E", "[string]" }, { file.classes[2].name, file.classes[2].fields[1].name })
    assert.equal('string|"d"', file.aliases[1].type)
  end)
end)

describe("Markdown", function()
  for text, expected in pairs({
    ["a `b<c>` [d `e`](f.md#g) **h** <https://i.org>"] = 'a <code>b&lt;c&gt;</code> <a href="to/f.md#g">d <code>e</code></a> '
      .. '<strong>h</strong> <a href="https://i.org">https://i.org</a>',
    ["a_b *c* 2 * 3 & <d>"] = "a_b <em>c</em> 2 * 3 &amp; &lt;d&gt;",
    ["one\ntwo\n\nthree"] = "<p>one two</p>\n<p>three</p>",
    ["```lua\nif a < b then\n\n  c()\nend\n```\n"] = "<pre><code>if a &lt; b then&#10;&#10;  c()&#10;end</code></pre>",
    ["a:\n\n    b\n      c"] = "<p>a:</p>\n<pre><code>b&#10;  c</code></pre>",
    ["| a | b |\n| --- | --- |\n| `c` | d \\| e |"] = '<div class="table"><table>\n<thead><tr><th>a</th><th>b</th></tr></thead>\n'
      .. "<tr><td><code>c</code></td><td>d | e</td></tr>\n</table></div>",
    ["| | |\n| --- | --- |\n| c | |"] = '<div class="table"><table>\n<tr><td>c</td><td></td></tr>\n</table></div>',
    ["- a\n  b\n- c\n\n1. d"] = "<ul>\n<li>a b</li>\n<li>c</li>\n</ul>\n<ol>\n<li>d</li>\n</ol>",
  }) do
    it("is HTML: " .. text:gsub("\n", " "), function()
      assert.equal(expected, markdown.render(text, link))
    end)
  end

  it("has headings with the places that GitHub gives them", function()
    assert.matches('^<h2 id="stop%-it%-and%-know">Stop it, and know', markdown.render("## Stop it, and know", link))
    assert.equal("what-a-call-tells", markdown.anchor("What a call `tells`"))
  end)
end)
