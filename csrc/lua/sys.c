#include "sys.h"

#include <stdint.h>
#include <unistd.h>

#include "../core/sys.h"
#include "interrupt.h"

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

/* core.sleep(seconds): waits; of all signals only Ctrl-C ends it early, by an error */
static int sleep_seconds(lua_State *L)
{
    double end = sys_clock() + luaL_checknumber(L, 1);
    for (double left = end - sys_clock(); left > 0; left = end - sys_clock()) {
        sys_sleep(left < LONGEST_WAIT ? left : LONGEST_WAIT);
        if (interrupt_strikes(L))
            return lua_error(L);
    }
    return 0;
}

static int push_no_random(lua_State *L)
{
    lua_pushnil(L);
    lua_pushliteral(L, "the system's random generator failed");
    return 2;
}

/* core.random() -> number in [0, 1) | nil, fault */
static int random_number(lua_State *L)
{
    uint64_t bits;
    if (!sys_random(&bits, sizeof bits))
        return push_no_random(L);
    lua_pushnumber(L,
                   (lua_Number)(bits >> 11) / 9007199254740992.0); /* 53 bits, all a double holds */
    return 1;
}

/* core.uuid() -> a random UUID (RFC 9562 5.4) | nil, fault */
static int uuid(lua_State *L)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[16];
    char text[36];
    if (!sys_random(bytes, sizeof bytes))
        return push_no_random(L);
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    char *at = text;
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *at++ = '-';
        *at++ = digits[bytes[i] >> 4];
        *at++ = digits[bytes[i] & 15];
    }
    lua_pushlstring(L, text, sizeof text);
    return 1;
}

/* core.process_id() -> number of this process */
static int process_id(lua_State *L)
{
    lua_pushinteger(L, getpid());
    return 1;
}

/* core.process_exists(number) -> boolean: false for what is no process's number */
static int process_exists(lua_State *L)
{
    lua_Number number = luaL_checknumber(L, 1);
    lua_pushboolean(L, number >= 1 && number <= INT32_MAX && sys_process_exists((pid_t)number));
    return 1;
}

/* core.can_yield() -> boolean: whether the running coroutine can yield here (nginx has no coroutine.isyieldable) */
static int can_yield(lua_State *L)
{
    lua_pushboolean(L, compat_isyieldable(L));
    return 1;
}

void sys_register(lua_State *L)
{
    static const luaL_Reg functions[] = {{"clock", clock_seconds},
                                         {"now", now},
                                         {"sleep", sleep_seconds},
                                         {"random", random_number},
                                         {"uuid", uuid},
                                         {"process_id", process_id},
                                         {"process_exists", process_exists},
                                         {"can_yield", can_yield},
                                         {NULL, NULL}};
    compat_setfuncs(L, functions);
}
