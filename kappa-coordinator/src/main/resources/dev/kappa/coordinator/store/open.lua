-- Purpose: creates the store's description where there is none, and tells what it says.
-- KEYS: 1 the description
-- ARGV: 1 format version, 2 number of partitions, 3 a secret
-- Reply: {format version, number of partitions, secret} as stored
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('HSET', KEYS[1], 'format', ARGV[1], 'partitions', ARGV[2])
end
redis.call('HSETNX', KEYS[1], 'secret', ARGV[3])
return redis.call('HMGET', KEYS[1], 'format', 'partitions', 'secret')
