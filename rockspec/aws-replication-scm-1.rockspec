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

-- So LuaRocks takes CURL_DIR (or CURL_INCDIR and CURL_LIBDIR), OPENSSL_DIR and CJSON_DIR. No file is named: it does not
-- look where Debian has them, and pkg-config does. NONE tells the Makefile what LuaRocks fills in where nothing was given.
external_dependencies = { CURL = {}, OPENSSL = {}, CJSON = {}, NONE = {} }

-- The Makefile builds, so that the rock holds what the specs tested. LuaRocks installs: only it knows the tree that it
-- packs a binary rock from.
build = {
  type = "make",
  install_pass = false,
  variables = {
    OUT = "build/rock",
    CFLAGS = "$(CFLAGS)",
    LIBFLAG = "$(LIBFLAG)",
    LUA_CFLAGS = "-I$(LUA_INCDIR)",
    CURL_INCDIR = "$(CURL_INCDIR)",
    CURL_LIBDIR = "$(CURL_LIBDIR)",
    OPENSSL_INCDIR = "$(OPENSSL_INCDIR)",
    OPENSSL_LIBDIR = "$(OPENSSL_LIBDIR)",
    CJSON_INCDIR = "$(CJSON_INCDIR)",
    CJSON_LIBDIR = "$(CJSON_LIBDIR)",
    NONE_INCDIR = "$(NONE_INCDIR)",
    NONE_LIBDIR = "$(NONE_LIBDIR)",
    WERROR = "", -- a warning of a compiler that is yet to come must not stop who installs
  },
  install = {
    lib = { ["aws.core"] = "build/rock/aws/core.so" },
    lua = {
      ["aws.adaptive"] = "lua/aws/adaptive.lua",
      ["aws.ascii"] = "lua/aws/ascii.lua",
      ["aws.ask"] = "lua/aws/ask.lua",
      ["aws.attempt"] = "lua/aws/attempt.lua",
      ["aws.blanks"] = "lua/aws/blanks.lua",
      ["aws.budget"] = "lua/aws/budget.lua",
      ["aws.call"] = "lua/aws/call.lua",
      ["aws.checks"] = "lua/aws/checks.lua",
      ["aws.client"] = "lua/aws/client.lua",
      ["aws.config"] = "lua/aws/config.lua",
      ["aws.context"] = "lua/aws/context.lua",
      ["aws.credentials.assume_role"] = "lua/aws/credentials/assume_role.lua",
      ["aws.credentials.chain"] = "lua/aws/credentials/chain.lua",
      ["aws.credentials.config_file"] = "lua/aws/credentials/config_file.lua",
      ["aws.credentials.container"] = "lua/aws/credentials/container.lua",
      ["aws.credentials.deadline"] = "lua/aws/credentials/deadline.lua",
      ["aws.credentials.document"] = "lua/aws/credentials/document.lua",
      ["aws.credentials.environment"] = "lua/aws/credentials/environment.lua",
      ["aws.credentials.exchange"] = "lua/aws/credentials/exchange.lua",
      ["aws.credentials.flight"] = "lua/aws/credentials/flight.lua",
      ["aws.credentials.imds"] = "lua/aws/credentials/imds.lua",
      ["aws.credentials.init"] = "lua/aws/credentials/init.lua",
      ["aws.credentials.keys"] = "lua/aws/credentials/keys.lua",
      ["aws.credentials.metadata"] = "lua/aws/credentials/metadata.lua",
      ["aws.credentials.process"] = "lua/aws/credentials/process.lua",
      ["aws.credentials.provider"] = "lua/aws/credentials/provider.lua",
      ["aws.credentials.refresh"] = "lua/aws/credentials/refresh.lua",
      ["aws.credentials.section"] = "lua/aws/credentials/section.lua",
      ["aws.credentials.service"] = "lua/aws/credentials/service.lua",
      ["aws.credentials.shared"] = "lua/aws/credentials/shared.lua",
      ["aws.credentials.shared_file"] = "lua/aws/credentials/shared_file.lua",
      ["aws.credentials.sso"] = "lua/aws/credentials/sso.lua",
      ["aws.credentials.sso_token"] = "lua/aws/credentials/sso_token.lua",
      ["aws.credentials.static_keys"] = "lua/aws/credentials/static_keys.lua",
      ["aws.credentials.sts"] = "lua/aws/credentials/sts.lua",
      ["aws.credentials.web_identity"] = "lua/aws/credentials/web_identity.lua",
      ["aws.crypto"] = "lua/aws/crypto.lua",
      ["aws.dms"] = "lua/aws/dms.lua",
      ["aws.drs"] = "lua/aws/drs.lua",
      ["aws.endpoint"] = "lua/aws/endpoint.lua",
      ["aws.errors"] = "lua/aws/errors.lua",
      ["aws.events"] = "lua/aws/events.lua",
      ["aws.excerpt"] = "lua/aws/excerpt.lua",
      ["aws.header_values"] = "lua/aws/header_values.lua",
      ["aws.ini"] = "lua/aws/ini.lua",
      ["aws.init"] = "lua/aws/init.lua",
      ["aws.iterate"] = "lua/aws/iterate.lua",
      ["aws.light_threads"] = "lua/aws/light_threads.lua",
      ["aws.map"] = "lua/aws/map.lua",
      ["aws.model.dms"] = "lua/aws/model/dms.lua",
      ["aws.model.drs"] = "lua/aws/model/drs.lua",
      ["aws.nginx"] = "lua/aws/nginx.lua",
      ["aws.nginx_handler"] = "lua/aws/nginx_handler.lua",
      ["aws.no_proxy"] = "lua/aws/no_proxy.lua",
      ["aws.outcome"] = "lua/aws/outcome.lua",
      ["aws.percent"] = "lua/aws/percent.lua",
      ["aws.profile"] = "lua/aws/profile.lua",
      ["aws.protocol"] = "lua/aws/protocol.lua",
      ["aws.proxy"] = "lua/aws/proxy.lua",
      ["aws.quota"] = "lua/aws/quota.lua",
      ["aws.redact"] = "lua/aws/redact.lua",
      ["aws.report"] = "lua/aws/report.lua",
      ["aws.require_late"] = "lua/aws/require_late.lua",
      ["aws.retry"] = "lua/aws/retry.lua",
      ["aws.scheduler"] = "lua/aws/scheduler.lua",
      ["aws.settings"] = "lua/aws/settings.lua",
      ["aws.sigv4"] = "lua/aws/sigv4.lua",
      ["aws.skew"] = "lua/aws/skew.lua",
      ["aws.task"] = "lua/aws/task.lua",
      ["aws.timers"] = "lua/aws/timers.lua",
      ["aws.transport.connection"] = "lua/aws/transport/connection.lua",
      ["aws.transport.cosocket"] = "lua/aws/transport/cosocket.lua",
      ["aws.transport.curl"] = "lua/aws/transport/curl.lua",
      ["aws.transport.http1"] = "lua/aws/transport/http1.lua",
      ["aws.transport.init"] = "lua/aws/transport/init.lua",
      ["aws.transport.route"] = "lua/aws/transport/route.lua",
      ["aws.types"] = "lua/aws/types.lua",
      ["aws.version"] = "lua/aws/version.lua",
      ["aws.words"] = "lua/aws/words.lua",
      ["aws.xml"] = "lua/aws/xml.lua",
    },
  },
}
