-- Keeps one limit for all processes that run it, by the clock of the server.
--
-- The rules are those of `slots.py`, with a queue of clients in front, one ticket each. A call that
-- is granted also draws the client's next ticket, so that a busy client needs one call for a
-- permit. A ticket holds back one permit only, and only until its owner should have called: a
-- client that dies with one delays the others by an instant and costs no permit.
--
-- KEYS[1] state   hash
-- KEYS[2] slots   permit -> when its slot comes back
-- KEYS[3] queue   client -> its ticket
-- KEYS[4] calls   client -> when its ticket is void
-- ARGV[1] a JSON object, `ask` below. Times are integers in microseconds.
--   limit, burst, period, lease   the limit; see RedisTokenBucket
--   interval                      from one token to the next
--   client, permit                who asks, and the name of the permit; "" asks for none
--   known                         the name of the state as the process knows it, "" if it does not
--   more                          whether the client wants another permit after this one
--   late                          how late a client may call for the permit of its ticket
--   reports                       a list of {kind, permit, age}; see PermitLedger
-- Returns a JSON object.
--   answer   GRANTED, WAIT or LOST
--   wait     until the next call
--   gate     until the cool-down ends
--   name     of the state
--   free     slots
local ask = cjson.decode(ARGV[1])
local limit, burst, client, permit = ask.limit, ask.burst, ask.client, ask.permit
local period, lease, interval = ask.period, ask.lease, ask.interval
local STATE, SLOTS, QUEUE, CALLS = unpack(KEYS)

local time = redis.call('TIME')
local clock = time[1] * 1000000 + time[2]
local state = redis.call('HMGET', STATE, 'name', 'at', 'tokens', 'gate', 'ticket', 'lent')
local name, now, tokens = state[1], tonumber(state[2]), tonumber(state[3])
local gate, ticket = tonumber(state[4]), tonumber(state[5])

-- A part that was evicted makes the rest worthless, and so does a clock that was far ahead.
local whole = name and redis.call('ZCARD', SLOTS) == tonumber(state[6])
if whole and now > clock + period + lease then
  whole = false
end
if not whole then
  redis.call('DEL', unpack(KEYS))
  -- Allow a burst only if no client reports earlier permits.
  name, now, tokens, gate, ticket = time[1] .. '.' .. time[2], clock, burst, 0, 0
end
if ask.known ~= '' and ask.known ~= name then
  tokens = math.min(tokens, 0)
end

-- A clock that was set back stands still until it has caught up: late, but never early.
local earlier = now
now = math.max(now, clock)
tokens = math.min(burst, tokens + math.max(0, now - math.max(earlier, gate)) / interval)
redis.call('ZREMRANGEBYSCORE', SLOTS, '-inf', now)

for _, report in ipairs(ask.reports) do
  local kind, id, age = unpack(report)
  if kind == 'done' then
    redis.call('ZADD', SLOTS, now - age + period, id)
  elseif kind == 'held' then
    redis.call('ZADD', SLOTS, now - age + period + lease, id)
  elseif kind == 'unsent' and redis.call('ZREM', SLOTS, id) == 1 then
    tokens = math.min(tokens + 1, now >= gate and burst or 1)
  elseif kind == 'cool' then
    gate = math.max(gate, now - age)
    tokens = math.min(tokens, 1)
  end
end
redis.call('ZREMRANGEBYSCORE', SLOTS, '-inf', now)

for _, gone in ipairs(redis.call('ZRANGEBYSCORE', CALLS, '-inf', now)) do
  redis.call('ZREM', QUEUE, gone)
  redis.call('ZREM', CALLS, gone)
end

-- How long until a client may go that has so many before it.
local function delay(ahead)
  local wait = math.max(0, gate - now)
  if tokens < ahead + 1 - 1e-6 then
    wait = wait + (ahead + 1 - tokens) * interval
  end
  local missing = ahead + 1 - limit + redis.call('ZCARD', SLOTS)
  if missing > 0 then
    local slot = redis.call('ZRANGE', SLOTS, missing - 1, missing - 1, 'WITHSCORES')[2]
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
if ask.known ~= '' and ask.known ~= name then
  answer = 'LOST'
elseif permit ~= '' then
  local ahead = redis.call('ZRANK', QUEUE, client)
  wait = delay(ahead or redis.call('ZCARD', QUEUE))
  if wait <= 0 then
    answer = 'GRANTED'
    redis.call('ZADD', SLOTS, now + period + lease, permit)
    tokens = tokens - 1
    redis.call('ZREM', QUEUE, client)
    ahead = false
    if ask.more then
      wait = delay(redis.call('ZCARD', QUEUE))
    end
  end
  if answer == 'WAIT' or ask.more then
    if not ahead then
      ticket = ticket + 1
      redis.call('ZADD', QUEUE, ticket, client)
    end
    redis.call('ZADD', CALLS, now + wait + ask.late, client)
  else
    redis.call('ZREM', CALLS, client)
  end
end

redis.call('HSET', STATE, 'name', name, 'at', now, 'tokens', tokens, 'gate', gate,
  'ticket', ticket, 'lent', redis.call('ZCARD', SLOTS))
local keep = math.ceil((math.max(gate - now, 0) + 2 * (period + lease) + wait + ask.late) / 1000)
for _, key in ipairs(KEYS) do
  redis.call('PEXPIRE', key, keep)
end
local free = math.max(0, limit - redis.call('ZCARD', SLOTS))
return cjson.encode({
  answer = answer,
  wait = math.ceil(wait + now - clock),
  gate = math.ceil(math.max(0, gate - now)),
  name = name,
  free = free,
})
