-- Asks the addresses of a file in turn, each thread its own part of them, of its own server (`wrk.py` starts this).
-- LOAD_SERVERS  host:port, one for each thread     LOAD_PATHS  a file with a path and query a line
-- LOAD_ONCE     set: each address is asked once; else the threads go round until they are interrupted

local threads = {}

local function words(text)
  local found = {}
  for word in text:gmatch("%S+") do found[#found + 1] = word end
  return found
end

function setup(thread)
  threads[#threads + 1] = thread
  local servers = words(os.getenv("LOAD_SERVERS"))
  local host, port = servers[#threads]:match("(.+):(%d+)")
  thread.addr = wrk.lookup(host, port)[1]
  thread:set("first", #threads)
  thread:set("step", #servers)
end

function init()
  mine, asked, answered, refused = {}, 0, 0, 0
  local number = 0
  for path in io.lines(os.getenv("LOAD_PATHS")) do
    if number % step == first - 1 then mine[#mine + 1] = path end
    number = number + 1
  end
  once = os.getenv("LOAD_ONCE") ~= nil
end

function request()
  asked = asked + 1
  return wrk.format("GET", mine[(asked - 1) % #mine + 1])
end

function response(status)
  answered = answered + 1
  if status ~= 200 then refused = refused + 1 end
  if once and answered == #mine then
    print("finished")
    io.flush()
    wrk.thread:stop()
  end
end

function done(summary, latency)
  local answers, failures = 0, 0
  for _, thread in ipairs(threads) do
    answers = answers + thread:get("answered")
    failures = failures + thread:get("refused")
  end
  local errors = summary.errors
  failures = failures + errors.connect + errors.read + errors.write + errors.timeout
  local line = '{"answers": %d, "failures": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "bytes": %d}'
  print(line:format(
    answers, failures, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, summary.bytes
  ))
end
