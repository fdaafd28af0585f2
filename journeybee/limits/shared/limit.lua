-- Keeps one limit for all processes that run it, by the clock of the server.
--
-- The rules are those of `slots.py`, with a queue of clients in front, one ticket each. A call that
-- is granted also draws the client's next ticket, so that a busy client needs one call for a
-- permit. A ticket holds back one permit only, and only until its owner should have called: a
-- client that dies with one delays the others by an instant and costs no permit.
--
-- A state that was lost, in part or since an earlier copy of it, begins a new epoch. Whatever may
-- have been granted before counts for as long as it can matter, even where no process reports it.
--
-- KEYS[1] state (a hash), KEYS[2] slots    permit -> when its slot comes back
-- KEYS[3] queue    client -> its ticket
-- KEYS[4] calls    client -> when its ticket is void
-- KEYS[5] members  process -> when it last called, and its share during an outage
-- ARGV[1] a JSON object, `ask` below. Times are integers in microseconds.
--   limit, burst, period, lease, interval (from one token to the next): see RedisTokenBucket
--   member, client, permit        process, event loop and name of the permit; "" asks for none
--   known, grants                 the epoch that the process knows, "" if none, and the highest
--                                 number of grants in it that it has seen
--   more                          whether the client wants another permit after this one
--   lane                          of the client: 0 interactive, 1 normal, 2 background
--   kept_tokens, kept_slots       what lanes 1 and 2 leave to lane 0 while that sends
--   patience                      after how long without a permit a lane goes first
--   late                          how late a client may call for the permit of its ticket
--   silent, absent                after how long without a call the share of a process is reserved,
--                                 and after how long no more
--   share                         slots that the process takes to be its share, 0 for none
--   leaves                        whether it gives that up
--   reports                       a list of {kind, permit, age}; see PermitLedger
--   by                            optional: a call that runs later than that was given up
--   bound                         optional: it cannot be later than that, so the clock was set
-- Returns a JSON object.
--   answer          GRANTED, WAIT, LOST (report all permits and ask again), or LATE (see `by`)
--   wait, gate      until the next call, until the cool-down ends
--   epoch, grants   to be sent as `known` and `grants`
--   now             on the clock of `by` and `bound`, as a string
--   lent, tokens    slots in use, and tokens
--   share           slots of the process during an outage
local ask = cjson.decode(ARGV[1])
local limit, burst, client, permit = ask.limit, ask.burst, ask.client, ask.permit
local period, lease, interval = ask.period, ask.lease, ask.interval
local counts = period + lease
local STATE, SLOTS, QUEUE, CALLS, MEMBERS = unpack(KEYS)

local time = redis.call('TIME')
local clock = time[1] * 1000000 + time[2]
-- A user who may not call INFO goes without the check for another server.
local info = redis.pcall('INFO', 'server')
local server = type(info) == 'string' and string.match(info, 'run_id:(%w+)') or ''

local numbers = {
  'at', 'behind', 'tokens', 'gate', 'ticket', 'lent', 'grants', 'born', 'ceiling', 'reported',
  'interactive', 'others', 'since1', 'since2',
}
local found = redis.call('HMGET', STATE, 'epoch', 'server', unpack(numbers))
local state = {epoch = found[1], server = found[2]}
for index, field in ipairs(numbers) do
  state[field] = tonumber(found[index + 2]) or 0
end

-- The clock of the state: it goes on from where it was when the server's is set back, and is set
-- back itself when a process proves that the server's was set forward.
local now = clock - state.behind
local forward = ask.bound and now > ask.bound
if forward then
  now = ask.bound
  state.at = math.min(state.at, now)
elseif ask.by and now > ask.by then
  return cjson.encode({answer = 'LATE'})
end
local before = state.at
now = math.max(now, before)
state.behind, state.at = clock - now, now

local function is_lost()
  if not state.epoch then
    return ask.known ~= ''
  end
  return forward
    or state.server ~= server
    or ask.known == state.epoch and ask.grants > state.grants
    or now < before + counts and redis.call('ZCARD', SLOTS) ~= state.lent
end

-- How many permits of earlier epochs may count that no process has reported.
local function hidden()
  if now >= state.born + counts then
    return 0
  end
  return math.max(0, math.min(limit, state.ceiling) - state.reported)
end

local function begin(tokens, ceiling)
  before = now
  state.epoch = string.sub(server, 1, 8) .. time[1] .. '.' .. time[2]
  state.server, state.born, state.grants = server, now, 0
  state.tokens, state.ceiling = tokens, ceiling
  redis.call('ZREMRANGEBYSCORE', SLOTS, '-inf', now)
  state.reported = redis.call('ZCARD', SLOTS)
end

