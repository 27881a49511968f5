-- Purpose: begins a new term of an owner whose lease was over, if nobody took the partition over
--   meanwhile: who read the header before can't take it over any more. Safe to send again.
-- KEYS: 1 the partition's header
-- ARGV: 1 the owner
-- Reply: 1 if it is still the owner, else 0
local found = redis.call('HMGET', KEYS[1], 'owner', 'term')
if found[1] ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'term', string.format('%.0f', tonumber(found[2] or '0') + 1))
return 1
