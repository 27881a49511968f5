-- Purpose: registers a member or renews its lease, forgets those whose lease is over, and lists the
--   others. Time is the server's. Raises the format of what is stored once all live members can read
--   a newer one. Safe to send again.
-- KEYS: 1 members by id, 2 ends of their leases, 3 the format of what is stored
-- ARGV: 1 id, 2 what the member says of itself, 3 lease, ms, 4 the oldest and 5 the newest format
--   that it reads
-- Reply: {'renewed' or, if its lease was over or it was not there, 'new', format, id and description
--   of each live member, the caller among them}; or {'format', format of what is stored} if the
--   caller can't read that; it is not registered then
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, over in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now))) do
  redis.call('HDEL', KEYS[1], over)
  redis.call('ZREM', KEYS[2], over)
end
local format = tonumber(redis.call('GET', KEYS[3]) or ARGV[5])
if format > tonumber(ARGV[5]) or format < tonumber(ARGV[4]) then
  redis.call('HDEL', KEYS[1], ARGV[1])
  redis.call('ZREM', KEYS[2], ARGV[1])
  return {'format', tostring(format)}
end
-- What can fail comes before what is written for good: a script is not rolled back.
local newest = tonumber(ARGV[5])
local others = redis.call('HGETALL', KEYS[1])
for i = 2, #others, 2 do
  if others[i - 1] ~= ARGV[1] then
    newest = math.min(newest, tonumber(string.match(others[i], 'format (%d+)')))
  end
end
local known = redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) == 0
redis.call('ZADD', KEYS[2], string.format('%.0f', now + ARGV[3]), ARGV[1])
if newest > format or not redis.call('GET', KEYS[3]) then
  format = newest
  redis.call('SET', KEYS[3], string.format('%.0f', format))
end
local reply = {known and 'renewed' or 'new', string.format('%.0f', format)}
for _, text in ipairs(redis.call('HGETALL', KEYS[1])) do
  reply[#reply + 1] = text
end
return reply
