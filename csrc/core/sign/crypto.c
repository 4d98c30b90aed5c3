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

/* An empty queue, too: entries that OpenSSL has taken back keep their texts until then. */
void crypto_clear_errors(void)
{
    ERR_clear_error();
}

/* Whether a note in OpenSSL's error queue is a reason; these two are what it says when what it called did not give one. */
static bool is_reason(unsigned long code)
{
    int reason = ERR_GET_REASON(code);
    return ERR_GET_LIB(code) != ERR_LIB_EVP ||
           (reason != EVP_R_INITIALIZATION_ERROR && reason != EVP_R_NOT_ABLE_TO_COPY_CTX);
}

/* Why OpenSSL failed: memory ran out, or `fault` where it noted down a reason. Its error queue is empty afterwards. */
static sign_fault fault_of(sign_fault fault)
{
    sign_fault found = SIGN_UNEXPLAINED;
    for (unsigned long code = ERR_get_error(); code != 0; code = ERR_get_error()) {
        if (ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE)
            found = SIGN_NO_MEMORY;
        else if (is_reason(code) && found != SIGN_NO_MEMORY)
            found = fault;
    }
    return found;
}

static sign_fault settle(bool done, sign_fault fault)
{
    return done ? SIGN_NO_FAULT : fault_of(fault);
}

crypto *crypto_new(sign_fault *fault)
{
    *fault = SIGN_NO_MEMORY;
    crypto *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    crypto_clear_errors(); /* a configuration file may be wrong in what is not needed */
    c->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    c->hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    c->context = EVP_MD_CTX_new();
    if (c->sha256 && c->hmac && c->context) {
        crypto_clear_errors();
        return c;
    }
    *fault = fault_of(SIGN_NO_SHA256);
    crypto_free(c);
    return NULL;
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

sign_fault crypto_hash(crypto *c, slice data, unsigned char out[CRYPTO_HASH_BYTES])
{
    return settle(EVP_DigestInit_ex2(c->context, c->sha256, NULL) &&
                      EVP_DigestUpdate(c->context, data.data, data.length) &&
                      EVP_DigestFinal_ex(c->context, out, NULL),
                  SIGN_NO_HASH);
}

/* crypto_mac is OpenSSL's own context under a name of ours. */
static EVP_MAC_CTX *context_of(crypto_mac *m)
{
    return (EVP_MAC_CTX *)m;
}

crypto_mac *crypto_mac_new(crypto *c, slice key, sign_fault *fault)
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
    *fault = settle(context != NULL, SIGN_KEY_REFUSED);
    return (crypto_mac *)context;
}

void crypto_mac_free(crypto_mac *m)
{
    EVP_MAC_CTX_free(context_of(m));
}

sign_fault crypto_mac_sign(crypto_mac *m, slice data, unsigned char out[CRYPTO_HASH_BYTES])
{
    EVP_MAC_CTX *context = context_of(m);
    size_t length;
    return settle(EVP_MAC_init(context, NULL, 0, NULL) && /* the same key, from the start */
                      EVP_MAC_update(context, (const unsigned char *)data.data, data.length) &&
                      EVP_MAC_final(context, out, &length, CRYPTO_HASH_BYTES),
                  SIGN_NO_SIGNATURE);
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

static sign_fault digest_hex(const char *algorithm, slice data, char *out, sign_fault missing)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    size_t length = 0;
    bool done = EVP_Q_digest(NULL, algorithm, NULL, data.data, data.length, hash, &length);
    if (done)
        append_hex(hash, length, out);
    return settle(done, missing);
}

sign_fault crypto_sha256_hex(slice data, char out[CRYPTO_HASH_HEX])
{
    return digest_hex("SHA-256", data, out, SIGN_NO_SHA256);
}

sign_fault crypto_sha1_hex(slice data, char out[CRYPTO_SHA1_HEX])
{
    return digest_hex("SHA-1", data, out, SIGN_NO_SHA1);
}

void crypto_wipe(void *data, size_t length)
{
    if (data)
        OPENSSL_cleanse(data, length);
}

const char *crypto_version(void)
{
    return OpenSSL_version(OPENSSL_VERSION_STRING);
}
