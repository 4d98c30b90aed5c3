/*
 * What Lua lacks for specs about processes: require("process").fork(), wait(pid), exit(code), die(), ignore_children(),
 * reap_children().
 */
#include <lauxlib.h>
#include <lua.h>
#include <signal.h>
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

/* die(): as by kill -KILL */
static int process_die(lua_State *L)
{
    (void)L;
    return kill(getpid(), SIGKILL);
}

/* ignore_children(): from now on the system reaps, and nobody learns exit codes */
static int process_ignore_children(lua_State *L)
{
    (void)L;
    signal(SIGCHLD, SIG_IGN);
    return 0;
}

static void reap_any(int number)
{
    (void)number;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        continue;
}

/* reap_children(): from now on a handler reaps whatever child ends, as nginx has it */
static int process_reap_children(lua_State *L)
{
    (void)L;
    signal(SIGCHLD, reap_any);
    return 0;
}

int luaopen_process(lua_State *L);

int luaopen_process(lua_State *L)
{
    lua_createtable(L, 0, 6);
    lua_pushcfunction(L, process_die);
    lua_setfield(L, -2, "die");
    lua_pushcfunction(L, process_ignore_children);
    lua_setfield(L, -2, "ignore_children");
    lua_pushcfunction(L, process_reap_children);
    lua_setfield(L, -2, "reap_children");
    lua_pushcfunction(L, process_fork);
    lua_setfield(L, -2, "fork");
    lua_pushcfunction(L, process_wait);
    lua_setfield(L, -2, "wait");
    lua_pushcfunction(L, process_exit);
    lua_setfield(L, -2, "exit");
    return 1;
}
