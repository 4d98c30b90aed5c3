/*
 * The bare cost of a signature's hashing with OpenSSL: SHA-256 of a body and of a canonical request, HMAC-SHA-256 of a
 * string to sign under a key that is set up already.
 *
 *   hash BODY_BYTES CANONICAL_BYTES STRING_BYTES COUNT
 *
 * prints the nanoseconds that the three take together, twice: with contexts that are set up once and used again (the
 * least that OpenSSL can do), and with its one-shot calls EVP_Digest and HMAC.
 */
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void must(int ok)
{
    if (!ok) {
        fputs("OpenSSL failed\n", stderr);
        exit(1);
    }
}

static void hash(EVP_MD_CTX *context, const EVP_MD *md, const unsigned char *data, size_t length)
{
    unsigned char out[32];
    must(EVP_DigestInit_ex2(context, md, NULL) && EVP_DigestUpdate(context, data, length) &&
         EVP_DigestFinal_ex(context, out, NULL));
}

static void hash_at_once(const unsigned char *data, size_t length)
{
    unsigned char out[32];
    must(EVP_Digest(data, length, out, NULL, EVP_sha256(), NULL));
}

static void sign_at_once(const unsigned char *key, const unsigned char *data, size_t length)
{
    unsigned char out[32];
    must(HMAC(EVP_sha256(), key, 32, data, length, out, NULL) != NULL);
}

static void sign(EVP_MAC_CTX *context, const unsigned char *data, size_t length)
{
    unsigned char out[32];
    size_t written;
    must(EVP_MAC_init(context, NULL, 0, NULL) && EVP_MAC_update(context, data, length) &&
         EVP_MAC_final(context, out, &written, sizeof out));
}

int main(int count, char **arguments)
{
    if (count != 5)
        return 2;
    size_t body = strtoul(arguments[1], NULL, 10), canonical = strtoul(arguments[2], NULL, 10);
    size_t string = strtoul(arguments[3], NULL, 10), rounds = strtoul(arguments[4], NULL, 10);
    size_t longest = body > canonical ? body : canonical;
    unsigned char *data = calloc(longest + string + 1, 1);
    EVP_MD *md = EVP_MD_fetch(NULL, "SHA256", NULL);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *mac = EVP_MAC_CTX_new(hmac);
    char name[] = "SHA256";
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                               OSSL_PARAM_construct_end()};
    must(data && md && context && mac && EVP_MAC_init(mac, data, 32, parameters));
    double start = now();
    for (size_t i = 0; i < rounds; i++) {
        hash(context, md, data, body);
        hash(context, md, data, canonical);
        sign(mac, data, string);
    }
    double reused = (now() - start) / (double)rounds;
    start = now();
    for (size_t i = 0; i < rounds; i++) {
        hash_at_once(data, body);
        hash_at_once(data, canonical);
        sign_at_once(data, data, string);
    }
    printf("%.1f %.1f\n", reused, (now() - start) / (double)rounds);
    EVP_MAC_CTX_free(mac);
    EVP_MAC_free(hmac);
    EVP_MD_CTX_free(context);
    EVP_MD_free(md);
    free(data);
    return 0;
}
