--- Whose keys, in words: 'shared_file (profile "dr" in /home/me/.aws/credentials), …WXYZ'.
---@param whose { provider: string, place?: string, key_id?: string } `key_id` is shown as it is
---@return string
return function(whose)
  local place = whose.place and (" (%s)"):format(whose.place) or ""
  local key_id = whose.key_id and ", " .. whose.key_id or ""
  return whose.provider .. place .. key_id
end
