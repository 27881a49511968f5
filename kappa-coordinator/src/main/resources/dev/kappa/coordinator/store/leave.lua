-- Purpose: forgets a member. Safe to send again.
-- KEYS: 1 members by id, 2 ends of their leases
-- ARGV: 1 id
-- Reply: 1 if it was there, else 0
redis.call('ZREM', KEYS[2], ARGV[1])
return redis.call('HDEL', KEYS[1], ARGV[1])
