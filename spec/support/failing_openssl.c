/*
 * For LD_PRELOAD: one function of OpenSSL fails, named by FAILING ("digest", "key" or "mac"), for the reason in BECAUSE:
 * "refused" and "memory" as OpenSSL tells them, "silent" without a word.
 * require("failing_openssl") is a function(variable, value) that changes them.
 */
#include <dlfcn.h>
#include <lauxlib.h>
#include <lua.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

static int fails(const char *function)
{
    const char *failing = getenv("FAILING"), *because = getenv("BECAUSE");
    if (!failing || !because || strcmp(failing, function) != 0)
        return 0;
    if (strcmp(because, "refused") == 0)
        ERR_raise(ERR_LIB_EVP, EVP_R_INVALID_KEY_LENGTH);
    if (strcmp(because, "memory") == 0) {
        ERR_raise(ERR_LIB_CRYPTO, ERR_R_MALLOC_FAILURE);
        ERR_raise(ERR_LIB_EVP, EVP_R_INITIALIZATION_ERROR); /* what failed for it comes last */
    }
    return 1;
}

static void *real(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

__attribute__((visibility("default"))) int EVP_DigestFinal_ex(EVP_MD_CTX *context,
                                                              unsigned char *out, unsigned *length)
{
    int (*next)(EVP_MD_CTX *, unsigned char *, unsigned *);
    *(void **)&next = real("EVP_DigestFinal_ex");
    return fails("digest") ? 0 : next(context, out, length);
}

__attribute__((visibility("default"))) int EVP_MAC_init(EVP_MAC_CTX *context,
                                                        const unsigned char *key, size_t length,
                                                        const OSSL_PARAM parameters[])
{
    int (*next)(EVP_MAC_CTX *, const unsigned char *, size_t, const OSSL_PARAM *);
    *(void **)&next = real("EVP_MAC_init");
    return key && fails("key") ? 0 : next(context, key, length, parameters);
}

__attribute__((visibility("default"))) int EVP_MAC_final(EVP_MAC_CTX *context, unsigned char *out,
                                                         size_t *length, size_t size)
{
    int (*next)(EVP_MAC_CTX *, unsigned char *, size_t *, size_t);
    *(void **)&next = real("EVP_MAC_final");
    return fails("mac") ? 0 : next(context, out, length, size);
}

static int set_variable(lua_State *L)
{
    setenv(luaL_checkstring(L, 1), luaL_checkstring(L, 2), 1);
    return 0;
}

int luaopen_failing_openssl(lua_State *L);

int luaopen_failing_openssl(lua_State *L)
{
    lua_pushcfunction(L, set_variable);
    return 1;
}
