#include "module.h"

#include "core/sign/crypto.h"

static int push_digest(lua_State *L, const char *algorithm)
{
    char digits[CRYPTO_HASH_HEX];
    slice text;
    text.data = luaL_checklstring(L, 1, &text.length);
    size_t length = crypto_digest_hex(algorithm, text, digits);
    if (length == 0) {
        lua_pushnil(L);
        lua_pushfstring(L, "OpenSSL has no %s: " CRYPTO_CONFIGURATION, algorithm);
        return 2;
    }
    lua_pushlstring(L, digits, length);
    return 1;
}

/* core.sha1_hex(text) -> 40 hexadecimal digits | nil, fault; no protection, AWS's tools name files by it */
static int sha1_hex(lua_State *L)
{
    return push_digest(L, "SHA-1");
}

/* core.sha256_hex(text) -> 64 hexadecimal digits | nil, fault */
static int sha256_hex(lua_State *L)
{
    return push_digest(L, "SHA-256");
}

void digest_register(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"sha1_hex", sha1_hex}, {"sha256_hex", sha256_hex}, {NULL, NULL}};
    compat_setfuncs(L, functions);
}
