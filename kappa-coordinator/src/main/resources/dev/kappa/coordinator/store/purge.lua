-- Purpose: removes what is left of retired runs whose retention time is over. Safe to send again.
-- KEYS: 1 expiry times of retired runs, 2 listing
-- ARGV: 1 how many at most, 2 prefix of the keys of runs, 3 prefix of the keys of their results
-- Reply: how many were removed
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local over = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
for _, run in ipairs(over) do
  redis.call('UNLINK', ARGV[2] .. run, ARGV[3] .. run)
  redis.call('ZREM', KEYS[2], run)
  redis.call('ZREM', KEYS[1], run)
end
return #over
