/* What Lua lacks for a spec about forked processes: require("process").fork(), wait(pid), exit(code). */
#include <lauxlib.h>
#include <lua.h>
#include <sys/wait.h>
#include <unistd.h>

static int process_fork(lua_State *L)
{
    lua_pushinteger(L, fork());
    return 1;
}

/* wait(pid) -> exit code, or -1 when a signal ended it */
static int process_wait(lua_State *L)
{
    int status = 0;
    waitpid((pid_t)luaL_checkinteger(L, 1), &status, 0);
    lua_pushinteger(L, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return 1;
}

/* exit(code): at once, without closing the Lua state */
static int process_exit(lua_State *L)
{
    _exit((int)luaL_checkinteger(L, 1));
}

int luaopen_process(lua_State *L);

int luaopen_process(lua_State *L)
{
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, process_fork);
    lua_setfield(L, -2, "fork");
    lua_pushcfunction(L, process_wait);
    lua_setfield(L, -2, "wait");
    lua_pushcfunction(L, process_exit);
    lua_setfield(L, -2, "exit");
    return 1;
}
