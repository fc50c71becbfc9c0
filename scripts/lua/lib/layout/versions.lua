--[[
versions: rows of a model whose shape changes by steps (src/schema/version.ts).

A row has the version that it was written in as `~version`, none for the first one. A caller that asks for `~version:3` wants rows of
version 3: of any other he gets there JSON [ its version or false, all of its fields by name ], and makes a row of version 3 of it.
]]
module.NAME = '~version'

-- where the version stands among the fields that are read, and which one is wanted; nil where the model has none
function module.take(fields)
  for at = #fields, math.max(1, #fields - 1), -1 do
    -- a pattern takes longer than a look at what nearly every name begins with
    local wanted = string.byte(fields[at]) == 126 and string.match(fields[at], '^~version:(%d+)$')
    if wanted then
      fields[at] = module.NAME
      return { at = at, wanted = wanted }
    end
  end
end

-- what a row holds by name, without what is made of it; false where there is none
function module.all(key)
  local list, result = redis.call('HGETALL', key), {}
  for i = 1, #list, 2 do
    if string.sub(list[i], 1, 1) ~= '~' then result[list[i]] = list[i + 1] end
  end
  return #list > 0 and result
end

-- the values of fields, once they are read
function module.complete(version, key, row)
  local found = row[version.at]
  if found == version.wanted then return end
  local all = module.all(key)
  if all then row[version.at] = cjson.encode({ found, all }) end
end
