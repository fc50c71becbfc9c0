--[[
search_triples: bind variables so that every clause is a triple of the graph, in a bounded slice.
Read-only.

KEYS[1] spo  triples by subject, predicate, object
KEYS[2] pos  by predicate, object, subject
KEYS[3] osp  by object, subject, predicate
ARGV[1] budget  how many triples to look at
ARGV[2] wanted  how many rows to give
ARGV[3] skip  how many rows to pass over before them
ARGV[4] variables  how many there are
ARGV[5] clauses  how many there are
ARGV[6..] terms  three a clause: '=' and a node, '?' and a variable's number, or '*'; then the trail of the slice before

Returns { rows, rows passed over, trail (empty at the end), the nodes of the rows in the order of the variables }.
]]
local keys = { KEYS[1], KEYS[2], KEYS[3] }
local budget, wanted, skip = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local variables, count = tonumber(ARGV[4]), tonumber(ARGV[5])
local FIRST = 6

local function term(text)
  local kind = string.sub(text, 1, 1)
  if kind == '=' then return { node = string.sub(text, 2) } end
  return { variable = kind == '?' and tonumber(string.sub(text, 2)) or nil }
end

local clauses, trail = {}, {}
for i = 0, count - 1 do
  local at = FIRST + 3 * i
  clauses[i + 1] = { term(ARGV[at]), term(ARGV[at + 1]), term(ARGV[at + 2]) }
end
for i = FIRST + 3 * count, #ARGV, 2 do trail[#trail + 1] = { clause = tonumber(ARGV[i]), member = ARGV[i + 1] } end

local state = {
  keys = keys, clauses = clauses, resume = trail, bindings = {}, used = {}, trail = {},
  variables = variables, left = budget, wanted = wanted, skip = skip, skipped = 0, rows = 0, nodes = {},
}
lib.graph.join.run(state)
return { state.rows, state.skipped, state.trail, state.nodes }
