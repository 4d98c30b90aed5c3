--- Cases of the responses.json beside the repository in which the library does something else than the oracle: what, and
--- why. Most of these are the oracle's own leniency ("quirk").
local departures = {}

local function add(why, ours, names)
  for name in names:gmatch("%S+") do
    local entry = { why = why }
    for key, value in pairs(ours) do entry[key] = value end
    departures[name] = entry
  end
end

add("null list elements and map values are left out", { nulls = true }, [[
  dms-null-list-elements-string dms-null-list-elements-struct dms-trailing-nulls-in-list drs-nested-lists
  drs-null-struct-in-list]])

add("an empty 2xx body is no empty success", { unreadable = true }, [[
  dms-empty-body dms-status-204-empty drs-empty-body drs-status-204-empty]])

add("a 2xx body that is not JSON is no empty success", { unreadable = true }, [[
  dms-truncated-json-on-200 dms-trailing-garbage dms-trailing-comma drs-truncated-json-on-200 drs-trailing-comma
  drs-bom dms-long-nan dms-leading-zero-number dms-hex-number dms-string-bad-escape drs-string-bad-escape
  dms-string-short-unicode-escape drs-string-short-unicode-escape drs-string-raw-nul]])

local lossy = "a scalar that would lose something is an error"
add(lossy, { unreadable = true, path = "Replication.IsReadOnly: " }, [[
  dms-boolean-string-other dms-boolean-one dms-boolean-zero dms-boolean-object]])
add(lossy, { unreadable = true, path = "sourceProperties.supportsNitroInstances: " }, [[
  drs-boolean-string-TRUE drs-boolean-one drs-boolean-zero drs-boolean-object]])
add(lossy, { unreadable = true, path = "Replication.ReplicationStats.ElapsedTimeMillis: " }, [[
  dms-long-float-fraction dms-long-1e400 dms-long-string-underscore dms-long-string-bad dms-long-string-empty
  dms-long-string-float dms-long-list dms-int-5000-digits]])
add(lossy, { unreadable = true, path = "sourceProperties.ramBytes: " }, "drs-long-float-fraction drs-long-bool")
add(lossy, { unreadable = true, path = 'tags["a"]: ' }, "drs-tags-object-value")
add(lossy, { unreadable = true, path = "Replication.Status: " }, [[
  dms-wrong-type-string-from-object dms-wrong-type-string-from-list]])
add(lossy, { unreadable = true, path = "Replication.FailureMessages[3]: " }, "dms-wrong-type-list-of-ints-for-strings")
add("a structure of another kind is an error", { unreadable = true, path = "Replication.FailureMessages: " },
  "dms-wrong-type-list-from-empty-string")
add("a structure of another kind is an error", { unreadable = true, path = "networkInterfaces[1].ips: " },
  "drs-wrong-type-list-from-string drs-wrong-type-list-from-comma-string")

local converted = "a scalar of another type is converted when nothing is lost"
add(converted, { output = { lifeCycle = { firstByteDateTime = "1700000000" } } }, "drs-datetime-sent-as-number")
add(converted, { output = { Replication = { IsReadOnly = true } } }, "dms-boolean-string-true")
add(converted, { output = { Replication = { IsReadOnly = false } } }, "dms-boolean-string-false")
add(converted, { output = { Replication = { ReplicationStats = { ElapsedTimeMillis = 12 } } } }, "dms-long-string")
add(converted, { output = { tags = { a = "1", b = "true", c = "1.5" } } }, "drs-tags-number-value")
add(converted, { output = { Replication = { Status = "5" } } }, "dms-wrong-type-string-from-int")
add(converted, { output = { Replication = { Status = "true" } } }, "dms-wrong-type-string-from-bool")
add(converted, { output = { arn = "5" } }, "drs-wrong-type-string-from-int")

add("the fraction of a second is kept", { output = { Replication = { CdcStartTime = 1700000000.0000005 } } },
  "dms-timestamp-half-micro-rounding")
add("a leap second is the second after", { output = { Replication = { CdcStartTime = 1483228800 } } },
  "dms-timestamp-iso-leap-second")
add("bytes that are not UTF-8 pass through", { output = { agentVersion = "a\195" } }, "drs-string-invalid-utf8")

add("the header x-amzn-errortype counts for both protocols", { error = { code = "ResourceNotFoundFault" } },
  "dms-error-header-only")
add("the header x-amzn-errortype counts whatever the body is", { error = { code = "InternalServerException" } },
  "drs-error-internal-empty-body")
add("bytes that are not UTF-8 pass through", {
  error = { code = "ResourceNotFoundFault", message = "\255", fields = { message = "\255" } },
}, "dms-error-invalid-utf8-400")
add("a header that cannot be read is left out, the error stays", {
  error = { code = "InternalServerException", message = "oops", fields = { message = "oops" } },
}, "drs-error-internal-retry-after-bad-number")
add("an error document of another kind holds nothing", { error = { code = "ValidationException" } },
  "drs-error-array-body")
add("a code is text", { error = { code = "400", message = "m" } }, "drs-error-dunder-type-number")

return departures
