/*
 * The bare cost of a signature's hashing with OpenSSL, as a Lua module for benches: SHA-256 of a body and of a canonical
 * request, HMAC-SHA-256 of a string to sign under a key of 32 bytes.
 *
 *   hash.one_shot(body, canonical_request, string_to_sign, count) -> nanoseconds for the three, the mean of `count`
 *   hash.kept(body, canonical_request, string_to_sign, count) -> the same
 */
#include <lauxlib.h>
#include <lua.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <time.h>

typedef struct text {
    const unsigned char *data;
    size_t length;
} text;

/* The three texts of a signature. */
typedef struct texts {
    text body, canonical_request, string_to_sign;
} texts;

static const unsigned char key[32];

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* A bench that cannot hash has nothing to report. */
static void must(int ok)
{
    if (!ok)
        abort();
}

static text check_text(lua_State *L, int index)
{
    text t;
    t.data = (const unsigned char *)luaL_checklstring(L, index, &t.length);
    return t;
}

static texts check_texts(lua_State *L)
{
    return (texts){check_text(L, 1), check_text(L, 2), check_text(L, 3)};
}

/* ---- OpenSSL's one-shot calls ---- */

static void hash_at_once(text t)
{
    unsigned char out[32];
    must(EVP_Digest(t.data, t.length, out, NULL, EVP_sha256(), NULL));
}

static void sign_at_once(text t)
{
    unsigned char out[32];
    must(HMAC(EVP_sha256(), key, sizeof key, t.data, t.length, out, NULL) != NULL);
}

static int one_shot(lua_State *L)
{
    texts t = check_texts(L);
    int count = (int)luaL_checkinteger(L, 4);
    double start = now();
    for (int i = 0; i < count; i++) {
        hash_at_once(t.body);
        hash_at_once(t.canonical_request);
        sign_at_once(t.string_to_sign);
    }
    lua_pushnumber(L, (now() - start) / count);
    return 1;
}

/* ---- algorithms fetched, contexts made and the key set before the clock starts ---- */

static void hash_again(EVP_MD_CTX *context, const EVP_MD *md, text t)
{
    unsigned char out[32];
    must(EVP_DigestInit_ex2(context, md, NULL) && EVP_DigestUpdate(context, t.data, t.length) &&
         EVP_DigestFinal_ex(context, out, NULL));
}

static void sign_again(EVP_MAC_CTX *context, text t)
{
    unsigned char out[32];
    size_t written;
    must(EVP_MAC_init(context, NULL, 0, NULL) && EVP_MAC_update(context, t.data, t.length) &&
         EVP_MAC_final(context, out, &written, sizeof out));
}

static EVP_MAC_CTX *new_keyed_hmac(void)
{
    char name[] = "SHA256";
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                               OSSL_PARAM_construct_end()};
    EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(hmac);
    must(context && EVP_MAC_init(context, key, sizeof key, parameters));
    EVP_MAC_free(hmac);
    return context;
}

static int kept(lua_State *L)
{
    texts t = check_texts(L);
    int count = (int)luaL_checkinteger(L, 4);
    EVP_MD *md = EVP_MD_fetch(NULL, "SHA256", NULL);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_MAC_CTX *mac = new_keyed_hmac();
    must(md && context);
    double start = now();
    for (int i = 0; i < count; i++) {
        hash_again(context, md, t.body);
        hash_again(context, md, t.canonical_request);
        sign_again(mac, t.string_to_sign);
    }
    lua_pushnumber(L, (now() - start) / count);
    EVP_MAC_CTX_free(mac);
    EVP_MD_CTX_free(context);
    EVP_MD_free(md);
    return 1;
}

int luaopen_bench_hash(lua_State *L);

int luaopen_bench_hash(lua_State *L)
{
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, one_shot);
    lua_setfield(L, -2, "one_shot");
    lua_pushcfunction(L, kept);
    lua_setfield(L, -2, "kept");
    return 1;
}
