-- Purpose: a page of the listing, newest first, with all runs that started in the same millisecond
--   as its last one.
-- KEYS: 1 listing
-- ARGV: 1 upper bound of the start time, as ZREVRANGEBYSCORE wants it, 2 length of the page
-- Reply: the runs
local page = redis.call('ZREVRANGEBYSCORE', KEYS[1], ARGV[1], '-inf', 'WITHSCORES', 'LIMIT', 0, ARGV[2])
local runs = {}
local oldest = page[#page]
for i = 1, #page, 2 do
  if page[i + 1] ~= oldest then
    runs[#runs + 1] = page[i]
  end
end
if oldest then
  for _, run in ipairs(redis.call('ZREVRANGEBYSCORE', KEYS[1], oldest, oldest)) do
    runs[#runs + 1] = run
  end
end
return runs
