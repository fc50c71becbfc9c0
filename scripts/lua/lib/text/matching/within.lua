--[[
within: whether a word is made from another by at most so many steps, each of which adds, drops or replaces a letter or swaps two
neighbours, no letter being touched twice: optimal string alignment (Damerau 1964), followed only where the letters differ.
]]
local function is_within(a, b, i, j, limit)
  while a[i] and a[i] == b[j] do i, j = i + 1, j + 1 end
  if not a[i] and not b[j] then return true end
  if limit == 0 then return false end
  if a[i] and b[j] and is_within(a, b, i + 1, j + 1, limit - 1) then return true end
  if a[i] and is_within(a, b, i + 1, j, limit - 1) then return true end
  if b[j] and is_within(a, b, i, j + 1, limit - 1) then return true end
  return a[i] ~= nil and a[i] == b[j + 1] and a[i + 1] == b[j] and a[i + 1] ~= nil and is_within(a, b, i + 2, j + 2, limit - 1)
end

-- both as lists of letters
function module.test(a, b, limit)
  if math.abs(#a - #b) > limit then return false end
  return is_within(a, b, 1, 1, limit)
end
