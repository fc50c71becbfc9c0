--[[
keys: where an autocomplete keeps what (docs/autocomplete.md). A title belongs to a type, the empty text where it has none.
]]
-- ids of the titles with a word of this prefix, by cost
function module.prefix(base, type, prefix) return base .. ':prefix:' .. prefix .. ':' .. type end

function module.titles(base, type) return base .. ':titles:' .. type end

-- only of titles whose data is not the title itself
function module.data(base, type) return base .. ':data:' .. type end

-- place in the alphabet, and the words that are indexed
function module.words(base, type) return base .. ':words:' .. type end

function module.types(base) return base .. ':types' end

-- an error of the server's where a key holds something else: before anything is written
function module.check(base, type, letters)
  for _, key in ipairs({ module.types(base), module.boosts(base), module.titles(base, type), module.data(base, type), module.words(base, type) }) do
    redis.call('HLEN', key)
  end
  redis.call('SCARD', letters)
end

function module.settings(base) return base .. ':settings' end

function module.boosts(base) return base .. ':boosts' end
