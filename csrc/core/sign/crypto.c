#include "crypto.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>

struct crypto {
    EVP_MD *sha256;
    EVP_MAC *hmac;
    EVP_MD_CTX *context;
};

void crypto_clear_errors(void)
{
    ERR_clear_error();
}

/* `done`; a failure leaves nothing in OpenSSL's error queue. */
static bool settle(bool done)
{
    if (!done)
        crypto_clear_errors();
    return done;
}

/* What OpenSSL has follows its configuration file, of which a wrong one leaves nothing. */
static const char *fault_of_openssl(void)
{
    return ERR_GET_REASON(ERR_peek_last_error()) == ERR_R_MALLOC_FAILURE
               ? NOT_ENOUGH_MEMORY
               : "OpenSSL has no SHA-256: " CRYPTO_CONFIGURATION;
}

crypto *crypto_new(const char **fault)
{
    *fault = NOT_ENOUGH_MEMORY;
    crypto *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    c->hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    c->context = EVP_MD_CTX_new();
    if (!c->sha256 || !c->hmac || !c->context) {
        *fault = fault_of_openssl();
        crypto_free(c);
        c = NULL;
    }
    crypto_clear_errors(); /* a configuration file may be wrong in what is not needed */
    return c;
}

void crypto_free(crypto *c)
{
    if (!c)
        return;
    EVP_MD_CTX_free(c->context);
    EVP_MAC_free(c->hmac);
    EVP_MD_free(c->sha256);
    free(c);
}

bool crypto_hash(crypto *c, slice data, unsigned char out[CRYPTO_HASH_BYTES])
{
    return settle(EVP_DigestInit_ex2(c->context, c->sha256, NULL) &&
                  EVP_DigestUpdate(c->context, data.data, data.length) &&
                  EVP_DigestFinal_ex(c->context, out, NULL));
}

/* crypto_mac is OpenSSL's own context under a name of ours. */
static EVP_MAC_CTX *context_of(crypto_mac *m)
{
    return (EVP_MAC_CTX *)m;
}

crypto_mac *crypto_mac_new(crypto *c, slice key)
{
    char digest[] = "SHA256";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(c->hmac);
    /* An empty key must not be a NULL pointer: that would mean "keep the key". */
    const unsigned char *bytes = (const unsigned char *)(key.length ? key.data : "");
    if (context && !EVP_MAC_init(context, bytes, key.length, parameters)) {
        EVP_MAC_CTX_free(context);
        context = NULL;
    }
    settle(context != NULL);
    return (crypto_mac *)context;
}

void crypto_mac_free(crypto_mac *m)
{
    EVP_MAC_CTX_free(context_of(m));
}

bool crypto_mac_sign(crypto_mac *m, slice data, unsigned char out[CRYPTO_HASH_BYTES])
{
    EVP_MAC_CTX *context = context_of(m);
    size_t length;
    return settle(EVP_MAC_init(context, NULL, 0, NULL) && /* the same key, from the start */
                  EVP_MAC_update(context, (const unsigned char *)data.data, data.length) &&
                  EVP_MAC_final(context, out, &length, CRYPTO_HASH_BYTES));
}

static void append_hex(const unsigned char *bytes, size_t count, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < count; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
}

void crypto_hex(const unsigned char hash[CRYPTO_HASH_BYTES], char out[CRYPTO_HASH_HEX])
{
    append_hex(hash, CRYPTO_HASH_BYTES, out);
}

size_t crypto_digest_hex(const char *algorithm, slice data, char out[CRYPTO_HASH_HEX])
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    size_t length = 0;
    if (!settle(EVP_Q_digest(NULL, algorithm, NULL, data.data, data.length, hash, &length)) ||
        length > CRYPTO_HASH_BYTES)
        return 0;
    append_hex(hash, length, out);
    return 2 * length;
}

void crypto_wipe(void *data, size_t length)
{
    if (data)
        OPENSSL_cleanse(data, length);
}
