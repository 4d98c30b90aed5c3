--- What messages add about a name that is not known.
local guess = {}

--- Asks for the name that may have been meant.
---@param name? string|false of `core.nearest`, for one
---@return string # '; did you mean "region"?'; "" without a name
function guess.hint(name)
  return name and ("; did you mean %q?"):format(name) or ""
end

return guess
