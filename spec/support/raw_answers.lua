--- Answers of a server, byte by byte, and what every transport makes of them: a body, or the failure's type.
local function head(...)
  return table.concat({ "HTTP/1.1 200 OK", ... }, "\r\n") .. "\r\n\r\n"
end

local CHUNKED = head("Transfer-Encoding: chunked")

return {
  { name = "names in any case, blanks, repeated headers", body = "\0\255\n",
    text = "HTTP/1.1 418 Teapot\r\nX-MiXed:  a b \r\nX-Twice: 1\r\nx-twice: 2\r\nX-Empty:\r\nContent-Length: 3\r\n\r\n\0\255\n" },
  { name = "HTTP/1.0", body = "to the end", text = "HTTP/1.0 200 OK\r\nA: 1\r\n\r\nto the end" },
  { name = "lines that end with LF alone", body = "ok", text = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok" },
  { name = "a status without a reason", body = "ok", text = "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok" },
  { name = "a folded header", body = "ok", text = head("X-Folded: a", "  b", "\tc", "Content-Length: 2") .. "ok" },
  { name = "204 without a body", body = "", text = "HTTP/1.1 204 None\r\nA: 1\r\n\r\n" },
  { name = "304 without a body", body = "", text = "HTTP/1.1 304 Same\r\nContent-Length: 9\r\n\r\n" },
  { name = "bytes behind the body", body = "ok", text = head("Content-Length: 2") .. "okHTTP/1.1 500 No\r\n\r\n" },
  { name = "no length at all", body = "to the end", text = head("A: 1") .. "to the end" },
  { name = "a length of 0", body = "", text = head("Content-Length: 0") },
  { name = "the same length twice", body = "ok", text = head("Content-Length: 2", "Content-Length: 2") .. "ok" },
  { name = "many interim answers", body = "ok",
    text = ("HTTP/1.1 102 Wait\r\n\r\n"):rep(50) .. head("Content-Length: 2") .. "ok" },
  { name = "chunks", body = "one, two", text = CHUNKED .. "5\r\none, \r\n3\r\ntwo\r\n0\r\n\r\n" },
  { name = "chunks with extensions and trailers", body = "one",
    text = CHUNKED .. '3;name="value";x\r\none\r\n0;last\r\nX-Trailer: 1\r\nX-Other: 2\r\n\r\n' },
  { name = "chunks with sizes in both cases and zeros in front", body = ("x"):rep(26),
    text = CHUNKED .. "00a\r\n" .. ("x"):rep(10) .. "\r\n0000000010\r\n" .. ("x"):rep(16) .. "\r\n000\r\n\r\n" },
  { name = "chunks and a length", body = "one",
    text = head("Content-Length: 99", "Transfer-Encoding: chunked") .. "3\r\none\r\n0\r\n\r\n" },

  { name = "nothing", type = "ConnectionError", text = "" },
  { name = "a status line cut short", type = "ConnectionError", text = "HTTP/1.1 200 OK" },
  { name = "headers cut short", type = "ConnectionError", text = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" },
  { name = "an interim answer alone", type = "ConnectionError", text = "HTTP/1.1 100 Continue\r\n\r\n" },
  { name = "another protocol", type = "ConnectionError", text = "220 mail.example ESMTP\r\n\r\n" },
  { name = "a status that is no number", type = "ConnectionError", text = "HTTP/1.1 OK\r\n\r\n" },
  { name = "a line without a colon", type = "ConnectionError", text = head("no colon", "Content-Length: 0") },
  { name = "a NUL in a header", type = "ConnectionError", text = head("X: a\0b", "Content-Length: 0") },
  { name = "a length that is no number", type = "ConnectionError", text = head("Content-Length: many") .. "x" },
  { name = "a negative length", type = "ConnectionError", text = head("Content-Length: -1") .. "x" },
  { name = "a body cut short", type = "ConnectionError", text = head("Content-Length: 3") .. "ab" },
  { name = "a chunk cut short", type = "ConnectionError", text = CHUNKED .. "5\r\nab" },
  { name = "chunks without a last one", type = "ConnectionError", text = CHUNKED .. "2\r\nab\r\n" },
  { name = "a chunk without a size", type = "ConnectionError", text = CHUNKED .. "\r\nab\r\n0\r\n\r\n" },
  { name = "a chunk's size that is no number", type = "ConnectionError", text = CHUNKED .. "zz\r\nab\r\n0\r\n\r\n" },
  { name = "a chunk longer than memory", type = "ConnectionError", text = CHUNKED .. "fffffffffffffffff\r\nab" },
  { name = "a chunk longer than its size", type = "ConnectionError", text = CHUNKED .. "2\r\nabcd\r\n0\r\n\r\n" },
}
