-- Purpose: writes the changes of many runs of a partition, all or none, if the caller still owns it
--   and nothing was written since its last batch.
-- KEYS: 1 the partition's header, 2 wake times, 3 listing, 4 expiry times of retired runs,
--   5... keys of runs, of their results, of their sets of blob names and of their blobs, to which
--   operations point by their position
-- ARGV: 1 owner's nonce, 2 id of the batch before, 3 id of this batch, 4... operations:
--   put    <run key> <n> (<field> <value>) x n/2
--   remove <run key> <n> <field> x n
--   drop   <blob names key> <blob key> <name>
--   result <result key> <value>
--   list   <run key> <result key> <blob names key> <run> <started at, ms>
--          <prefix of the run's blob keys>
--   wake   <n> (<at, ms or +inf> <run>) x n/2
--   unwake <n> <run> x n
--   retire <run key> <result key> <blob names key> <run> <header> <retention, ms>
--          <prefix of its blob keys>
--   where n is at most 2000, because Lua's unpack is bounded.
-- Reply: {'applied'}, also if this very batch was applied before, or
--   {'fenced', owner found, batch found}; nothing is written then.
-- All is checked before the first write, since Redis does not roll a script back. The header is
-- written last: should a command fail half-way against all expectation, the batch counts as absent
-- and is sent again, which repairs it, because every operation is idempotent.
-- Lack of memory can't cut it in two: Redis looks at it when the script starts and never stops a
-- script for it that has written (scriptVerifyOOM in its source). Its other reasons to refuse a
-- write (replica, failing disk) don't change while a script runs.
local found = redis.call('HMGET', KEYS[1], 'owner', 'batch')
if found[1] ~= ARGV[1] or (found[2] ~= ARGV[2] and found[2] ~= ARGV[3]) then
  return {'fenced', found[1] or '', found[2] or ''}
end
if found[2] == ARGV[3] then
  -- Written once more as it is, so that a WAIT on this connection covers it.
  redis.call('HSET', KEYS[1], 'batch', ARGV[3])
  return {'applied'}
end

local at = 4
local total = #ARGV

-- The n arguments whose count stands at position i, and the position after them.
local function counted(i)
  local last = i + tonumber(ARGV[i])
  return i + 1, last, last + 1
end

local function each_blob(names, prefix, command)
  for _, name in ipairs(redis.call('SMEMBERS', names)) do
    redis.call(command, prefix .. name)
  end
end

local operations = {}

function operations.put(i)
  local first, last, next = counted(i + 1)
  redis.call('HSET', KEYS[tonumber(ARGV[i])], unpack(ARGV, first, last))
  return next
end

function operations.remove(i)
  local first, last, next = counted(i + 1)
  redis.call('HDEL', KEYS[tonumber(ARGV[i])], unpack(ARGV, first, last))
  return next
end

function operations.drop(i)
  redis.call('UNLINK', KEYS[tonumber(ARGV[i + 1])])
  redis.call('SREM', KEYS[tonumber(ARGV[i])], ARGV[i + 2])
  return i + 3
end

function operations.result(i)
  redis.call('SET', KEYS[tonumber(ARGV[i])], ARGV[i + 1], 'KEEPTTL')
  return i + 2
end

-- The keys of a run, of its result and of its set of blob names, and the position after them.
local function keys_of_run(i)
  return KEYS[tonumber(ARGV[i])], KEYS[tonumber(ARGV[i + 1])], KEYS[tonumber(ARGV[i + 2])], i + 3
end

function operations.list(i)
  local run, result, names, i = keys_of_run(i)
  redis.call('ZADD', KEYS[3], ARGV[i + 1], ARGV[i])
  redis.call('ZREM', KEYS[4], ARGV[i])
  redis.call('PERSIST', run)
  redis.call('PERSIST', result)
  if redis.call('PERSIST', names) == 1 then
    each_blob(names, ARGV[i + 2], 'PERSIST')
  end
  return i + 3
end

function operations.wake(i)
  local first, last, next = counted(i)
  redis.call('ZADD', KEYS[2], unpack(ARGV, first, last))
  return next
end

function operations.unwake(i)
  local first, last, next = counted(i)
  redis.call('ZREM', KEYS[2], unpack(ARGV, first, last))
  return next
end

function operations.retire(i)
  local run, result, names, i = keys_of_run(i)
  local id, retention = ARGV[i], tonumber(ARGV[i + 2])
  each_blob(names, ARGV[i + 3], 'UNLINK')
  redis.call('UNLINK', run, names)
  if retention == 0 then
    redis.call('UNLINK', result)
    redis.call('ZREM', KEYS[3], id)
    redis.call('ZREM', KEYS[4], id)
    return i + 4
  end
  local time = redis.call('TIME')
  local over = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + retention)
  redis.call('HSET', run, 'h', ARGV[i + 1])
  redis.call('PEXPIREAT', run, over)
  redis.call('PEXPIREAT', result, over)
  redis.call('ZADD', KEYS[4], over, id)
  return i + 4
end

while at <= total do
  at = operations[ARGV[at]](at + 1)
end
redis.call('HSET', KEYS[1], 'batch', ARGV[3])
return {'applied'}
