--[[
buckets: the beginnings of the year, month, ... of a column of dates, in UTC. Points in time are milliseconds, days are YYYY-MM-DD.
]]
-- the earliest date there is stands for a beginning before it
local DAY, EARLIEST = 86400000, -8640000000000000
local STEPS = { minute = 60000, hour = 3600000, day = DAY }

-- Howard Hinnant, chrono-compatible low-level date algorithms: days since 1970 from a civil date, and back
local function days_of(year, month, day)
  if month <= 2 then year = year - 1 end
  local era = math.floor(year / 400)
  local of_era = year - era * 400
  local of_year = math.floor((153 * (month + (month > 2 and -3 or 9)) + 2) / 5) + day - 1
  return era * 146097 + of_era * 365 + math.floor(of_era / 4) - math.floor(of_era / 100) + of_year - 719468
end

local function civil_of(days)
  days = days + 719468
  local era = math.floor(days / 146097)
  local of_era = days - era * 146097
  local year = math.floor((of_era - math.floor(of_era / 1460) + math.floor(of_era / 36524) - math.floor(of_era / 146096)) / 365)
  local of_year = of_era - (365 * year + math.floor(year / 4) - math.floor(year / 100))
  local month = math.floor((5 * of_year + 2) / 153)
  local day = of_year - math.floor((153 * month + 2) / 5) + 1
  month = month + (month < 10 and 3 or -9)
  return year + era * 400 + (month <= 2 and 1 or 0), month, day
end

-- the first day of what a day is in; weeks begin with Monday
local function first_day(bucket, days)
  if bucket == 'week' then return days - (days + 3) % 7 end
  local year, month = civil_of(days)
  return days_of(year, bucket == 'year' and 1 or month, 1)
end

local function of_day(bucket, text)
  if bucket == 'day' then return text end
  if bucket == 'year' then return string.sub(text, 1, 4) .. '-01-01' end
  if bucket == 'month' then return string.sub(text, 1, 7) .. '-01' end
  local year, month, day = string.match(text, '(%d+)-(%d+)-(%d+)')
  return string.format('%04d-%02d-%02d', civil_of(first_day(bucket, days_of(tonumber(year), tonumber(month), tonumber(day)))))
end

local function of_moment(state, bucket, text)
  local time, step = tonumber(text), STEPS[bucket]
  if step then return string.format('%.0f', time - time % step) end
  local days, known = math.floor(time / DAY), state.days
  known[bucket] = known[bucket] or {}
  if not known[bucket][days] then known[bucket][days] = string.format('%.0f', math.max(EARLIEST, first_day(bucket, days) * DAY)) end
  return known[bucket][days]
end

function module.column(state, group, column)
  local result = {}
  for i = 1, #column do
    local value = column[i]
    result[i] = value and (group.days and of_day(group.bucket, value) or of_moment(state, group.bucket, value))
  end
  return result
end
