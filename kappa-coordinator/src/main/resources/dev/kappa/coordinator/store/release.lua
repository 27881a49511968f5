-- Purpose: gives a partition up if the caller still owns it. Whatever it sends from now on is
--   refused by write.lua. Safe to send again.
-- KEYS: 1 the partition's header
-- ARGV: 1 the owner
-- Reply: 1 if it was given up now, else 0
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'owner', 'released')
return 1
