-- The rules of the standard retry mode, without a call around them.
local quota = require "aws.retry.quota"
local retry = require "aws.retry"

--- 2024-03-01T12:00:00Z
local NOW = 1709294400

describe("the delay", function()
  it("doubles from 0.05 s, or from 1 s after throttling, up to 20 s", function()
    for attempt, expected in ipairs({ 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 20, 20 }) do
      assert.equal(expected, retry.delay(attempt, false, 1))
      assert.equal(expected, retry.delay(attempt, nil, 1))
    end
    for attempt, expected in ipairs({ 1, 2, 4, 8, 16, 20, 20 }) do
      assert.equal(expected, retry.delay(attempt, true, 1))
    end
    assert.equal(20, retry.delay(1e6, false, 1))
    assert.equal(20, retry.delay(2 ^ 53, true, 1))
  end)

  it("is a random part of that", function()
    for _, random in ipairs({ 0, 0.25, 1 - 2 ^ -53 }) do
      assert.equal(random * 0.2, retry.delay(3, false, random))
      assert.equal(random * 20, retry.delay(300, true, random))
    end
  end)

  it("is what the service asks for, between itself and 5 s more", function()
    assert.equal(1.5, retry.delay(1, false, 0.5, 1.5))
    assert.equal(0.025, retry.delay(1, false, 0.5, 0.01))
    assert.equal(5.025, retry.delay(1, false, 0.5, 60))
    assert.equal(5, retry.delay(1, false, 0, math.huge))
    assert.equal(0.025, retry.delay(1, false, 0.5, -math.huge))
    assert.equal(25, retry.delay(9, true, 1, 1e300))
    assert.equal(0, retry.delay(1, true, 0, 0))
  end)
end)

describe("what an answer asks to wait", function()
  local function asked(headers) return retry.asked_delay(headers, NOW) end

  it("is milliseconds in x-amz-retry-after", function()
    local cases = {
      ["1500"] = 1.5, ["0"] = 0, ["20"] = 0.02, [" 300 "] = 0.3, ["+250"] = 0.25, ["007"] = 0.007, ["1_500"] = 1.5,
      ["1_0_0"] = 0.1,
    }
    for text, expected in pairs(cases) do assert.equal(expected, asked({ ["x-amz-retry-after"] = text }), text) end
  end)

  it("is what comes first when it is there twice", function()
    for text, expected in pairs({ ["1500, 20"] = 1.5, ["1500,20"] = 1.5, [", 20"] = 0.02 }) do
      assert.equal(expected, asked({ ["x-amz-retry-after"] = text }))
    end
    for text, expected in pairs({ ["2, 3"] = 2, ["7, Fri, 01 Mar 2024 12:00:09 GMT"] = 7,
      ["Fri, 01 Mar 2024 12:00:09 GMT, 7"] = 9, ["Fri, 01 Mar 2024 12:00:09 GMT, Fri, 01 Mar 2024 12:00:08 GMT"] = 9 }) do
      assert.equal(expected, asked({ ["retry-after"] = text }))
    end
  end)

  it("may be of any size", function()
    assert.equal(math.huge, asked({ ["x-amz-retry-after"] = ("9"):rep(400) }))
    assert.equal(math.huge, asked({ ["retry-after"] = ("9"):rep(400) }))
    assert.equal(1e20, asked({ ["retry-after"] = "100000000000000000000" }))
  end)

  local unreadable = { "", " ", "-1", "1.5", "soon", "1e3", "0x10", "one,2", "1 2", "_1", "1_", "1__0", "++1", "nan", "inf", "\0001" }

  it("is nothing when it cannot be read", function()
    for _, text in ipairs(unreadable) do assert.is_nil(asked({ ["x-amz-retry-after"] = text }), text) end
    for _, text in ipairs(unreadable) do assert.is_nil(asked({ ["retry-after"] = text }), text) end
    assert.is_nil(asked({}))
    assert.is_nil(asked(nil))
  end)

  it("is seconds or a date in Retry-After", function()
    assert.equal(3, asked({ ["retry-after"] = "3" }))
    assert.equal(0, asked({ ["retry-after"] = "0" }))
    assert.equal(7, asked({ ["retry-after"] = "Fri, 01 Mar 2024 12:00:07 GMT" }))
    assert.equal(7, asked({ ["retry-after"] = "Friday, 01-Mar-24 12:00:07 GMT" }))
    assert.equal(-60, asked({ ["retry-after"] = "Fri, 01 Mar 2024 11:59:00 GMT" }))
  end)

  it("is counted from the answer's own date: the clock here may be wrong", function()
    assert.equal(4, asked({ ["retry-after"] = "Fri, 01 Mar 2024 13:00:04 GMT", date = "Fri, 01 Mar 2024 13:00:00 GMT" }))
    assert.equal(4, asked({ ["retry-after"] = "Fri, 01 Mar 2024 12:00:04 GMT", date = "no date" }))
  end)

  it("is first what x-amz-retry-after says, when that can be read", function()
    assert.equal(0.1, asked({ ["x-amz-retry-after"] = "100", ["retry-after"] = "9" }))
    assert.equal(9, asked({ ["x-amz-retry-after"] = "soon", ["retry-after"] = "9" }))
  end)
end)

