--- Checks of options that helpers have in common.
local checks = {}

--- A check for one of some texts.
---@param ... string
---@return fun(value: any): string?
function checks.one_of(...)
  local known, shown = {}, {}
  for i, text in ipairs({ ... }) do known[text], shown[i] = true, ("%q"):format(text) end
  local fault = "is not one of " .. table.concat(shown, ", ")
  return function(value)
    if not known[value] then return fault end
  end
end

return checks