if is_lost() then
  begin(0, limit)
elseif not state.epoch then
  begin(burst, 0)
end
local stranger = ask.known ~= '' and ask.known ~= state.epoch
if stranger then
  state.tokens = math.min(state.tokens, 0)
  -- The epoch may have been begun by a process that knew of no earlier one.
  state.ceiling = state.ceiling > 0 and state.ceiling or limit
end

local filled = math.max(0, now - math.max(before, state.gate)) / interval
state.tokens = math.min(burst, state.tokens + filled)
redis.call('ZREMRANGEBYSCORE', SLOTS, '-inf', now)

local function lend(id, since, back)
  if redis.call('ZADD', SLOTS, back, id) == 1 and since < state.born and back > state.born then
    state.reported = state.reported + 1
  end
end

for _, report in ipairs(ask.reports) do
  local kind, id, age = unpack(report)
  if kind == 'done' then
    lend(id, now - age, now - age + period)
  elseif kind == 'held' then
    lend(id, now - age, now - age + counts)
  elseif kind == 'unsent' and redis.call('ZREM', SLOTS, id) == 1 then
    state.tokens = math.min(state.tokens + 1, now >= state.gate and burst or 1)
  elseif kind == 'cool' then
    state.gate = math.max(state.gate, now - age)
    state.tokens = math.min(state.tokens, 1)
  elseif kind == 'most' then
    state.ceiling = math.min(state.ceiling, age)
  end
end
redis.call('ZREMRANGEBYSCORE', SLOTS, '-inf', now)

for _, gone in ipairs(redis.call('ZRANGEBYSCORE', CALLS, '-inf', now)) do
  redis.call('ZREM', QUEUE, gone)
  redis.call('ZREM', CALLS, gone)
end
-- Processes that may be cut off send on their own: what they may send is not granted to others.
-- A quarter of the limit is for all of them.
local members = redis.call('HGETALL', MEMBERS)
local count, shared, cut_off, reserved = 1, 0, {}, 0
for index = 1, #members, 2 do
  local id, seen, share = members[index], string.match(members[index + 1], '(%S+) (%S+)')
  if now - seen > ask.absent then
    redis.call('HDEL', MEMBERS, id)
  elseif id ~= ask.member then
    count, shared = count + 1, shared + share
    if now - seen > ask.silent then
      cut_off[id], reserved = tonumber(share), reserved + share
    end
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
  redis.call('HSET', MEMBERS, ask.member, 
    string.format('%.0f %d', now, math.max(share, ask.share)))
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

local function delay_in_lane(ahead, first)
  if ask.lane == 0 or first or now >= state.interactive + period then
    return delay(ahead, 0, 0)
  end
  local wait = delay(ahead, ask.kept_tokens, ask.kept_slots)
  -- What is free is spread evenly until the next slot comes back.
  local free = limit - in_use() - ask.kept_slots
  local back = redis.call('ZRANGE', SLOTS, 0, 0, 'WITHSCORES')[2]
  if back and free >= 1 then
    wait = math.max(wait, state.others + (ahead + 1) * (back - now) / free - now)
  end
  return wait
end

local answer, wait = 'WAIT', 0
if stranger then
  answer = 'LOST'
elseif permit ~= '' then
  local queued = redis.call('ZRANK', QUEUE, client)
  local ahead = queued or up_to(ask.lane)
  local urgent, lane = starving()
  local first = urgent == client
  if first then
    ahead = 0
  elseif urgent and lane > ask.lane then
    ahead = ahead + 1
  end
  local since = 'since' .. ask.lane
  wait = delay_in_lane(ahead, first)
  if wait <= 0 then
    answer = 'GRANTED'
    redis.call('ZADD', SLOTS, now + counts, permit)
    state.tokens, state.grants = state.tokens - 1, state.grants + 1
    if ask.lane == 0 then
      state.interactive = now
    else
      state.others, state[since] = now, now
    end
    redis.call('ZREM', QUEUE, client)
    queued = false
    if ask.more then
      wait = delay_in_lane(up_to(ask.lane), false)
    end
  end
  if answer == 'WAIT' or ask.more then
    if not queued then
      if ask.lane > 0 and up_to(ask.lane) == up_to(ask.lane - 1) then
        state[since] = now
      end
      state.ticket = state.ticket + 1
      redis.call('ZADD', QUEUE, ask.lane * TICKETS + state.ticket, client)
    end
    redis.call('ZADD', CALLS, now + wait + ask.late, client)
  else
    redis.call('ZREM', CALLS, client)
  end
end

state.lent = redis.call('ZCARD', SLOTS)
redis.call('HSET', STATE, 'epoch', state.epoch, 'server', state.server)
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
})
