-- Reads the state of a shared limit as it is now, and changes nothing; see state.lua for the keys.
-- KEYS[1] state, KEYS[2] slots, KEYS[3] queue, KEYS[4] calls, KEYS[5] members
-- Returns a JSON object: the fields of the state as strings, the sorted sets as lists of a member
-- and its score in turn, and the members as JSON texts.
local time = redis.call('TIME')
local function fields(key)
  local object, list = {}, redis.call('HGETALL', key)
  for index = 1, #list, 2 do
    object[list[index]] = list[index + 1]
  end
  return object
end
local function scores(key)
  return redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
end
return cjson.encode({
  time = string.format('%.0f', time[1] * 1000000 + time[2]),
  state = fields(KEYS[1]),
  slots = scores(KEYS[2]),
  queue = scores(KEYS[3]),
  calls = scores(KEYS[4]),
  members = fields(KEYS[5]),
})
