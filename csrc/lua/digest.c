#include "module.h"

#include "core/sign/crypto.h"

static slice text_of(lua_State *L)
{
    slice text;
    text.data = luaL_checklstring(L, 1, &text.length);
    return text;
}

static int push_digest(lua_State *L, sign_fault fault, const char *digits, size_t length)
{
    if (fault == SIGN_NO_FAULT) {
        lua_pushlstring(L, digits, length);
        return 1;
    }
    lua_pushnil(L);
    lua_pushstring(L, sign_fault_text(fault));
    return 2;
}

/* core.sha1_hex(text) -> 40 hexadecimal digits | nil, fault; no protection, AWS's tools name files by it */
static int sha1_hex(lua_State *L)
{
    char digits[CRYPTO_SHA1_HEX];
    sign_fault fault = crypto_sha1_hex(text_of(L), digits);
    return push_digest(L, fault, digits, sizeof digits);
}

/* core.sha256_hex(text) -> 64 hexadecimal digits | nil, fault */
static int sha256_hex(lua_State *L)
{
    char digits[CRYPTO_HASH_HEX];
    sign_fault fault = crypto_sha256_hex(text_of(L), digits);
    return push_digest(L, fault, digits, sizeof digits);
}

/* core.crypto_version() -> the version of OpenSSL: "3.0.20" */
static int version(lua_State *L)
{
    lua_pushstring(L, crypto_version());
    return 1;
}

void digest_register(lua_State *L)
{
    static const luaL_Reg functions[] = {{"sha1_hex", sha1_hex},
                                         {"sha256_hex", sha256_hex},
                                         {"crypto_version", version},
                                         {NULL, NULL}};
    compat_setfuncs(L, functions);
}
