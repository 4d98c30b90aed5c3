local core = require "aws.core"

describe("digests", function()
  it("are those of FIPS 180-4", function()
    assert.equal("da39a3ee5e6b4b0d3255bfef95601890afd80709", core.sha1_hex(""))
    assert.equal("a9993e364706816aba3e25717850c26c9cd0d89d", core.sha1_hex("abc"))
    assert.equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", core.sha256_hex(""))
    assert.equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", core.sha256_hex("abc"))
  end)

  it("take every byte of a text", function()
    assert.are_not.equal(core.sha1_hex("a\0b"), core.sha1_hex("a\0c"))
    assert.equal(40, #core.sha1_hex(("\255"):rep(1000000)))
  end)

  it("are of texts alone", function()
    for _, value in ipairs({ {}, true, print }) do
      assert.has_error(function() core.sha1_hex(value) end)
      assert.has_error(function() core.sha256_hex(value) end)
    end
  end)
end)
