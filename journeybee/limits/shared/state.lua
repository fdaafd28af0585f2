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
-- KEYS[5] members  process -> when it last called, its share during an outage, its limit, and the
--                  limit in force that it knows
-- ARGV[1] a JSON object, `ask` below. Times are integers in microseconds.
--   burst, period, lease: see RedisTokenBucket
--   pace                          in which as many tokens come as the limit is
--   limit, age, set               the limit that the process is set to, since when, and whether by
--                                 `set_limit`: that holds for all processes that ran then
--   announced                     what the server of the API allows, or `limit`
--   in_force                      the limit in force that the process knows, 0 if none
--   member, client, permit        process, event loop and name of the permit; "" asks for none
--   known, grants                 the epoch that the process knows, "" if none, and the highest
--                                 number of grants in it that it has seen
--   queues                        whether the client waits for what is not granted
--   more                          whether the client wants another permit after this one
--   lane                          of the client: 0 interactive, 1 normal, 2 background
--   kept_tokens, kept_slots       which part lanes 1 and 2 leave to lane 0 while that sends
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
--   limit, own      in force, and of the process
--   set, age        the limit that another process has set for this one so long ago, or 0
local ask = cjson.decode(ARGV[1])
local client, permit, period, lease = ask.client, ask.permit, ask.period, ask.lease
local counts = period + lease
local STATE, SLOTS, QUEUE, CALLS, MEMBERS = unpack(KEYS)

local time = redis.call('TIME')
local clock = time[1] * 1000000 + time[2]
-- A user who may not call INFO goes without the check for another server.
local info = redis.pcall('INFO', 'server')
local server = type(info) == 'string' and string.match(info, 'run_id:(%w+)') or ''

local numbers = {
  'at', 'behind', 'tokens', 'gate', 'ticket', 'lent', 'grants', 'born', 'ceiling', 'reported',
  'interactive', 'others', 'since1', 'since2', 'set', 'set_at', 'least',
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

-- The limit in force is the smallest of the processes: during a deploy some have another one.
state.set_at = math.min(state.set_at, now)
local own, adopts = ask.limit, state.set > 0 and now - ask.age < state.set_at
if adopts then
  own = state.set
elseif ask.set then
  state.set, state.set_at = own, now - ask.age
end
own = math.min(own, ask.announced)
local limit, members = own, {}
local listed = redis.call('HGETALL', MEMBERS)
for index = 1, #listed, 2 do
  local id, member = listed[index], cjson.decode(listed[index + 1])
  if now - member.seen > ask.absent then
    redis.call('HDEL', MEMBERS, id)
  elseif id ~= ask.member then
    members[id] = member
    -- One that may be cut off keeps to its share.
    if now - member.seen <= ask.silent then
      limit = math.min(limit, member.limit)
    end
  end
end

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

-- How many permits there may be of an epoch that no process knows.
local UNKNOWN = 1e12

local function begin(tokens, ceiling)
  before = now
  state.epoch = string.sub(server, 1, 8) .. time[1] .. '.' .. time[2]
  state.server, state.born, state.grants = server, now, 0
  state.tokens, state.ceiling, state.least = tokens, ceiling, UNKNOWN
  redis.call('ZREMRANGEBYSCORE', SLOTS, '-inf', now)
  state.reported = redis.call('ZCARD', SLOTS)
end

if is_lost() then
  -- Slots of a copy may have come back since: what counts is reported again, or hidden.
  redis.call('DEL', SLOTS)
  begin(0, UNKNOWN)
elseif not state.epoch then
  begin(math.min(ask.burst, limit), 0)
end
local stranger = ask.known ~= '' and ask.known ~= state.epoch
if stranger then
  state.tokens = math.min(state.tokens, 0)
  -- The epoch may have been begun by a process that knew of no earlier one.
  state.ceiling = state.ceiling > 0 and state.ceiling or UNKNOWN
  -- The processes that keep to a smaller limit may not have called again.
  state.least = math.min(state.least, ask.in_force)
end
if now < state.born + counts then
  limit = math.min(limit, state.least)
end
local burst, interval = math.min(ask.burst, limit), ask.pace / limit
local kept_tokens = math.floor(ask.kept_tokens * burst)
local kept_slots = math.floor(ask.kept_slots * limit)

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
