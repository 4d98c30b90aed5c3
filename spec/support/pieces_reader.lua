--- A reader that gets `text` in pieces of `size` bytes, and then "closed".
return function(text, size, limit)
  local at = 1
  return {
    buffer = "", at = 1, got = false, counted = 0, limit = limit or math.huge,
    receive = function()
      if at > #text then return nil, "closed" end
      local piece = text:sub(at, at + size - 1)
      at = at + size
      return piece
    end,
  }
end
