--[[
codes: the forward list of a text: its terms in the order of their places, as one text.

A term stands there as the character of its number in UTF-8, from 32 on. No character is part of another one, so that words and
phrases are found by a plain search. Of those below 32 there are 1 for a word that is not indexed, 0 before one more term of the
same place, and at the end the number of words, as digits of base 30 from 2 on.
]]
local char, byte, floor = string.char, string.byte, math.floor

module.FIRST, module.SKIPPED, module.SAME = 32, '\1', '\0'
-- of a term that no text has
module.NONE = '\255'
-- a term, and nothing else of a list
module.TERM = '[\32-\127\192-\255][\128-\191]*'

-- whether a term can have it
function module.is_number(n) return n and n % 1 == 0 and n >= module.FIRST and n < 0x400000 or false end

function module.of(n)
  if n < 0x80 then return char(n) end
  if n < 0x800 then return char(0xC0 + floor(n / 64), 0x80 + n % 64) end
  if n < 0x10000 then return char(0xE0 + floor(n / 4096), 0x80 + floor(n / 64) % 64, 0x80 + n % 64) end
  return char(0xF0 + floor(n / 262144), 0x80 + floor(n / 4096) % 64, 0x80 + floor(n / 64) % 64, 0x80 + n % 64)
end

function module.number(code)
  local a, b, c, d = byte(code, 1, 4)
  if not b then return a end
  if not c then return (a - 0xC0) * 64 + b - 0x80 end
  if not d then return (a - 0xE0) * 4096 + (b - 0x80) * 64 + c - 0x80 end
  return (a - 0xF0) * 262144 + (b - 0x80) * 4096 + (c - 0x80) * 64 + d - 0x80
end

-- what stands at the end of a list of so many words
function module.ending(words)
  local digits = char(2 + words % 30)
  while words >= 30 do
    words = floor(words / 30)
    digits = char(2 + words % 30) .. digits
  end
  return digits
end

-- the number of words of a list; most are short
function module.length(list)
  local before, only = byte(list, -2, -1)
  if only and (before >= 32 or before < 2) then return only - 2 end
  local words, factor, at = 0, 1, -1
  local digit = byte(list, at)
  while digit and digit >= 2 and digit < 32 do
    words, factor, at = words + (digit - 2) * factor, factor * 30, at - 1
    digit = byte(list, at)
  end
  return words
end
