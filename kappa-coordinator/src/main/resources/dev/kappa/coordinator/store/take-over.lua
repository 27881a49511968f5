-- Purpose: makes the caller the owner of a partition. Whatever an owner before sends from now on is
--   refused by write.lua. A WAIT for it covers all that owners before wrote. Safe to send again.
-- KEYS: 1 the partition's header
-- ARGV: 1 the new owner's nonce, 2 the batch id to start from if there was no batch yet,
--   3 format version; to take over from one owner only: 4 that owner, 5 its term
-- Reply: {'owned', id of the last batch}; {'held'} if the header names another owner or term; or
--   {'format', format version found}; nothing is written then
local found = redis.call('HMGET', KEYS[1], 'owner', 'batch', 'format', 'term')
local format = found[3]
if format and format ~= ARGV[3] then
  return {'format', format}
end
local batch = found[2] or ARGV[2]
if found[1] == ARGV[1] then
  -- Written once more as it is, so that a WAIT on this connection covers it.
  redis.call('HSET', KEYS[1], 'owner', ARGV[1])
  return {'owned', batch}
end
if ARGV[4] and ((found[1] or '') ~= ARGV[4] or (found[4] or '0') ~= ARGV[5]) then
  return {'held'}
end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'batch', batch, 'format', ARGV[3], 'term', '0')
return {'owned', batch}
