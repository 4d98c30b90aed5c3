#include "sys.h"

#include <stdint.h>
#include <stdio.h>

#include "../core/sys.h"

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

/* core.sleep(seconds): waits; Ctrl-C ends the wait early */
static int sleep_seconds(lua_State *L)
{
    sys_sleep(luaL_checknumber(L, 1));
    return 0;
}

static void fill_random(lua_State *L, void *data, size_t length)
{
    if (!sys_random(data, length))
        luaL_error(L, "the system's random generator failed");
}

/* core.random() -> number in [0, 1) */
static int random_number(lua_State *L)
{
    uint64_t bits;
    fill_random(L, &bits, sizeof bits);
    lua_pushnumber(L,
                   (lua_Number)(bits >> 11) / 9007199254740992.0); /* 53 bits, all a double holds */
    return 1;
}

/* core.uuid() -> a random UUID (RFC 9562 5.4) */
static int uuid(lua_State *L)
{
    unsigned char b[16];
    char text[37];
    fill_random(L, b, sizeof b);
    b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    snprintf(text, sizeof text,
             "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
             b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
             b[15]);
    lua_pushlstring(L, text, sizeof text - 1);
    return 1;
}

void sys_register(lua_State *L)
{
    static const luaL_Reg functions[] = {{"clock", clock_seconds}, {"now", now},
                                         {"sleep", sleep_seconds}, {"random", random_number},
                                         {"uuid", uuid},           {NULL, NULL}};
    compat_setfuncs(L, functions);
}
