-- Purpose: makes the caller the owner of a partition. Whatever an owner before sends from now on is
--   refused by write.lua. Safe to send again.
-- KEYS: 1 the partition's header
-- ARGV: 1 the new owner's nonce, 2 the batch id to start from if there was no batch yet,
--   3 format version
-- Reply: {'owned', id of the last batch} or {'format', format version found}; nothing is written then
local format = redis.call('HGET', KEYS[1], 'format')
if format and format ~= ARGV[3] then
  return {'format', format}
end
local batch = redis.call('HGET', KEYS[1], 'batch') or ARGV[2]
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'batch', batch, 'format', ARGV[3])
return {'owned', batch}
