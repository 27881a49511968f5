-- Purpose: stores a blob. One whose run is unknown or retired goes by itself after a grace time,
--   unless the run is listed before (see write.lua). Safe to send again.
-- KEYS: 1 the run, 2 the run's set of blob names, 3 the blob
-- ARGV: 1 name, 2 bytes, 3 grace time, ms
-- Reply: 1
redis.call('SET', KEYS[3], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[1])
if redis.call('PTTL', KEYS[1]) ~= -1 then
  redis.call('PEXPIRE', KEYS[3], ARGV[3])
  redis.call('PEXPIRE', KEYS[2], ARGV[3])
end
return 1