describe("the quota", function()
  it("holds 500, takes 14 or 5, and gives back no more than there was", function()
    local own = quota.new()
    assert.equal(500, own.left)
    assert.equal(14, quota.cost(false))
    assert.equal(14, quota.cost(nil))
    assert.equal(5, quota.cost(true))
    quota.give_back(own, 14)
    assert.equal(500, own.left)
    own.left = 490
    quota.give_back(own, 5)
    assert.equal(495, own.left)
    quota.give_back(own)
    assert.equal(496, own.left)
    quota.give_back(own, 14)
    assert.equal(500, own.left)
  end)
end)

describe("what is retried", function()
  it("is what may go away by itself", function()
    for _, code in ipairs({ "ConnectionError", "ConnectTimeoutError", "ReadTimeoutError", "ProxyError", "RequestTimeout",
      "RequestTimeoutException", "PriorRequestNotComplete", "Throttling", "EC2ThrottledException" }) do
      assert.is_true(retry.is_retryable(code), code)
    end
    for _, code in ipairs({ "TLSError", "ResponseParseError", "ResponseTooLargeError", "Interrupted", "ConfigError",
      "DeadlineExceeded", "ValidationException", "throttling", "ThrottlingException2" }) do
      assert.is_falsy(retry.is_retryable(code), code)
    end
    for _, status in ipairs({ 500, 502, 503, 504, 429 }) do assert.is_true(retry.is_retryable("HTTP", status)) end
    for _, status in ipairs({ 400, 408, 501, 505, 511, 599, 301 }) do assert.is_falsy(retry.is_retryable("HTTP", status)) end
  end)

  it("knows the word of expired credentials", function()
    assert.is_true(retry.is_expired("ExpiredTokenException"))
    assert.is_true(retry.is_expired("ExpiredToken"))
    assert.is_false(retry.is_expired("InvalidClientTokenId"))
  end)

  it("knows the words for credentials that are refused", function()
    for _, code in ipairs({ "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "InvalidAccessKeyId",
      "InvalidClientTokenId", "InvalidToken", "UnrecognizedClientException" }) do
      assert.is_true(retry.is_refused_key(code), code)
    end
    for _, code in ipairs({ "AccessDenied", "AccessDeniedException", "InvalidSignatureException", "SignatureDoesNotMatch",
      "RequestExpired", "MissingAuthenticationToken", "OptInRequired", "ConnectionError", "HTTP 403" }) do
      assert.is_false(retry.is_refused_key(code), code)
    end
  end)
end)
