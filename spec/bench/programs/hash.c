/*
 * The bare cost of a signature's hashing with OpenSSL, as a Lua module for benches: SHA-256 of a body and of a canonical
 * request, HMAC-SHA-256 of a string to sign under a key of 32 bytes.
 *
 *   bench_hash.run(body, canonical_request, string_to_sign, count): does it `count` times
 */
#include <lauxlib.h>
#include <lua.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <stdlib.h>

typedef struct text {
    const unsigned char *data;
    size_t length;
} text;

/* The three texts of a signature. */
typedef struct texts {
    text body, canonical_request, string_to_sign;
} texts;

static const unsigned char key[32];

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

static void hash_again(EVP_MD_CTX *c, const EVP_MD *algorithm, text t)
{
    unsigned char out[32];
    must(EVP_DigestInit_ex2(c, algorithm, NULL) && EVP_DigestUpdate(c, t.data, t.length) &&
         EVP_DigestFinal_ex(c, out, NULL));
}

static void sign_again(EVP_MAC_CTX *c, text t)
{
    unsigned char out[32];
    size_t written;
    must(EVP_MAC_init(c, NULL, 0, NULL) && EVP_MAC_update(c, t.data, t.length) &&
         EVP_MAC_final(c, out, &written, sizeof out));
}

static EVP_MAC_CTX *new_keyed_hmac(void)
{
    char name[] = "SHA256";
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                               OSSL_PARAM_construct_end()};
    EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *made = EVP_MAC_CTX_new(hmac);
    must(made && EVP_MAC_init(made, key, sizeof key, parameters));
    EVP_MAC_free(hmac);
    return made;
}

/* What is needed, made once. */
static EVP_MD *md;
static EVP_MD_CTX *context;
static EVP_MAC_CTX *mac;

static void prepare(void)
{
    if (mac)
        return;
    md = EVP_MD_fetch(NULL, "SHA256", NULL);
    context = EVP_MD_CTX_new();
    mac = new_keyed_hmac();
    must(md && context);
}

static int run(lua_State *L)
{
    texts t = check_texts(L);
    int count = (int)luaL_checkinteger(L, 4);
    prepare();
    for (int i = 0; i < count; i++) {
        hash_again(context, md, t.body);
        hash_again(context, md, t.canonical_request);
        sign_again(mac, t.string_to_sign);
    }
    return 0;
}

int luaopen_bench_hash(lua_State *L);

int luaopen_bench_hash(lua_State *L)
{
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, run);
    lua_setfield(L, -2, "run");
    return 1;
}
