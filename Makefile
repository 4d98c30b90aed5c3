# aws-replication for Lua. `make help` lists the targets.
LUA ?= lua5.4
$(if $(strip $(LUA)),,$(error LUA is empty: name lua5.4, luajit, lua5.3 or lua5.1, or leave it out))
# OUT is where builds go; that of `make models` is another, and may be any folder.
ifneq ($(filter models,$(MAKECMDGOALS)),)
MODELS := $(or $(if $(filter command line,$(origin OUT)),$(value OUT)),lua/aws/model)
override OUT := build/$(LUA)
endif
OUT ?= build/$(LUA)
PKG_CONFIG ?= pkg-config
CFLAGS ?= -O2 -g
export LUA
unexport CDPATH LUA_INIT LUA_INIT_5_2 LUA_INIT_5_3 LUA_INIT_5_4 LUA_INIT_5_5

# Two modules: libcurl takes most of a script's start, so what needs it is in curl.so, which is loaded late. It has its
# own copy of what it shares with core.so, out of an archive of that.
SOURCES := $(wildcard csrc/core/*/*.c csrc/lua/*.c)
HEADERS := $(wildcard csrc/core/*/*.h csrc/lua/*.h)
OBJECTS := $(SOURCES:csrc/%.c=$(OUT)/obj/%.o)
CURL_SOURCES := $(filter-out %/http1.c,$(wildcard csrc/core/http/*.c)) csrc/lua/curl_module.c csrc/lua/http.c \
	csrc/lua/http_request.c
CURL_OBJECTS := $(CURL_SOURCES:csrc/%.c=$(OUT)/obj/%.o)
CORE_OBJECTS := $(filter-out $(CURL_OBJECTS),$(OBJECTS))
CORE := $(OUT)/aws/core.so
CURL := $(OUT)/aws/curl.so

# Where a library is, in LuaRocks's words: CURL_DIR, or CURL_INCDIR and CURL_LIBDIR, and so for OPENSSL and CJSON. Only
# from the command line, as LuaRocks gives them: OPENSSL_DIR in an environment is meant for others. For what is in the
# system's own folders, or was not given to LuaRocks (it then says what NONE says), pkg-config is asked.
blank := $(subst ,, )
without_blanks = $(subst $(blank),?,$(1))
DEFAULT_DIRS = /usr/include /usr/lib /usr/local/include /usr/local/lib $(call without_blanks,$(NONE_INCDIR)) \
	$(call without_blanks,$(NONE_LIBDIR))
from_command_line = $(if $(filter command line,$(origin $(1))),$($(1)))
dir_of = $(or $(call from_command_line,$(1)_$(2)),$(if $(call from_command_line,$(1)_DIR),$($(1)_DIR)/$(3)))
own_dir = $(if $(filter $(DEFAULT_DIRS),$(call without_blanks,$(1))),,$(1))
include_dir = $(call own_dir,$(call dir_of,$(1),INCDIR,include))
library_dir = $(call own_dir,$(call dir_of,$(1),LIBDIR,lib))

# given NAME, LIBRARY, HEADER: its flags, when the command line says where it is.
quoted = '$(subst ','\'',$(1))'
given_cflags = $(if $(call include_dir,$(1)),-I$(call quoted,$(call include_dir,$(1))))
given_libs = $(if $(call library_dir,$(1)),-L$(call quoted,$(call library_dir,$(1))) -Xlinker -rpath \
	-Xlinker $(call quoted,$(call library_dir,$(1))) -l$(2))
given_check = $(if $(call include_dir,$(1)),$(call look_for,$(1),$(call include_dir,$(1)),$(3))) \
	$(if $(call library_dir,$(1)),$(call look_for,$(1),$(call library_dir,$(1)),lib$(2).*))
look_for = ls $(call quoted,$(2))/$(3) >/dev/null 2>&1 || \
	{ printf '%s\n' "aws-replication: $(1)_DIR: there is no $(3) in "$(call quoted,$(2)) >&2; exit 1; };
GIVEN_CFLAGS := $(strip $(foreach name,CURL OPENSSL CJSON,$(call given_cflags,$(name))))
GIVEN_CORE_LIBS := $(strip $(call given_libs,OPENSSL,crypto) $(call given_libs,CJSON,cjson))
GIVEN_CURL_LIBS := $(strip $(call given_libs,CURL,curl) $(call given_libs,OPENSSL,crypto))

# A module never links liblua; LUA_CFLAGS from the command line (LuaRocks does that) replaces pkg-config's word on Lua.
CORE_LIBRARIES := $(if $(call library_dir,OPENSSL),,libcrypto) $(if $(call library_dir,CJSON),,libcjson)
CURL_LIBRARIES := $(if $(call library_dir,CURL),,libcurl) $(if $(call library_dir,OPENSSL),,libcrypto)
LIBRARIES := $(filter libcurl,$(CURL_LIBRARIES)) $(CORE_LIBRARIES)
MODULES := $(strip $(if $(call from_command_line,LUA_CFLAGS),,$(LUA)) $(LIBRARIES))
# pkg-config is asked once for each, and only where something is compiled.
LUA_CFLAGS = $(eval LUA_CFLAGS := $$(shell $(PKG_CONFIG) --cflags $(LUA)))$(LUA_CFLAGS)
LIB_CFLAGS = $(eval LIB_CFLAGS := $$(if $$(strip $$(LIBRARIES)),$$(shell $(PKG_CONFIG) --cflags $(LIBRARIES))))$(LIB_CFLAGS)
CORE_LIBS = $(eval CORE_LIBS := $$(if $$(strip $$(CORE_LIBRARIES)),$$(shell $(PKG_CONFIG) --libs $(CORE_LIBRARIES))))$(CORE_LIBS)
CURL_LIBS = $(eval CURL_LIBS := $$(if $$(strip $$(CURL_LIBRARIES)),$$(shell $(PKG_CONFIG) --libs $(CURL_LIBRARIES))))$(CURL_LIBS)

WERROR := -Werror
WARNINGS := -Wall -Wextra $(WERROR) -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wpointer-arith -Wwrite-strings -Wvla -Wundef -Wformat=2 -Wcast-qual

# Hardening. FORTIFY needs an optimizer, gets in the way of sanitizers, and leaves a level that the caller chose.
OPTIMIZED = $(filter-out -O0,$(lastword $(filter -O%,$(CFLAGS))))
FORTIFIED_ALREADY = $(findstring -fsanitize,$(CFLAGS))$(findstring FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS))
FORTIFY = $(if $(OPTIMIZED),$(if $(FORTIFIED_ALREADY),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2))
STACK_PROTECTOR = $(eval STACK_PROTECTOR := $$(shell $(CC) -Werror -fstack-protector-strong -fsyntax-only -x c \
	/dev/null 2>/dev/null && echo -fstack-protector-strong))$(STACK_PROTECTOR)

ALL_CFLAGS = -std=c99 -D_GNU_SOURCE -fPIC -fvisibility=hidden $(WARNINGS) -Icsrc $(LUA_CFLAGS) $(GIVEN_CFLAGS) \
	$(LIB_CFLAGS) $(STACK_PROTECTOR) $(FORTIFY) $(CPPFLAGS) $(CFLAGS)

# nodelete: a Lua state unloads its modules before its last finalizers have run, and a resolver that hangs leaves a
# thread behind; the code stays for both. LIBFLAG is LuaRocks's name for what makes a module.
LIBFLAG := -shared
SHARED := $(LIBFLAG) -Wl,-z,nodelete,-z,relro,-z,now

.PHONY: all
all: $(CORE) $(CURL) ## build aws/core.so and curl.so for LUA (lua5.4, luajit, lua5.1, lua5.3) into build/LUA

$(CORE): $(CORE_OBJECTS) $(OUT)/flags
	@mkdir -p $(@D)
	$(CC) $(SHARED) $(CFLAGS) $(LDFLAGS) -o $@ $(CORE_OBJECTS) $(GIVEN_CORE_LIBS) $(CORE_LIBS) -lpthread -lm

$(CURL): $(CURL_OBJECTS) $(OUT)/shared.a $(OUT)/flags
	@mkdir -p $(@D)
	$(CC) $(SHARED) $(CFLAGS) $(LDFLAGS) -o $@ $(CURL_OBJECTS) $(OUT)/shared.a $(GIVEN_CURL_LIBS) $(CURL_LIBS) -lpthread -lm

$(OUT)/shared.a: $(CORE_OBJECTS)
	@rm -f $@
	$(AR) cr $@ $(CORE_OBJECTS)

# The library's own Lua code in a form that need not be compiled at each start. Without this Lua there is none.
LUA_FILES := $(shell find lua/aws -name '*.lua')
$(OUT)/compiled_list.h: $(LUA_FILES) .ci/compile.lua $(OUT)/flags
	@if $(LUA) -v >/dev/null 2>&1; then $(LUA) .ci/compile.lua $(@D); \
	 else cd $(@D) && for file in compiled.bin model_pieces.bin model_pieces.h $(@F); do : >$$file || exit 1; done; fi

WITH_COMPILED := $(OUT)/obj/lua/compiled.o $(OUT)/obj/lua/model_pieces.o
$(WITH_COMPILED): $(OUT)/obj/lua/%.o: csrc/lua/%.c $(OUT)/compiled_list.h $(OUT)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(NO_LTO) -DCOMPILED_FOLDER='"$(OUT)"' -I$(OUT) -MMD -MP -c -o $@ $<

# By it core.so and curl.so know that they were built together.
$(OUT)/obj/lua/build.o: csrc/lua/build.c $(SOURCES) $(HEADERS) $(OUT)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -DBUILD='"$(firstword $(shell cat $(sort $(SOURCES) $(HEADERS)) | cksum))"' -MMD -MP -c -o $@ $<

# By it core.so knows whether the Lua files are for the functions that it has.
$(OUT)/obj/lua/interface.o: csrc/lua/interface.c $(wildcard csrc/lua/*.c) .ci/interface $(OUT)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -DINTERFACE='"$(shell sh .ci/interface)"' -MMD -MP -c -o $@ $<

# What names symbols in words of the assembler is compiled by itself: an optimizer of the whole would not know them.
$(WITH_COMPILED) $(OUT)/obj/lua/version.o: NO_LTO := -fno-lto

$(OUT)/obj/%.o: csrc/%.c $(OUT)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(NO_LTO) -MMD -MP -c -o $@ $<

# Other flags, another compiler or another set of files: build anew.
BUILT_WITH = $(ALL_CFLAGS) $(SHARED) $(LDFLAGS) $(OBJECTS) $(GIVEN_CORE_LIBS) $(GIVEN_CURL_LIBS)
$(OUT)/flags: libraries
	@mkdir -p $(@D)
	@echo $(call quoted,$(CC) $(BUILT_WITH)) | cmp -s - $@ || echo $(call quoted,$(CC) $(BUILT_WITH)) > $@

.PHONY: libraries
libraries:
	@$(call given_check,CURL,curl,curl/curl.h)
	@$(call given_check,OPENSSL,crypto,openssl/evp.h)
	@$(call given_check,CJSON,cjson,cjson/cJSON.h)
	@[ -z "$(MODULES)" ] || $(PKG_CONFIG) --exists $(MODULES) 2>/dev/null || { sh .ci/packages --check build && \
	 echo "aws-replication: $(PKG_CONFIG) does not know all of: $(MODULES)" >&2; exit 1; }

-include $(OBJECTS:.o=.d)

.PHONY: env
env: ## print the export lines with which LUA finds aws.* from any folder, for eval
	@$(MAKE) -s --no-print-directory all >&2
	@sh .ci/env $(LUA) $(OUT)

.PHONY: packages
packages: ## install the Debian packages that are missing for build, demo and test
	@sh .ci/packages build demo test

.PHONY: demo
demo: ## run the examples against a local AWS endpoint
	@sh .ci/packages build demo
	@$(MAKE) -s --no-print-directory all
	@eval "$$(sh .ci/env $(LUA) $(OUT))"; exec sh examples/local-aws/local-aws run sh examples/demo.sh

.PHONY: openresty-demo
openresty-demo: ## run the examples for nginx against a local AWS endpoint
	@sh .ci/packages build demo
	@$(MAKE) -s --no-print-directory LUA=luajit OUT=build/luajit all
	@eval "$$(sh .ci/env luajit build/luajit)"; exec sh examples/local-aws/local-aws run sh examples/openresty/demo.sh

.PHONY: local-aws
local-aws: ## start a local AWS endpoint and keep it until Ctrl-C
	@sh .ci/packages demo
	@exec sh examples/local-aws/local-aws

.PHONY: test
test: ## lint, specs on Lua 5.4 and LuaJIT, and the package; ends with one line of counts
	@MAKE='$(MAKE)' sh spec/run-tests

.PHONY: check-long
check-long: ## what takes longer: sanitizers, valgrind, sweeps, soak; ends with one line of counts
	@MAKE='$(MAKE)' sh spec/run-tests long

.PHONY: specs
specs: ## run the specs on LUA alone; SPECS="file..." and FILTER="text" choose some, LOCALE=tr_TR sets a locale
	@MAKE='$(MAKE)' sh spec/run-tests specs $(LUA) $(SPECS)

.PHONY: valgrind
valgrind: ## run the specs on LUA under valgrind; a leak or an invalid access is a failure
	@sh .ci/packages build demo test valgrind
	@MAKE='$(MAKE)' sh spec/run-tests valgrind $(LUA) $(SPECS)

# A host of our own loads the sanitizers' runtime, where LD_PRELOAD would load it into every child of a spec too.
SANITIZE := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
.PHONY: sanitize
sanitize: ## run the specs on LUA with address and undefined-behaviour sanitizers
	@sh .ci/packages build demo test
	@MAKE='$(MAKE)' sh spec/run-tests sanitize $(LUA) $(SPECS)

# Lua states in threads that call at once. Lua and libcurl themselves are not watched, only what they do for csrc.
TSAN := -O1 -g -fno-omit-frame-pointer -fsanitize=thread
.PHONY: tsan
tsan: ## run the specs with threads on LUA with the thread sanitizer
	@sh .ci/packages build demo test
	@MAKE='$(MAKE)' sh spec/run-tests tsan $(LUA) $(or $(SPECS),spec/integration/threads_spec.lua)

.PHONY: sanitize-host tsan-host
sanitize-host:
	@$(MAKE) -s --no-print-directory build/sanitize/$(LUA)/host OUT=build/sanitize/$(LUA) CFLAGS='$(SANITIZE)'

tsan-host:
	@$(MAKE) -s --no-print-directory build/tsan/$(LUA)/host OUT=build/tsan/$(LUA) CFLAGS='$(TSAN)'

HOST_NEEDS := spec/support/host_main.h spec/support/new_state.h
build/sanitize/$(LUA)/host build/tsan/$(LUA)/host: spec/support/host.c $(HOST_NEEDS) $(CORE) $(CURL)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< -Wl,--no-as-needed $$($(PKG_CONFIG) --libs $(LUA))

# An interpreter whose memory runs out when it is told to.
$(OUT)/memory_host: spec/support/memory_host.c $(HOST_NEEDS) $(CORE) $(CURL)
	$(CC) $(ALL_CFLAGS) -fvisibility=default $(LDFLAGS) -o $@ $< -rdynamic -Wl,--no-as-needed $$($(PKG_CONFIG) --libs $(LUA)) -lpthread

.PHONY: sweep-memory
sweep-memory: ## let each allocation of each kind of call fail, one after the other, on LUA (an hour)
	@sh .ci/packages build demo test
	@$(MAKE) -s --no-print-directory all $(OUT)/memory_host
	@eval "$$(sh .ci/env $(LUA) $(OUT))"; MAKE='$(MAKE)' exec $(LUA) spec/memory/sweep.lua $(SWEEP)

# Counts of other files than those at hand would be wrong.
.PHONY: coverage coverage-build
coverage: ## which lines the specs run, by file, the worst first; build/coverage/missing.txt has those that never ran
	@sh .ci/packages build demo test
	@MAKE='$(MAKE)' sh spec/run-tests coverage both $(SPECS)

COVERAGE := -O0 -g --coverage -fprofile-update=atomic
coverage-build:
	@$(MAKE) -s --no-print-directory OUT=build/coverage/$(LUA) CFLAGS='$(COVERAGE)' all build/coverage/$(LUA)/lines.so

build/coverage/$(LUA)/lines.so: spec/coverage/lines.c
	@mkdir -p build/coverage/lines
	$(CC) $(filter-out --coverage,$(ALL_CFLAGS)) -DLINES_FOLDER='"$(CURDIR)/build/coverage/lines"' -shared $(LDFLAGS) -o $@ $<

SECONDS ?= 300
.PHONY: soak
soak: ## mix all faults at random for SECONDS (300) on LUA; SEED=… repeats a run
	@sh .ci/packages build demo test
	@$(MAKE) -s --no-print-directory all
	@eval "$$(sh .ci/env $(LUA) $(OUT))"; exec $(LUA) spec/soak/soak.lua $(SECONDS) $(SEED)

# Fuzzers: clang's libFuzzer with its sanitizers; spec/fuzz/run says how they are run.
FUZZ := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
.PHONY: fuzz fuzz-smoke fuzz-programs fuzz-programs-built
fuzz: ## run the fuzzers (FUZZER="NAME...": those) on LUA, each for SECONDS (300), with new inputs
	@MAKE='$(MAKE)' sh spec/fuzz/run $(LUA) $(SECONDS) $(FUZZER)

fuzz-smoke: ## run the fuzzers on LUA with inputs that are always the same, about a minute
	@MAKE='$(MAKE)' sh spec/fuzz/run $(LUA) smoke $(FUZZER)

fuzz-programs:
	@$(MAKE) -s --no-print-directory fuzz-programs-built OUT=build/fuzz/$(LUA) CC=clang CFLAGS='$(FUZZ)'

fuzz-programs-built: $(patsubst spec/fuzz/c/%.c,$(OUT)/%,$(wildcard spec/fuzz/c/*.c)) $(OUT)/lua_host

# Answers of libcurl are read by what is not in the archive, and needs no libcurl.
FUZZ_NEEDS := spec/fuzz/fixed.c spec/fuzz/fuzz.h $(OUT)/obj/core/http/http_response.o $(OUT)/shared.a
FUZZ_LINK = $(CC) $(ALL_CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $(filter %.c %.o %.a,$^) $(GIVEN_CORE_LIBS) $(CORE_LIBS)
$(OUT)/lua_host: spec/fuzz/lua_host.c spec/support/new_state.h $(FUZZ_NEEDS)
	$(FUZZ_LINK) $$($(PKG_CONFIG) --libs $(LUA)) -lpthread -lm

build/fuzz/$(LUA)/%: spec/fuzz/c/%.c $(FUZZ_NEEDS)
	$(FUZZ_LINK) -lpthread -lm

.PHONY: sweep-interrupts
sweep-interrupts: ## an error at every instruction of calls, maps and renewals on LUA, as Ctrl-C raises it
	@sh .ci/packages build demo test
	@$(MAKE) -s --no-print-directory all
	@eval "$$(sh .ci/env $(LUA) $(OUT))"; exec $(LUA) spec/soak/interrupts.lua

.PHONY: models
models: ## write models of services into OUT (lua/aws/model) from FROM: botocore's or Smithy's form of them; NAME=… names one
	@$(LUA) -e 'package.path = "./?.lua;lua/?.lua;" .. package.path' spec/models/convert.lua \
	 $(call quoted,$(value FROM)) $(call quoted,$(MODELS)) $(call quoted,$(NAME))

PYTHON ?= python3
.PHONY: golden
golden: ## write the golden vectors of spec/data anew, with PYTHON (python3) and its botocore
	@$(PYTHON) spec/data/generate

.PHONY: annotations
annotations: ## write the type annotations of models, settings and providers to lua/aws/types/
	@$(MAKE) -s --no-print-directory all
	@eval "$$(sh .ci/env $(LUA) $(OUT))"; $(LUA) -e 'package.path = "./?.lua;" .. package.path' \
	 -e 'require("spec.support.annotations").write()'

DOCS ?= build/docs
.PHONY: docs
docs: ## write the reference (HTML) into build/docs, with LDoc
	@sh .ci/packages build docs
	@$(MAKE) -s --no-print-directory all
	@eval "$$(sh .ci/env $(LUA) $(OUT))"; DOCS=$(call quoted,$(DOCS)) $(LUA) -e 'package.path = "./?.lua;" .. package.path' \
	 -e 'require("spec.docs.write")(os.getenv("DOCS"))'

.PHONY: rockspec
rockspec: ## write the list of Lua modules into the rockspecs
	@$(call rockspec_tool,write)

rockspec_tool = $(LUA) -e 'package.path = "./?.lua;lua/?.lua;" .. package.path' -e 'require("spec.support.rockspec").$(1)()'

.PHONY: interface
interface: ## write into the Lua files which functions of core.so and curl.so they are for
	@sh .ci/interface write

.PHONY: bench bench-keep
bench: bench-programs ## measure speed beside other programs, in one run; ROWS="text…" chooses some; also into build/bench.json
	@eval "$$(sh .ci/env lua5.4 build/lua5.4)"; exec lua5.4 spec/bench/run.lua $(ROWS)

bench-keep: bench-programs ## the same, and write the ratios into spec/bench/figures.lua
	@eval "$$(sh .ci/env lua5.4 build/lua5.4)"; exec lua5.4 spec/bench/run.lua --keep $(ROWS)

# What is measured runs on Lua 5.4, and on LuaJIT where that is installed.
.PHONY: bench-programs bench-modules
bench-programs: build/bench/bare build/bench/server build/bench/spawn
	@LUA=lua5.4 sh .ci/packages build
	@$(MAKE) -s --no-print-directory LUA=lua5.4 OUT=build/lua5.4 all bench-modules
	@! command -v luajit >/dev/null || $(MAKE) -s --no-print-directory LUA=luajit OUT=build/luajit all bench-modules

bench-modules: $(OUT)/bench/bench_hash.so $(OUT)/bench/bench_instructions.so

build/bench/%: spec/bench/programs/%.c spec/bench/programs/measured.h
	@mkdir -p $(@D)
	@$(CC) -std=c99 -D_GNU_SOURCE -O2 $(WARNINGS) -o $@ $< $$($(PKG_CONFIG) --cflags --libs libcurl libssl libcrypto) -lpthread

$(OUT)/bench/bench_%.so: spec/bench/programs/%.c spec/bench/programs/measured.h $(OUT)/flags
	@mkdir -p $(@D)
	@$(CC) $(ALL_CFLAGS) -fvisibility=default $(SHARED) $(LDFLAGS) -o $@ $< $(CORE_LIBS)

.PHONY: nginx-soak
nginx-soak: ## CALLS (100,000) through four nginx workers with reloads and clients that go away
	@sh .ci/packages build demo
	@$(MAKE) -s --no-print-directory all
	@eval "$$(sh .ci/env $(LUA) $(OUT))"; $(LUA) spec/nginx/soak.lua $(CALLS)

.PHONY: lint lint-lua lint-format lint-headers lint-layers lint-loops lint-size lint-rockspec lint-interface
lint: lint-lua lint-format lint-headers lint-layers lint-loops lint-size lint-rockspec lint-interface ## all static checks (make -k lint: past a failure)

# A rockspec goes through standard input: as an argument it would stand for the files that it lists.
lint-lua:
	@luacheck --quiet lua spec examples .ci
	@for file in rockspec/*.rockspec rockspec/released/*.rockspec; do luacheck --quiet --std rockspec --filename $$file - <$$file || exit 1; done

lint-format:
	@clang-format --dry-run -Werror $(SOURCES) $(HEADERS) $(wildcard spec/*/*.[ch] spec/*/*/*.[ch])

