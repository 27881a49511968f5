-- Purpose: registers a member or renews its lease, forgets those whose lease is over, and lists the
--   others. Time is the server's. Safe to send again.
-- KEYS: 1 members by id, 2 ends of their leases
-- ARGV: 1 id, 2 what the member says of itself, 3 lease, ms
-- Reply: id and description of each live member, the caller among them
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, over in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now))) do
  redis.call('HDEL', KEYS[1], over)
  redis.call('ZREM', KEYS[2], over)
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], string.format('%.0f', now + ARGV[3]), ARGV[1])
return redis.call('HGETALL', KEYS[1])
