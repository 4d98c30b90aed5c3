#include "module.h"

#include <stdint.h>

#include "core/os/sys.h"

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

void random_register(lua_State *L)
{
    static const luaL_Reg functions[] = {{"random", random_number}, {"uuid", uuid}, {NULL, NULL}};
    compat_setfuncs(L, functions);
}