lint-headers: libraries
	@for header in $(HEADERS); do \
	 $(CC) $(ALL_CFLAGS) -fsyntax-only -include $$header -x c /dev/null || exit 1; done

lint-layers:
	@sh spec/lint layers
	@$(LUA) -e 'package.path = "./?.lua;" .. package.path' -e 'require("spec.support.rooms").check()'

lint-loops:
	@sh spec/lint loops

lint-size:
	@sh spec/lint size

lint-rockspec:
	@$(call rockspec_tool,check)

lint-interface:
	@sh .ci/interface check

# What takes minutes, and what not every machine has: not part of `lint`, but of `make check-long`. A finding that is wrong
# gets its reason at the line: NOLINT(name), cppcheck-suppress name.
CHECKED := -DBUILD='"checked"' -DINTERFACE='"checked"' -DCOMPILED_FOLDER='"$(OUT)"' -I$(OUT)
STATIC_FLAGS = $(filter-out -fPIC $(WARNINGS) $(STACK_PROTECTOR) $(FORTIFY),$(ALL_CFLAGS)) $(CHECKED)
.PHONY: lint-static lint-tidy lint-cppcheck lint-analyzer lint-portable lint-musl lint-32
lint-static: ## clang-tidy, cppcheck and gcc's analyzer over csrc
	@sh .ci/packages build static
	@$(MAKE) -s --no-print-directory lint-tidy lint-cppcheck lint-analyzer

