-- The second part of the script, after state.lua: who is granted a permit, and who waits how long.
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', CALLS, '-inf', now)) do
  redis.call('ZREM', QUEUE, gone)
  redis.call('ZREM', CALLS, gone)
end
-- Processes that may be cut off, or that do not know of a smaller limit, send on their own: what
-- they may send is not granted to others. A quarter of the limit is for all of them.
local count, shared, cut_off, reserved = 1, 0, {}, 0
for id, member in pairs(members) do
  count, shared = count + 1, shared + member.share
  if now - member.seen > ask.silent or member.in_force > limit then
    cut_off[id], reserved = member.share, reserved + member.share
  end
end
if reserved > 0 then
  for _, id in ipairs(redis.call('ZRANGE', SLOTS, 0, -1)) do
    local owner = string.match(id, '^(%x+%-%d+)%-')
    if owner and (cut_off[owner] or 0) > 0 then
      cut_off[owner], reserved = cut_off[owner] - 1, reserved - 1
    end
  end
end
local pool = math.floor(limit / 4)
-- A smaller share is in force once the process has learned of it.
local share = math.max(0, math.min(math.floor(pool / count), pool - shared))
if ask.leaves then
  redis.call('HDEL', MEMBERS, ask.member)
else
  redis.call('HSET', MEMBERS, ask.member, cjson.encode({
    seen = now, share = math.max(share, ask.share), limit = own, in_force = ask.in_force,
  }))
end

local function in_use()
  return redis.call('ZCARD', SLOTS) + hidden() + reserved
end

-- The queue is ordered by lane, then by ticket.
local TICKETS = 1e12
local function up_to(lane)
  return redis.call('ZCOUNT', QUEUE, '-inf', (lane + 1) * TICKETS - 1)
end

-- The first client of a lane that was granted nothing for long, and the lane.
local function starving()
  for lane = 1, 2 do
    if now - state['since' .. lane] >= ask.patience and up_to(lane) > up_to(lane - 1) then
      return redis.call('ZRANGE', QUEUE, up_to(lane - 1), up_to(lane - 1))[1], lane
    end
  end
end

-- How long until a client may go that has so many before it, and leaves so much to others.
local function delay(ahead, kept_tokens, kept_slots)
  local wait = math.max(0, state.gate - now)
  if state.tokens < ahead + 1 + kept_tokens - 1e-6 then
    wait = wait + (ahead + 1 + kept_tokens - state.tokens) * interval
  end
  local missing = ahead + 1 + kept_slots - limit + in_use()
  if missing > 0 then
    local slot = redis.call('ZRANGE', SLOTS, missing - 1, missing - 1, 'WITHSCORES')[2]
    local back = slot and tonumber(slot) or now + period
    -- Lent, not returned: it comes back a period after the response, which may be any time now.
    if back > now + period then
      back = math.max(back - lease, now + interval)
    end
    -- What is reserved may be free as soon as a process is back.
    if reserved + hidden() > 0 then
      back = math.min(back, now + period / 4)
    end
    wait = math.max(wait, back - now)
  end
  return wait
end

local gap = 0
local function delay_in_lane(ahead)
  if ask.lane == 0 or now >= state.interactive + period then
    return delay(ahead, 0, 0)
  end
  local wait = delay(ahead, kept_tokens, kept_slots)
  -- What is free is spread evenly until the next slot comes back.
  local free = limit - in_use() - kept_slots
  local back = redis.call('ZRANGE', SLOTS, 0, 0, 'WITHSCORES')[2]
  if back and free >= 1 then
    gap = (back - now) / free
    wait = math.max(wait, state.others + math.min(ahead + 1, free) * gap - now)
  end
  return wait
end

-- How long until a client that has so many before it calls again. One that is overtaken calls late
-- rather than in vain: the tokens add up, and it is granted several, one call after another. But
-- it calls no later than its lane goes first.
local function until_call(ahead)
  local wait = delay_in_lane(ahead)
  if ask.lane == 0 or wait <= 0 then
    return wait
  end
  if now < state.interactive + period or ask.lane == 2 and now < state.since1 + period then
    wait = 1.25 * wait + interval / 2
  end
  local before_it = math.max(0, ahead - up_to(ask.lane - 1))
  local turn = state['since' .. ask.lane] + (before_it + 1) * ask.patience - now
  return math.min(wait, math.max(turn, delay(before_it, 0, 0), interval))
end

local answer, wait = 'WAIT', 0
if stranger then
  answer = 'LOST'
elseif permit ~= '' then
  local queued = redis.call('ZRANK', QUEUE, client)
  local ahead = queued or up_to(ask.lane)
  local since = 'since' .. ask.lane
  if ask.lane > 0 and up_to(ask.lane) == up_to(ask.lane - 1) then
    state[since] = now
  end
  local urgent, lane = starving()
  local first = urgent == client
  if first then
    ahead = 0
  elseif urgent and lane > ask.lane then
    ahead = ahead + 1
  end
  wait = first and delay(0, 0, 0) or delay_in_lane(ahead)
  if wait <= 0 then
    answer = 'GRANTED'
    redis.call('ZADD', SLOTS, now + counts, permit)
    state.tokens, state.grants = state.tokens - 1, state.grants + 1
    if ask.lane == 0 then
      state.interactive = now
    else
      -- What was not used lately is made up for.
      state.others = math.max(state.others + gap, now - 2 * interval)
      state[since] = now
    end
    redis.call('ZREM', QUEUE, client)
    queued = false
    if ask.more then
      wait = until_call(up_to(ask.lane))
    end
  elseif not first then
    wait = until_call(ahead)
  end
  if ask.queues and (answer == 'WAIT' or ask.more) then
    if not queued then
      state.ticket = state.ticket + 1
      redis.call('ZADD', QUEUE, ask.lane * TICKETS + state.ticket, client)
    end
    redis.call('ZADD', CALLS, now + wait + ask.late, client)
  end
end

state.lent = redis.call('ZCARD', SLOTS)
redis.call('HSET', STATE, 'epoch', state.epoch, 'server', state.server, 'limit', limit,
  'period', period)
for _, field in ipairs(numbers) do
  redis.call('HSET', STATE, field, state[field])
end
local keep = math.ceil((math.max(state.gate - now, 0) + 2 * counts + wait + ask.late) / 1000)
for _, key in ipairs({SLOTS, QUEUE, CALLS}) do
  redis.call('PEXPIRE', key, keep)
end
-- For two days: a process that knows of an earlier state takes a missing one for lost.
redis.call('PEXPIRE', STATE, math.max(keep, 172800000))
redis.call('PEXPIRE', MEMBERS, math.ceil(ask.absent / 1000))
return cjson.encode({
  answer = answer,
  wait = math.ceil(wait),
  gate = math.ceil(math.max(0, state.gate - now)),
  epoch = state.epoch,
  grants = state.grants,
  now = string.format('%.0f', now),
  lent = in_use(),
  tokens = math.max(0, state.tokens),
  share = share,
  limit = limit,
  own = own,
  set = adopts and state.set or 0,
  age = now - state.set_at,
})
