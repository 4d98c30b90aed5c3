--- A stub of AWS for the tests of programs: a transport that answers from tables and functions. Everything else is real:
--- checks of inputs, signatures, retries, decoding, waits, plans. No time passes but that of the stub's own clock.
local answers = require "aws.stub.answers"
local door = require "aws.errors.door"
local object = require "aws.stub.object"

---@class aws.StubDoor
local stub = {}

--- What is answered, by service and operation. A service is "dms", "drs", "sts", or a module of `aws.service`.
---@alias aws.StubAnswers table<string|table, table<string, aws.StubAnswer>>

--- An answer of an operation: an output; a function that returns an answer for an input; what `stub.error`, `stub.response` and
--- `stub.after` return; or a list of such, each of which answers one request, the last one for ever where it is a `stub.always`.
---@alias aws.StubAnswer table|fun(input: table, call: aws.StubCall): table

---@class (exact) aws.StubOptions
---@field now? number epoch seconds at which the stub's time begins; the beginning of 2026 by default
---@field account? string twelve digits: whose the keys are; "123456789012" by default
---@field [string] aws.NotAMember

--- Makes a stub. It is a transport, and gives the settings of clients that use it.
---@param given? aws.StubAnswers
---@param options? aws.StubOptions
---@return aws.Stub
---Raises ConfigError for answers that do not fit the services' models, with all that is wrong.
function stub.new(given, options)
  return object.new(given, options)
end

--- An error of the service, by its name; or a failure on the way there: ConnectionError, ConnectTimeoutError, ReadTimeoutError,
--- TLSError or ProxyError.
---@param name string "InvalidResourceStateFault", "ThrottlingException", "ReadTimeoutError"
---@param fields? table of a service's error: `message`, the members that the model has, and `status` and `headers` of the answer; of a
---failure: `message`, `sent` (whether the request had left, which decides about `applied`; by default it had for ConnectionError
---and ReadTimeoutError), and `status` and `headers` where these had come
---@return table answer
---Raises ConfigError for anything else; a name that the service does not have is told where the answer is given to an operation.
function stub.error(name, fields)
  return answers.error(name, fields)
end

--- A whole answer of HTTP, for what no output says: a proxy's page, a body that is cut, an answer without a request id.
---@param fields { status?: integer, headers?: table<string, string>, body?: string } 200, none and "" by default
---@return table answer
---Raises ConfigError that says what is wrong: "headers is a list, a map is wanted".
function stub.response(fields)
  return answers.response(fields)
end

--- An answer that takes its time: where that is longer than `read_timeout` or what is left of `timeout`, the call fails by it.
---@param seconds number of the stub's clock
---@param answer aws.StubAnswer
---@return table answer
---Raises ConfigError for what is not a number of seconds.
function stub.after(seconds, answer)
  return answers.after(seconds, answer)
end

--- The last answer of a list, for all requests that still come.
---@param answer aws.StubAnswer
---@return table answer
function stub.always(answer)
  return answers.always(answer)
end

door.make("aws.stub", stub)
return stub
