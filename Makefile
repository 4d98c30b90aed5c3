# aws-replication for Lua. `make help` lists the targets.
LUA ?= lua5.4
OUT ?= build/$(LUA)
PKG_CONFIG ?= pkg-config
CFLAGS ?= -O2 -g
export LUA

SOURCES := $(wildcard csrc/core/*.c csrc/lua/*.c)
HEADERS := $(wildcard csrc/core/*.h csrc/lua/*.h)
OBJECTS := $(SOURCES:csrc/%.c=$(OUT)/obj/%.o)
CORE := $(OUT)/aws/core.so

# A module never links liblua; LUA_CFLAGS from the command line (LuaRocks does that) replaces pkg-config's word on Lua.
LIBRARIES := libcurl libcrypto libcjson
MODULES := $(if $(filter command line,$(origin LUA_CFLAGS)),,$(LUA)) $(LIBRARIES)
# pkg-config is asked once, and only where something is compiled.
LUA_CFLAGS = $(eval LUA_CFLAGS := $$(shell $(PKG_CONFIG) --cflags $(LUA)))$(LUA_CFLAGS)
LIB_CFLAGS = $(eval LIB_CFLAGS := $$(shell $(PKG_CONFIG) --cflags $(LIBRARIES)))$(LIB_CFLAGS)
LIB_LIBS = $(eval LIB_LIBS := $$(shell $(PKG_CONFIG) --libs $(LIBRARIES)))$(LIB_LIBS)

WARNINGS := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wpointer-arith -Wwrite-strings -Wvla -Wundef -Wformat=2 -Wcast-qual
ALL_CFLAGS = -std=c99 -D_GNU_SOURCE -fPIC -fvisibility=hidden $(WARNINGS) -Icsrc $(LUA_CFLAGS) $(LIB_CFLAGS) \
	$(CPPFLAGS) $(CFLAGS)

# nodelete: a Lua state unloads its modules before its last finalizers have run, and a resolver that hangs leaves a
# thread behind; the code stays for both.
SHARED := -shared -Wl,-z,nodelete

.PHONY: all
all: $(CORE) ## build aws/core.so for LUA (lua5.4, luajit, lua5.1, lua5.3) into build/LUA

$(CORE): $(OBJECTS) $(OUT)/flags
	@mkdir -p $(@D)
	$(CC) $(SHARED) $(CFLAGS) $(LDFLAGS) -o $@ $(OBJECTS) $(LIB_LIBS) -lpthread -lm

$(OUT)/obj/%.o: csrc/%.c $(OUT)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Other flags, another compiler or another set of files: build anew.
$(OUT)/flags: libraries
	@mkdir -p $(@D)
	@echo '$(CC) $(subst ','\'',$(ALL_CFLAGS) $(SHARED) $(LDFLAGS) $(OBJECTS))' | cmp -s - $@ || \
	 echo '$(CC) $(subst ','\'',$(ALL_CFLAGS) $(SHARED) $(LDFLAGS) $(OBJECTS))' > $@

.PHONY: libraries
libraries:
	@$(PKG_CONFIG) --exists $(MODULES) 2>/dev/null || { sh .ci/packages --check build && \
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
demo: ## run both operations against a local AWS endpoint
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

.PHONY: specs
specs: ## run the specs on LUA alone; SPECS="file..." chooses some
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
	@$(MAKE) -s --no-print-directory build/sanitize/$(LUA)/host OUT=build/sanitize/$(LUA) CFLAGS='$(SANITIZE)'
	@MAKE='$(MAKE)' sh spec/run-tests sanitize $(LUA) $(SPECS)

build/sanitize/$(LUA)/host: spec/support/host.c $(CORE)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< -Wl,--no-as-needed $$($(PKG_CONFIG) --libs $(LUA))

SECONDS ?= 300
.PHONY: soak
soak: ## mix all faults at random for SECONDS (300) on LUA; SEED=… repeats a run
	@sh .ci/packages build demo test
	@$(MAKE) -s --no-print-directory all
	@eval "$$(sh .ci/env $(LUA) $(OUT))"; exec $(LUA) spec/soak/soak.lua $(SECONDS) $(SEED)

.PHONY: annotations
annotations: ## write the type annotations of the models to lua/aws/types.lua
	@LUA_PATH='lua/?.lua' $(LUA) spec/support/annotations.lua >lua/aws/types.lua.new
	@mv lua/aws/types.lua.new lua/aws/types.lua

BENCH ?= $(wildcard spec/bench/*.lua)
.PHONY: bench
bench: ## measure speed on LUA: a signature, aws.map, a call inside nginx; BENCH="file..." chooses some
	@sh .ci/packages build demo
	@$(MAKE) -s --no-print-directory all $(OUT)/bench/hash.so
	@eval "$$(sh .ci/env $(LUA) $(OUT))"; for file in $(BENCH); do $(LUA) $$file || exit 1; done

.PHONY: nginx-soak
nginx-soak: ## 100,000 calls through four nginx workers with reloads and clients that go away
	@sh .ci/packages build demo
	@$(MAKE) -s --no-print-directory all
	@eval "$$(sh .ci/env $(LUA) $(OUT))"; $(LUA) spec/nginx/soak.lua

$(OUT)/bench/hash.so: spec/bench/hash.c $(OUT)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fvisibility=default $(SHARED) $(LDFLAGS) -o $@ $< $(LIB_LIBS)

.PHONY: lint lint-lua lint-format lint-headers lint-layers lint-size
lint: lint-lua lint-format lint-headers lint-layers lint-size ## all static checks (make -k lint: past a failure)

# A rockspec goes through standard input: as an argument it would stand for the files that it lists.
lint-lua:
	@luacheck --quiet lua spec examples
	@for file in rockspec/*.rockspec; do luacheck --quiet --std rockspec --filename $$file - <$$file || exit 1; done

lint-format:
	@clang-format --dry-run -Werror $(SOURCES) $(HEADERS) $(wildcard spec/*/*.[ch])

lint-headers: libraries
	@for header in $(HEADERS); do \
	 $(CC) $(ALL_CFLAGS) -fsyntax-only -include $$header -x c /dev/null || exit 1; done

lint-layers:
	@sh spec/lint layers

lint-size:
	@sh spec/lint size

PREFIX ?= /usr/local
LUA_VERSION = $(patsubst lua%,%,$(subst luajit,lua5.1,$(LUA)))
LUADIR ?= $(PREFIX)/share/lua/$(LUA_VERSION)
LIBDIR ?= $(PREFIX)/lib/lua/$(LUA_VERSION)
export DESTDIR LUADIR LIBDIR

.PHONY: install
install: all ## install for LUA below PREFIX (or into LUADIR and LIBDIR)
	@install -d "$$DESTDIR$$LIBDIR/aws"
	@install -m 755 $(CORE) "$$DESTDIR$$LIBDIR/aws/core.so"
	@cd lua && find aws -name '*.lua' | while read -r file; do \
	 install -d "$$DESTDIR$$LUADIR/$${file%/*}" && install -m 644 "$$file" "$$DESTDIR$$LUADIR/$$file" || exit 1; done

.PHONY: clean
clean: ## remove everything that was built
	@rm -rf build

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12
