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
      ["aws.client.attempt"] = "lua/aws/client/attempt.lua",
      ["aws.client.budget"] = "lua/aws/client/budget.lua",
      ["aws.client.call"] = "lua/aws/client/call.lua",
      ["aws.client.events"] = "lua/aws/client/events.lua",
      ["aws.client.init"] = "lua/aws/client/init.lua",
      ["aws.client.outcome"] = "lua/aws/client/outcome.lua",
      ["aws.client.provider_context"] = "lua/aws/client/provider_context.lua",
      ["aws.client.report"] = "lua/aws/client/report.lua",
      ["aws.client.skew"] = "lua/aws/client/skew.lua",
      ["aws.credentials.init"] = "lua/aws/credentials/init.lua",
      ["aws.credentials.keep.flight"] = "lua/aws/credentials/keep/flight.lua",
      ["aws.credentials.keep.refresh"] = "lua/aws/credentials/keep/refresh.lua",
      ["aws.credentials.keep.shared"] = "lua/aws/credentials/keep/shared.lua",
      ["aws.credentials.keys"] = "lua/aws/credentials/keys.lua",
      ["aws.credentials.providers.assume_role"] = "lua/aws/credentials/providers/assume_role.lua",
      ["aws.credentials.providers.chain"] = "lua/aws/credentials/providers/chain.lua",
      ["aws.credentials.providers.config_file"] = "lua/aws/credentials/providers/config_file.lua",
      ["aws.credentials.providers.container"] = "lua/aws/credentials/providers/container.lua",
      ["aws.credentials.providers.environment"] = "lua/aws/credentials/providers/environment.lua",
      ["aws.credentials.providers.imds"] = "lua/aws/credentials/providers/imds.lua",
      ["aws.credentials.providers.process"] = "lua/aws/credentials/providers/process.lua",
      ["aws.credentials.providers.shared_file"] = "lua/aws/credentials/providers/shared_file.lua",
      ["aws.credentials.providers.sso"] = "lua/aws/credentials/providers/sso.lua",
      ["aws.credentials.providers.static_keys"] = "lua/aws/credentials/providers/static_keys.lua",
      ["aws.credentials.providers.web_identity"] = "lua/aws/credentials/providers/web_identity.lua",
      ["aws.credentials.services.deadline"] = "lua/aws/credentials/services/deadline.lua",
      ["aws.credentials.services.document"] = "lua/aws/credentials/services/document.lua",
      ["aws.credentials.services.exchange"] = "lua/aws/credentials/services/exchange.lua",
      ["aws.credentials.services.metadata"] = "lua/aws/credentials/services/metadata.lua",
      ["aws.credentials.services.provider"] = "lua/aws/credentials/services/provider.lua",
      ["aws.credentials.services.section"] = "lua/aws/credentials/services/section.lua",
      ["aws.credentials.services.service"] = "lua/aws/credentials/services/service.lua",
      ["aws.credentials.services.sso_token"] = "lua/aws/credentials/services/sso_token.lua",
      ["aws.credentials.services.sts"] = "lua/aws/credentials/services/sts.lua",
      ["aws.dms"] = "lua/aws/dms.lua",
      ["aws.drs"] = "lua/aws/drs.lua",
      ["aws.errors"] = "lua/aws/errors.lua",
      ["aws.errors.redact"] = "lua/aws/errors/redact.lua",
      ["aws.errors.typed"] = "lua/aws/errors/typed.lua",
      ["aws.init"] = "lua/aws/init.lua",
      ["aws.language.iterate"] = "lua/aws/language/iterate.lua",
      ["aws.language.require_late"] = "lua/aws/language/require_late.lua",
      ["aws.map"] = "lua/aws/map.lua",
      ["aws.model.dms"] = "lua/aws/model/dms.lua",
      ["aws.model.drs"] = "lua/aws/model/drs.lua",
      ["aws.protocol.crypto"] = "lua/aws/protocol/crypto.lua",
      ["aws.protocol.endpoint"] = "lua/aws/protocol/endpoint.lua",
      ["aws.protocol.init"] = "lua/aws/protocol/init.lua",
      ["aws.protocol.shapes"] = "lua/aws/protocol/shapes.lua",
      ["aws.retry.adaptive"] = "lua/aws/retry/adaptive.lua",
      ["aws.retry.init"] = "lua/aws/retry/init.lua",
      ["aws.retry.quota"] = "lua/aws/retry/quota.lua",
      ["aws.settings.checks"] = "lua/aws/settings/checks.lua",
      ["aws.settings.config"] = "lua/aws/settings/config.lua",
      ["aws.settings.environment"] = "lua/aws/settings/environment.lua",
      ["aws.settings.ini"] = "lua/aws/settings/ini.lua",
      ["aws.settings.init"] = "lua/aws/settings/init.lua",
      ["aws.settings.no_proxy"] = "lua/aws/settings/no_proxy.lua",
      ["aws.settings.options"] = "lua/aws/settings/options.lua",
      ["aws.settings.profile"] = "lua/aws/settings/profile.lua",
      ["aws.settings.proxy"] = "lua/aws/settings/proxy.lua",
      ["aws.sigv4"] = "lua/aws/sigv4.lua",
      ["aws.text.ascii"] = "lua/aws/text/ascii.lua",
      ["aws.text.blanks"] = "lua/aws/text/blanks.lua",
      ["aws.text.excerpt"] = "lua/aws/text/excerpt.lua",
      ["aws.text.header_values"] = "lua/aws/text/header_values.lua",
      ["aws.text.percent"] = "lua/aws/text/percent.lua",
      ["aws.text.words"] = "lua/aws/text/words.lua",
      ["aws.text.xml"] = "lua/aws/text/xml.lua",
      ["aws.transport.connection"] = "lua/aws/transport/connection.lua",
      ["aws.transport.cosocket"] = "lua/aws/transport/cosocket.lua",
      ["aws.transport.curl"] = "lua/aws/transport/curl.lua",
      ["aws.transport.http1"] = "lua/aws/transport/http1.lua",
      ["aws.transport.init"] = "lua/aws/transport/init.lua",
      ["aws.transport.route"] = "lua/aws/transport/route.lua",
      ["aws.types.dms"] = "lua/aws/types/dms.lua",
      ["aws.types.drs"] = "lua/aws/types/drs.lua",
      ["aws.types.settings"] = "lua/aws/types/settings.lua",
      ["aws.version"] = "lua/aws/version.lua",
      ["aws.waiting.coroutines"] = "lua/aws/waiting/coroutines.lua",
      ["aws.waiting.group"] = "lua/aws/waiting/group.lua",
      ["aws.waiting.handler"] = "lua/aws/waiting/handler.lua",
      ["aws.waiting.init"] = "lua/aws/waiting/init.lua",
      ["aws.waiting.light_threads"] = "lua/aws/waiting/light_threads.lua",
      ["aws.waiting.nginx"] = "lua/aws/waiting/nginx.lua",
      ["aws.waiting.task"] = "lua/aws/waiting/task.lua",
      ["aws.waiting.timers"] = "lua/aws/waiting/timers.lua",
      ["aws.waiting.user_functions"] = "lua/aws/waiting/user_functions.lua",
    },
  },
}
