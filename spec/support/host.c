/*
 * A Lua interpreter in a few lines, built with the sanitizers: `host FILE ARG...`. With GC=every in the environment a
 * collector runs at every allocation in Lua that a function of aws.core or aws.curl makes, finalizers included.
 */
#include "host_main.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

/* Lua unloads modules at its end; what their static variables point to would be a leak, and have no names in traces. */
__attribute__((visibility("default"))) int dlclose(void *handle)
{
    (void)handle;
    return 0;
}

/* LuaJIT's own allocator would hide from the sanitizers what its objects do. */
static void *allocate(void *unused, void *block, size_t old_size, size_t size)
{
    (void)unused, (void)old_size;
    if (size > 0)
        return realloc(block, size);
    free(block);
    return NULL;
}

/* ---- a collector at every allocation ---- */

/*
 * Specs call some functions a million times. Of each, by name, these calls are watched: the first ones, then one in some,
 * until so many were.
 */
enum { FIRST = 50, ONE_IN = 50, MOST = 400 };

static const char counts_key[] = "host.calls";

/* From here on each allocation runs a whole cycle; on Lua 5.4 one of the young objects, old ones are many. */
static void collect_eagerly(lua_State *L)
{
#if LUA_VERSION_NUM >= 504
    lua_gc(L, LUA_GCGEN, 256, 0); /* kept in a byte: 0 percent more than now */
#else
    lua_gc(L, LUA_GCSETPAUSE, 0);
    lua_gc(L, LUA_GCSETSTEPMUL, 0);
#endif
    lua_gc(L, LUA_GCRESTART, 0);
}

static void collect_as_usual(lua_State *L)
{
#if LUA_VERSION_NUM >= 504
    lua_gc(L, LUA_GCGEN, 20, 0);
    lua_gc(L, LUA_GCSTEP, -1024);
#else
    lua_gc(L, LUA_GCSETPAUSE, 200);
    lua_gc(L, LUA_GCSETSTEPMUL, 200);
    lua_gc(L, LUA_GCRESTART, 0);
#endif
}

/* The name of a function that runs hooks, or asks who called it: it is left as it is. */
static int is_left_alone(const char *name)
{
    return strcmp(name, "can_yield") == 0 || strcmp(name, "sleep") == 0 ||
           strcmp(name, "wait") == 0;
}

/* Counts a call of the function called like upvalue 2; whether it is to be watched. */
static int is_to_be_watched(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, counts_key);
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_rawget(L, -2);
    lua_Integer calls = lua_tointeger(L, -1) + 1;
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_pushinteger(L, calls);
    lua_rawset(L, -4);
    lua_pop(L, 2);
    return calls <= FIRST || (calls % ONE_IN == 0 && calls / ONE_IN <= MOST - FIRST);
}

/* Upvalues: the function, its name. */
static int watched(lua_State *L)
{
    int is_watched = is_to_be_watched(L);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    if (is_watched)
        collect_eagerly(L);
    int failed = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    if (is_watched)
        collect_as_usual(L);
    if (failed)
        return lua_error(L);
    if (lua_gettop(L) > 0 && lua_iscfunction(L, -1)) { /* http1_chunks makes one */
        lua_pushliteral(L, "take");
        lua_pushcclosure(L, watched, 2);
    }
    return lua_gettop(L);
}

/* Puts a watched function in the place of each C function of the table on top of the stack. */
static void watch_functions(lua_State *L)
{
    for (lua_pushnil(L); lua_next(L, -2);) {
        if (!lua_iscfunction(L, -1) || is_left_alone(lua_tostring(L, -2))) {
            lua_pop(L, 1);
            continue;
        }
        lua_pushvalue(L, -2);
        lua_pushcclosure(L, watched, 2);
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, -4);
    }
}

/* Watches the methods of all types whose names begin like this. */
static void watch_methods(lua_State *L, const char *prefix)
{
    lua_pushvalue(L, LUA_REGISTRYINDEX);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING ||
            strncmp(lua_tostring(L, -2), prefix, strlen(prefix)) != 0)
            continue;
        if (!lua_istable(L, -1)) /* a build is a text */
            continue;
        lua_getfield(L, -1, "__index");
        if (lua_istable(L, -1)) /* a fault has no methods */
            watch_functions(L);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* watch(prefix, module): for the loaders below */
static int watch(lua_State *L)
{
    watch_functions(L);
    watch_methods(L, luaL_checkstring(L, 1));
    return 1;
}

/* What a finalizer of somebody else may do at any of these allocations: it uses the library itself, and comes again. */
static const char stress[] =
    "local watch = ...\n"
    "local function finalizer(run)\n"
    "  if newproxy then getmetatable(newproxy(true)).__gc = run else setmetatable({}, {__gc = "
    "run}) end\n"
    "end\n"
    "local function disturb(core, shape)\n"
    "  local text = core.encode(shape, { a = ('x'):rep(300), l = { { a = 'y' } } })\n"
    "  core.decode(shape, text)\n"
    "  core.http1_head('GET', '/', { { 'a', ('b'):rep(500) } }, 0)\n"
    "  core.parse_url('https://other.example/' .. #text)\n"
    "end\n"
    "local function load(name, opener)\n"
    "  return assert(package.loadlib(assert(package.searchpath(name, package.cpath)), opener))()\n"
    "end\n"
    "package.preload['aws.curl'] = function() return watch('aws.curl.', load('aws.curl', "
    "'luaopen_aws_curl')) end\n"
    "package.preload['aws.core'] = function()\n"
    "  local core = load('aws.core', 'luaopen_aws_core')\n"
    "  local own = {}\n"
    "  for name, value in pairs(core) do own[name] = value end\n"
    "  local rounds = 0\n"
    "  local shape = core.shape({ A = { type = 'structure', members = { a = 'string', l = { shape "
    "= 'L' } } }, L = { type = 'list', member = 'A' } }, 'A')\n"
    "  local function again()\n"
    "    rounds = rounds + 1\n"
    "    if rounds % 16 == 0 then pcall(disturb, own, shape) end\n"
    "    finalizer(again)\n"
    "  end\n"
    "  again()\n"
    "  return watch('aws.core.', core)\n"
    "end\n";

static int prepare_stress(lua_State *L)
{
#if LUA_VERSION_NUM >= 504
    lua_gc(L, LUA_GCGEN, 20, 100);
#endif
    lua_newtable(L);
    lua_setfield(L, LUA_REGISTRYINDEX, counts_key);
    if (luaL_loadstring(L, stress) != 0)
        return lua_error(L);
    lua_pushcfunction(L, watch);
    lua_call(L, 1, 0);
    return 0;
}

/* ---- the interpreter ---- */

int main(int argc, char **argv)
{
    const char *collector = getenv("GC");
    lua_State *L = open_state(argc, argv, allocate);
    if (!L)
        return 2;
    int failed = 0;
    if (collector && strcmp(collector, "every") == 0) {
        lua_pushcfunction(L, prepare_stress);
        failed = lua_pcall(L, 0, 0, 0);
    }
    return close_state(L, failed || run_file(L, argv[1]));
}
