/*
 * Clocks that a spec moves on, for LD_PRELOAD: require("moving_clock")(seconds) in the same process.
 */
#include <lauxlib.h>
#include <lua.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static time_t ahead;

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (result == 0)
        now->tv_sec += ahead;
    return result;
}

time_t time(time_t *result)
{
    struct timespec now = {0, 0};
    clock_gettime(CLOCK_REALTIME, &now);
    if (result)
        *result = now.tv_sec;
    return now.tv_sec;
}

static int advance(lua_State *L)
{
    ahead += (time_t)luaL_checkinteger(L, 1);
    return 0;
}

int luaopen_moving_clock(lua_State *L);
int luaopen_moving_clock(lua_State *L)
{
    lua_pushcfunction(L, advance);
    return 1;
}
