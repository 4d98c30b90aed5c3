local xml = require "aws.text.xml"

describe("XML", function()
  it("gives the texts of elements by their names and their parents'", function()
    assert.same({ ["b/c"] = "one", ["b/d"] = "", ["b/e"] = "" , ["a/f"] = " two " },
      xml.leaves("<?xml version='1.0'?>\n<a x='1'><!-- <g>no</g> --><b><c >one</c ><d/><e y=\"2\"/></b><f> two </f></a>\n"))
    assert.same({ ["a"] = "x" }, xml.leaves("<a>x</a>"))
  end)

  it("keeps the first of equal elements", function()
    assert.equal("1", xml.leaves("<r><a><k>1</k></a><a><k>2</k></a></r>")["a/k"])
  end)

  it("replaces references, and takes CDATA as it is", function()
    assert.equal("<>&\"'A€😀", xml.leaves("<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x20AC;&#128512;</a>").a)
    assert.equal("a&lt;<b>c", xml.leaves("<a>a<![CDATA[&lt;<b>]]>c</a>").a)
    assert.equal("ab", xml.leaves("<a>a<!-- x -->b</a>").a)
  end)

  local broken = {
    ["nothing"] = "", ["blanks"] = " \n", ["words"] = "no XML", ["words in front"] = "x<a>b</a>", ["words behind"] = "<a>b</a>x",
    ["JSON"] = '{"a":1}', ["an open element"] = "<a><b>c</b>", ["an open tag"] = "<a><b", ["crossed elements"] = "<a><b></a></b>",
    ["an end alone"] = "</a>", ["an end too many"] = "<a>b</a></a>", ["a document type"] = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    ["an unknown entity"] = "<a>&b;</a>", ["a bare ampersand"] = "<a>b & c</a>", ["no character"] = "<a>&#0;</a>",
    ["a surrogate"] = "<a>&#xD800;</a>", ["a large number"] = "<a>&#99999999999999;</a>", ["an open comment"] = "<a><!-- b</a>",
    ["an open CDATA"] = "<a><![CDATA[b</a>", ["a nameless tag"] = "<a>< b></a>", ["an empty tag"] = "<>", ["zeros"] = ("\0"):rep(1000),
    ["depth"] = ("<a>"):rep(21) .. ("</a>"):rep(21),
  }
  for name, text in pairs(broken) do
    it("is refused with " .. name, function()
      local leaves, fault = xml.leaves(text)
      assert.is_nil(leaves)
      assert.is_string(fault)
    end)
  end

  it("of any size takes time in proportion", function()
    for _, piece in ipairs({ "<", "&", "<a>", "</a>", "<!--", "<a/>", "&#", "x" }) do
      xml.leaves("<a>" .. piece:rep(100000))
      xml.leaves(piece:rep(100000))
    end
  end)
end)