lint-tidy: $(OUT)/compiled_list.h
	@printf '%s\n' $(SOURCES) | xargs -P 2 -I{} clang-tidy --quiet {} -- $(STATIC_FLAGS) 2>/dev/null

lint-cppcheck:
	@cppcheck --std=c99 --enable=warning,performance,portability --inline-suppr --quiet --error-exitcode=1 -j 2 -Icsrc \
	 --suppress=missingIncludeSystem -DLUA_VERSION_NUM=504 -D__GNUC__ csrc

lint-analyzer: $(OUT)/compiled_list.h
	@printf '%s\n' $(SOURCES) | xargs -P 2 -I{} $(CC) $(ALL_CFLAGS) $(CHECKED) -fanalyzer -c {} -o /dev/null

lint-portable: ## compile csrc for musl and for 32 bits: no warning
	@sh .ci/packages build portable
	@$(MAKE) -s --no-print-directory lint-musl lint-32

PORTABLE := build/portable
SYNTAX_FLAGS = -std=c99 -D_GNU_SOURCE $(WARNINGS) -Icsrc $(LUA_CFLAGS) $(CHECKED) -fsyntax-only

# The libraries' headers alone, as links: beside them lie those of another libc. Debian's luaconf.h has a part there too.
lint-musl: $(OUT)/compiled_list.h
	@rm -rf $(PORTABLE) && mkdir -p $(PORTABLE)/curl $(PORTABLE)/openssl $(PORTABLE)/cjson
	@$(CC) $(ALL_CFLAGS) -M $(filter-out %/build.c %/compiled.c %/interface.c %/model_pieces.c,$(SOURCES)) | tr ' ' '\n' | sort -u | while read -r header; do \
	 case $$header in \
	 */curl/*.h | */openssl/*.h | */cjson/*.h) folder=$${header%/*}; ln -s "$$header" $(PORTABLE)/$${folder##*/} ;; \
	 */lua*-deb-multiarch.h) ln -s "$$header" $(PORTABLE) ;; \
	 esac; done
	@for file in $(SOURCES); do musl-gcc $(SYNTAX_FLAGS) -I$(PORTABLE) $$file || exit 1; done

lint-32: $(OUT)/compiled_list.h
	@for file in $(SOURCES); do $(CC) -m32 $(SYNTAX_FLAGS) $(GIVEN_CFLAGS) $(LIB_CFLAGS) $$file || exit 1; done

PREFIX ?= /usr/local
LUA_VERSION = $(patsubst lua%,%,$(subst luajit,lua5.1,$(LUA)))
LUADIR ?= $(PREFIX)/share/lua/$(LUA_VERSION)
LIBDIR ?= $(PREFIX)/lib/lua/$(LUA_VERSION)
export DESTDIR LUADIR LIBDIR

.PHONY: install uninstall
install: all ## install for LUA below PREFIX (or into LUADIR and LIBDIR), in place of an older version
	@OUT=$(OUT) sh .ci/install install

uninstall: ## remove what make install has installed there
	@OUT=$(OUT) sh .ci/install uninstall

.PHONY: rock dist
rock: ## pack the rock, and try it in an empty tree for every Lua that is there
	@sh .ci/packages build test
	@sh .ci/rock

dist: ## write a source tarball that builds without git into build/dist
	@sh .ci/dist

.PHONY: clean
clean: ## remove everything that was built
	@rm -rf build

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12
