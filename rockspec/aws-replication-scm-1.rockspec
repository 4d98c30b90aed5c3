rockspec_format = "3.0"
package = "aws-replication"
version = "scm-1"

source = {
  url = "git+https://github.com/aws-replication/aws-replication-lua.git",
}

description = {
  summary = "AWS DMS StopReplication and DRS RetryDataReplication for Lua and OpenResty",
  detailed = [[
    A C core (SigV4 on OpenSSL, HTTP on libcurl, JSON on cJSON) with a Lua client on top:
    typed errors, validation of the whole input, both services' models as plain facts.
    Needs the development files of libcurl, libcrypto and libcjson, and pkg-config to find them.
  ]],
  homepage = "https://github.com/aws-replication/aws-replication-lua",
  license = "MIT",
}

dependencies = { "lua >= 5.1, < 5.5" }

-- The Makefile's own build, so that the rock holds what the specs tested; the file lists cannot go stale.
build = {
  type = "make",
  variables = {
    OUT = "build/rock",
    CFLAGS = "$(CFLAGS)",
    LUA_CFLAGS = "-I$(LUA_INCDIR)",
    LUADIR = "$(LUADIR)",
    LIBDIR = "$(LIBDIR)",
  },
}
