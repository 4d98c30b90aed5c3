/* A library for signals as there are some for Lua: a signal sets a debug hook on the state, which calls the Lua function. */
#include <lauxlib.h>
#include <lua.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

static lua_State *state;
static const char key;

static void run(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    lua_sethook(L, NULL, 0, 0);
    lua_pushlightuserdata(L, (void *)&key);
    lua_rawget(L, LUA_REGISTRYINDEX);
    lua_call(L, 0, 0);
}

static void on_signal(int number)
{
    (void)number;
    lua_sethook(state, run, LUA_MASKCALL | LUA_MASKRET | LUA_MASKCOUNT, 1);
}

/* handle(function) -> process id: the function is called after SIGUSR1 and SIGALRM; from the main chunk */
static int handle(lua_State *L)
{
    struct sigaction action = {.sa_handler = on_signal};
    state = L;
    lua_settop(L, 1);
    lua_pushlightuserdata(L, (void *)&key);
    lua_pushvalue(L, 1);
    lua_rawset(L, LUA_REGISTRYINDEX);
    sigaction(SIGUSR1, &action, NULL);
    sigaction(SIGALRM, &action, NULL);
    lua_pushinteger(L, getpid());
    return 1;
}

/* tick(microseconds): SIGALRM again and again, as a profiler's; 0 ends that */
static int tick(lua_State *L)
{
    long every = (long)luaL_checknumber(L, 1);
    struct itimerval timer = {{0, every}, {0, every}};
    setitimer(ITIMER_REAL, &timer, NULL);
    return 0;
}

int luaopen_signal_hook(lua_State *L)
{
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, handle);
    lua_setfield(L, -2, "handle");
    lua_pushcfunction(L, tick);
    lua_setfield(L, -2, "tick");
    return 1;
}
