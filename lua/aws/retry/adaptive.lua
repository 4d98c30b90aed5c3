--- The adaptive retry mode's rate limiter: after throttling, a client's requests wait for tokens of a bucket whose fill
--- rate follows the CUBIC curve of TCP (RFC 9438), as AWS's clients do it. No I/O: the clock's reading is an argument.
---
--- Rules: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
local adaptive = {}

--- What is left of the rate when the service throttles, and how steeply the curve comes back.
local BETA, SCALE = 0.7, 0.4

--- Requests per second, and tokens: the least.
local LEAST_RATE, LEAST_CAPACITY = 0.5, 1

--- The weight of the newest reading of the rate, and how many readings there are in a second.
local SMOOTHING, READINGS = 0.8, 2

--- How far the limit may be above the rate that is really sent.
local HEADROOM = 2

---@class aws.Limiter
---@field enabled boolean since the first throttling
---@field tokens number below 0 while requests wait for theirs
---@field capacity number
---@field fill_rate number tokens per second
---@field filled_at? number
---@field rate number requests per second, as measured
---@field counted integer requests since the last reading
---@field read_at number
---@field best_rate number the rate at which the service throttled
---@field throttled_at number
local limiter = {}
limiter.__index = limiter

--- Makes a limiter that lets everything pass until the service throttles.
---@param now number monotonic seconds
---@return aws.Limiter
function adaptive.new(now)
  return setmetatable({
    enabled = false,
    tokens = 0,
    capacity = 0,
    fill_rate = 0,
    rate = 0,
    counted = 0,
    read_at = math.floor(now),
    best_rate = 0,
    throttled_at = now,
  }, limiter)
end

local function fill(self, now)
  local seconds = math.max(0, now - (self.filled_at or now))
  self.tokens = math.min(self.capacity, self.tokens + seconds * self.fill_rate)
  self.filled_at = now
end

local function measure(self, now)
  local reading = math.floor(now * READINGS) / READINGS
  self.counted = self.counted + 1
  if reading > self.read_at then
    local rate = self.counted / (reading - self.read_at)
    self.rate = rate * SMOOTHING + self.rate * (1 - SMOOTHING)
    self.counted, self.read_at = 0, reading
  end
end

--- The point of the curve that is reached at `now`: flat at the best rate, steep far from it.
local function curve(self, now)
  local window = (self.best_rate * (1 - BETA) / SCALE) ^ (1 / 3)
  return SCALE * (now - self.throttled_at - window) ^ 3 + self.best_rate
end

--- The rate after throttling.
local function slow_down(self, now)
  self.best_rate = self.enabled and math.min(self.rate, self.fill_rate) or self.rate
  self.throttled_at = now
  return self.best_rate * BETA
end

--- How long the next request has to wait.
---@param now number monotonic seconds
---@return number seconds
function limiter:delay(now)
  if not self.enabled then return 0 end
  fill(self, now)
  return self.tokens >= 1 and 0 or (1 - self.tokens) / self.fill_rate
end

--- Takes the token of a request that goes out after its delay.
function limiter:take()
  if self.enabled then self.tokens = self.tokens - 1 end
end

--- Gives back the token of a request that did not go out after all: others wait the less.
function limiter:put_back()
  self.tokens = math.min(self.capacity, self.tokens + 1)
end

--- Learns from an attempt's end.
---@param throttled? boolean
---@param now number monotonic seconds
function limiter:learn(throttled, now)
  measure(self, now)
  local rate = throttled and slow_down(self, now) or curve(self, now)
  rate = math.min(rate, HEADROOM * self.rate)
  fill(self, now)
  self.fill_rate = math.max(rate, LEAST_RATE)
  self.capacity = math.max(rate, LEAST_CAPACITY)
  self.tokens = math.min(self.tokens, self.capacity)
  self.enabled = self.enabled or throttled or false -- last: without a rate nothing would ever go out
end

return adaptive
