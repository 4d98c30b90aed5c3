--- Values from a fuzzer's bytes: each choice takes some of them, so that a small change of the bytes is one of the values.
local random_values = require "spec.support.random_values"

local bytes = setmetatable({}, { __index = random_values })
bytes.__index = bytes

---@param text string the fuzzer's bytes
function bytes.new(text)
  return setmetatable({ given = text, place = 1 }, bytes)
end

--- An integer from 1 to `count`, by the next byte or, for many, the next four. At the end the last of all, so that
--- what is nested ends.
function bytes:pick(count)
  local value, wanted = 0, count > 256 and 4 or 1
  if self.place + wanted - 1 > #self.given then return count end
  for _ = 1, wanted do
    value = value * 256 + self.given:byte(self.place)
    self.place = self.place + 1
  end
  return value % count + 1
end

--- All bytes that are left.
function bytes:rest()
  local rest = self.given:sub(self.place)
  self.place = #self.given + 1
  return rest
end

--- A text: one of those of spec/support/random_values.lua, or bytes of the fuzzer's up to the next NUL.
function bytes:any_text()
  if self:once_in(2) then return self:text() end
  local text, after = self.given:match("^(%Z*)%z?()", self.place)
  self.place = after
  return text
end

local keys = { 1, 2, 3, -1, 0.5, true, "a", "headers", "" }

--- A table with values of any kind, and perhaps a metatable that raises.
function bytes:any_table(depth)
  local made = {}
  for i = 1, self:pick(5) - 1 do
    local key = self:once_in(2) and i or self:one_of(keys)
    made[key] = self:anything(depth + 1)
  end
  if self:once_in(12) then
    setmetatable(made, { __index = function() error("a metatable was asked") end, __len = function() return 2 ^ 40 end })
  end
  if self:once_in(12) then made.a = made end
  return made
end

local makers = {
  function() return nil end,
  function(self) return self:once_in(2) end,
  function(self) return self:pick(2 ^ 31) - 2 ^ 30 end,
  function(self) return self:one_of({ 0, -1, 0.5, 2 ^ 53, -2 ^ 63, 1e308, 1 / 0, -1 / 0, 0 / 0, 4e-324 }) end,
  bytes.any_text,
  bytes.any_text,
  function() return print end,
  function() return io.stdout end,
  function() return coroutine.create(print) end,
}

--- A value of any kind.
---@param depth integer how far down it is
function bytes:anything(depth)
  local choice = self:pick(#makers + (depth < 8 and 6 or 0))
  if self.place > #self.given then return nil end
  local make = makers[choice]
  if make then return make(self) end
  return self:any_table(depth)
end

return bytes
