/* OpenSSL's error queue of this thread, for specs: require("openssl_errors").put(), take(). */
#include <lauxlib.h>
#include <lua.h>
#include <openssl/err.h>

/* put(): leaves an error there, as another user of OpenSSL might */
static int errors_put(lua_State *L)
{
    (void)L;
    ERR_raise(ERR_LIB_USER, 1);
    return 0;
}

/* take() -> the first error, or nil; the queue is empty afterwards */
static int errors_take(lua_State *L)
{
    char text[256];
    unsigned long code = ERR_peek_error();
    ERR_error_string_n(code, text, sizeof text);
    ERR_clear_error();
    if (code)
        lua_pushstring(L, text);
    else
        lua_pushnil(L);
    return 1;
}

int luaopen_openssl_errors(lua_State *L);

int luaopen_openssl_errors(lua_State *L)
{
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, errors_put);
    lua_setfield(L, -2, "put");
    lua_pushcfunction(L, errors_take);
    lua_setfield(L, -2, "take");
    return 1;
}
