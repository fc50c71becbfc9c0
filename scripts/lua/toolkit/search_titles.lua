--[[
search_titles: the best titles for a phrase.
Read-only.

KEYS[1] base     what all keys begin with; never exists
KEYS[2] letters  what the words are made of
ARGV[1] wanted  how many, from the first on
ARGV[2] typos  how many letters may be wrong, 0 or 1
ARGV[3] type  '=' and the only type to look at; empty: all
ARGV[4] settings  which words are indexed
ARGV[5] words  how many the phrase has
ARGV[6..] rest  the words; then boosts of this search: '=' and a type or empty, '=' and an id or empty, by

Returns titles, best first: type, id, score, title, data or nil; the error SETTINGS with those that are kept, when they are others.
]]
local base, letters = KEYS[1], KEYS[2]
local wanted, typos, type = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local settings, count = ARGV[4], tonumber(ARGV[5])
local FIRST = 6

local types, words = lib.autocomplete.keys.types(base), {}
local refused = lib.autocomplete.settings.refuse(base, settings)
if refused then return refused end
for i = 1, count do words[i] = ARGV[FIRST + i - 1] end
local boosts = {}
for i = FIRST + count, #ARGV do boosts[#boosts + 1] = ARGV[i] end
local all = type == '' and redis.call('HKEYS', types) or { string.sub(type, 2) }
table.sort(all)
if #all == 0 then return {} end
local state = { base = base, wanted = wanted, types = all, given = lib.autocomplete.given.read(boosts, all), sizes = {}, checks = 2500 }

local found = {}
lib.autocomplete.phrase.find(state, words, 0, found)
if typos > 0 and #found < wanted then
  lib.autocomplete.typos.find(state, words, lib.autocomplete.letters.all(letters), found)
end
return lib.autocomplete.results.best(base, found, wanted)
