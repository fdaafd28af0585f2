"""The script that keeps one limit for everybody who runs it, inside Redis and by its clock."""

# The rules are those of `SlotBucket`, with a queue of clients in front, one ticket each. A call
# that is granted also draws the client's next ticket, so that a busy client needs one call for a
# permit. A ticket holds nothing back but one permit, and that only until its owner should have
# called: a client that dies with one delays the others by an instant and costs no permit.
#
# KEYS: state (hash), slots (permit -> when its slot comes back), queue (client -> its ticket),
# calls (client -> when its ticket is void). ARGV: see `Shared.arguments`. Times in microseconds.
# Returns: GRANTED, WAIT or LOST; how long to wait with the next call; how long the cool-down
# lasts; the name of the state; how many slots are free.
SCRIPT = """
local limit, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local period, lease, interval = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local client, permit, known = ARGV[6], ARGV[7], ARGV[8]
local more, late = ARGV[9] == '1', tonumber(ARGV[10])
local first_report = 11

local time = redis.call('TIME')
local clock = time[1] * 1000000 + time[2]
local state = redis.call('HMGET', KEYS[1], 'name', 'at', 'tokens', 'gate', 'ticket', 'lent')
local name, now, tokens = state[1], tonumber(state[2]), tonumber(state[3])
local gate, ticket = tonumber(state[4]), tonumber(state[5])

-- A part that was evicted makes the rest worthless, and so does a clock that was far ahead.
local whole = name and redis.call('ZCARD', KEYS[2]) == tonumber(state[6])
if whole and now > clock + period + lease then
  whole = false
end
if not whole then
  redis.call('DEL', unpack(KEYS))
  -- Only what nobody remembers anything of is new and may begin with a burst.
  name, now, tokens, gate, ticket = time[1] .. '.' .. time[2], clock, burst, 0, 0
end
if known ~= '' and known ~= name then
  tokens = math.min(tokens, 0)
end

-- A clock that was set back stands still until it has caught up: late, but never early.
local earlier = now
now = math.max(now, clock)
tokens = math.min(burst, tokens + math.max(0, now - math.max(earlier, gate)) / interval)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)

for i = first_report, #ARGV, 3 do
  local kind, id, age = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
  if kind == 'done' then
    redis.call('ZADD', KEYS[2], now - age + period, id)
  elseif kind == 'held' then
    redis.call('ZADD', KEYS[2], now - age + period + lease, id)
  elseif kind == 'unsent' and redis.call('ZREM', KEYS[2], id) == 1 then
    tokens = math.min(tokens + 1, now >= gate and burst or 1)
  elseif kind == 'cool' then
    gate = math.max(gate, now - age)
    tokens = math.min(tokens, 1)
  end
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)

for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now)) do
  redis.call('ZREM', KEYS[3], gone)
  redis.call('ZREM', KEYS[4], gone)
end

-- How long until a client may go that has so many before it.
local function delay(ahead)
  local wait = math.max(0, gate - now)
  if tokens < ahead + 1 - 1e-6 then
    wait = wait + (ahead + 1 - tokens) * interval
  end
  local missing = ahead + 1 - limit + redis.call('ZCARD', KEYS[2])
  if missing > 0 then
    local slot = redis.call('ZRANGE', KEYS[2], missing - 1, missing - 1, 'WITHSCORES')[2]
    local back = slot and tonumber(slot) or now + period
    -- Lent, not returned: it comes back a period after the response, which may be any time now.
    if back > now + period then
      back = math.max(back - lease, now + interval)
    end
    wait = math.max(wait, back - now)
  end
  return wait
end

local answer, wait = 'WAIT', 0
if known ~= '' and known ~= name then
  answer = 'LOST'
elseif permit ~= '' then
  local ahead = redis.call('ZRANK', KEYS[3], client)
  wait = delay(ahead or redis.call('ZCARD', KEYS[3]))
  if wait <= 0 then
    answer = 'GRANTED'
    redis.call('ZADD', KEYS[2], now + period + lease, permit)
    tokens = tokens - 1
    redis.call('ZREM', KEYS[3], client)
    ahead = false
    if more then
      wait = delay(redis.call('ZCARD', KEYS[3]))
    end
  end
  if answer == 'WAIT' or more then
    if not ahead then
      ticket = ticket + 1
      redis.call('ZADD', KEYS[3], ticket, client)
    end
    redis.call('ZADD', KEYS[4], now + wait + late, client)
  else
    redis.call('ZREM', KEYS[4], client)
  end
end

redis.call('HSET', KEYS[1], 'name', name, 'at', now, 'tokens', tokens, 'gate', gate,
  'ticket', ticket, 'lent', redis.call('ZCARD', KEYS[2]))
local keep = math.ceil((math.max(gate - now, 0) + 2 * (period + lease) + wait + late) / 1000)
for _, key in ipairs(KEYS) do
  redis.call('PEXPIRE', key, keep)
end
local free = math.max(0, limit - redis.call('ZCARD', KEYS[2]))
return {answer, math.ceil(wait + now - clock), math.ceil(math.max(0, gate - now)), name, free}
"""
