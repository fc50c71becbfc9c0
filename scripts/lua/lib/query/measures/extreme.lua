--[[
extreme: the least or the greatest value, in the order of its index. The result is its stored form, or false.
]]
module.PRICE = 1
function module.new() return {} end

local function is_better(measure, key, best)
  if not best then return true end
  if measure.greatest then key, best = best, key end
  if measure.order == 'number' then return key < best end
  return lib.layout.bytes.less(key, best)
end

local function key_of(measure, text)
  if measure.order == 'number' then return tonumber(text) end
  return measure.form and lib.layout.index_form.of(measure.form, text) or text
end

function module.add(cells, m, column, _, measure)
  for i = 1, #cells do
    local made, text = cells[i][m], column[i]
    if text and text ~= made.text then
      local key = key_of(measure, text)
      if is_better(measure, key, made.key) then made.key, made.text = key, text end
    end
  end
end

function module.result(made) return made.text or false end
