#include "module.h"

#include "core/base/timestamp.h"
#include "core/os/sys.h"
#include "interrupt.h"
#include "scalar.h"

/* core.clock() -> monotonic seconds */
static int clock_seconds(lua_State *L)
{
    lua_pushnumber(L, sys_clock());
    return 1;
}

/* core.now() -> epoch seconds, fraction included */
static int now(lua_State *L)
{
    lua_pushnumber(L, sys_now());
    return 1;
}

/* A signal may reach another thread of the process, or come just before a wait: it is noticed after this. */
#define LONGEST_WAIT 1.0

/* core.sleep(seconds): waits; of all signals only Ctrl-C ends it early, by an error, also where there is no time to wait */
static int sleep_seconds(lua_State *L)
{
    double left = luaL_checknumber(L, 1), end = sys_clock() + left;
    do {
        if (left > 0)
            sys_sleep(left < LONGEST_WAIT ? left : LONGEST_WAIT);
        if (interrupt_strikes(L))
            return lua_error(L);
        left = end - sys_clock();
    } while (left > 0);
    return 0;
}

/* core.parse_timestamp(text) -> seconds | nil */
static int parse_timestamp(lua_State *L)
{
    slice text = {NULL, 0};
    double seconds = 0;
    luaL_checktype(L, 1, LUA_TSTRING);
    text.data = lua_tolstring(L, 1, &text.length);
    if (timestamp_parse(text, &seconds))
        scalar_push_number(L, seconds);
    else
        lua_pushnil(L);
    return 1;
}

/* core.format_timestamp(seconds, format) -> text | nil (not finite, or not in years 1 to 9999) */
static int format_timestamp(lua_State *L)
{
    static const char *const formats[] = {"unixTimestamp", "iso8601", "rfc822", NULL};
    char text[TIMESTAMP_TEXT_SIZE];
    luaL_checktype(L, 1, LUA_TNUMBER);
    int format = luaL_checkoption(L, 2, NULL, formats);
    if (timestamp_format((timestamp_style)format, (double)lua_tonumber(L, 1), text))
        lua_pushstring(L, text);
    else
        lua_pushnil(L);
    return 1;
}

void time_register(lua_State *L)
{
    static const luaL_Reg functions[] = {{"clock", clock_seconds},
                                         {"now", now},
                                         {"sleep", sleep_seconds},
                                         {"parse_timestamp", parse_timestamp},
                                         {"format_timestamp", format_timestamp},
                                         {NULL, NULL}};
    compat_setfuncs(L, functions);
}
