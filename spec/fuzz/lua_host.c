/*
 * The fuzzers in Lua: FUZZ_FILE in the environment names a file that returns a function, which gets the bytes of each
 * input and raises where something is not as it has to be. Lines of Lua code are told to libFuzzer as its own places
 * are, so that it looks for inputs that reach new ones. One state serves all runs, and may not grow.
 */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <sanitizer/lsan_interface.h>

#include "../support/new_state.h"
#include "fuzz.h"

enum { COUNTERS = 1 << 16, COLLECT_EVERY = 2048, GROWTH_KIB = 16 * 1024 };

void fuzzer_start(bool is_fixed);
int luaopen_aws_core(lua_State *L);

/* libFuzzer looks at these, too, after each run. */
__attribute__((section("__libfuzzer_extra_counters"))) static uint8_t counters[COUNTERS];

static lua_State *state;
static size_t runs;
static int first_size;

/* LuaJIT's own allocator would hide from the sanitizers what its objects do. */
static void *allocate(void *unused, void *block, size_t old_size, size_t size)
{
    (void)unused, (void)old_size;
    if (size > 0)
        return realloc(block, size);
    free(block);
    return NULL;
}

/* Counts a step from one line to another. */
static void note_line(lua_State *L, lua_Debug *where)
{
    static uintptr_t before;
    lua_getinfo(L, "S", where);
    uintptr_t place = (uintptr_t)where->source * 31 + (uintptr_t)where->currentline * 2654435761u;
    uint8_t *counter = &counters[((place >> 4) ^ (place >> 17) ^ before) % COUNTERS];
    *counter = *counter < 255 ? *counter + 1 : 255;
    before = place >> 5;
}

static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what ? what : "an error that is not a text");
    abort();
}

static void push_core(lua_State *L)
{
    lua_getglobal(L, "package");
    lua_getfield(L, -1, "preload");
    lua_pushcfunction(L, luaopen_aws_core);
    lua_setfield(L, -2, "aws.core");
    lua_pop(L, 2);
}

/* Fixed inputs do not depend on the lines that were reached. */
void fuzzer_start(bool is_fixed)
{
    const char *file = getenv("FUZZ_FILE");
    state = file ? lua_newstate(allocate, NULL) : NULL;
    if (!state)
        fail("FUZZ_FILE is not set, or there is no memory");
    luaL_openlibs(state);
    push_core(state);
    lua_getglobal(state, "debug");
    lua_getfield(state, -1, "traceback");
    lua_remove(state, -2);
    if (luaL_loadfile(state, file) || lua_pcall(state, 0, 1, 1))
        fail(lua_tostring(state, -1));
    if (!is_fixed)
        lua_sethook(state, note_line, LUA_MASKLINE, 0);
}

/* What runs have left behind is collected. libFuzzer would look for leaks after each run, which takes longer than that. */
static void collect(lua_State *L)
{
    lua_gc(L, LUA_GCCOLLECT, 0);
    lua_gc(L, LUA_GCCOLLECT, 0);
    int size = lua_gc(L, LUA_GCCOUNT, 0);
    first_size = first_size > 0 ? first_size : size;
    check(size < first_size + GROWTH_KIB);
#if LUA_VERSION_NUM >= 503 /* LuaJIT's pointers carry tags: the sanitizer does not know them */
    check(__lsan_do_recoverable_leak_check() == 0);
#endif
}

/* The stack has the traceback's function and the fuzzer's. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lua_pushvalue(state, 2);
    lua_pushlstring(state, (const char *)data, size);
    if (lua_pcall(state, 1, 0, 1))
        fail(lua_tostring(state, -1));
    check(lua_gettop(state) == 2);
    if (++runs % COLLECT_EVERY == 0)
        collect(state);
    return 0;
}
