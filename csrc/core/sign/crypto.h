/*
 * The cryptography that the library needs: SHA-256, HMAC-SHA-256, SHA-1 for file names, and wiping. The only part that knows OpenSSL.
 */
#ifndef AWS_CORE_CRYPTO_H
#define AWS_CORE_CRYPTO_H

#include "sign_fault.h"

enum { CRYPTO_HASH_BYTES = 32, CRYPTO_HASH_HEX = 64, CRYPTO_SHA1_HEX = 40 };

/* Algorithms looked up once, and a context used again for each hash. Owned by one signer, used by one thread. */
typedef struct crypto crypto;

/* An HMAC key that is set up once and used for many messages. */
typedef struct crypto_mac crypto_mac;

/* NULL, and why: memory ran out, or OpenSSL has no SHA-256. */
crypto *crypto_new(sign_fault *fault);
void crypto_free(crypto *c);

/*
 * A failure of the functions below leaves nothing in OpenSSL's error queue. That memory ran out is told apart from what
 * OpenSSL refuses.
 */

/* SHA-256 of `data`. */
sign_fault crypto_hash(crypto *c, slice data, unsigned char out[CRYPTO_HASH_BYTES]);

/* A keyed HMAC-SHA-256; OpenSSL wipes its copy of the key when it is freed. NULL, and why. */
crypto_mac *crypto_mac_new(crypto *c, slice key, sign_fault *fault);
void crypto_mac_free(crypto_mac *m);

/* HMAC-SHA-256 of `data`. */
sign_fault crypto_mac_sign(crypto_mac *m, slice data, unsigned char out[CRYPTO_HASH_BYTES]);

/* Lower-case hexadecimal digits of a hash, without a final NUL. */
void crypto_hex(const unsigned char hash[CRYPTO_HASH_BYTES], char out[CRYPTO_HASH_HEX]);

/* Hexadecimal digests of `data`, without a final NUL: 64 digits of SHA-256, 40 of SHA-1. */
sign_fault crypto_sha256_hex(slice data, char out[CRYPTO_HASH_HEX]);
sign_fault crypto_sha1_hex(slice data, char out[CRYPTO_SHA1_HEX]);

/* The version of OpenSSL in this process: "3.0.20". */
const char *crypto_version(void);

/*
 * Empties OpenSSL's error queue, which belongs to the whole thread: its next user would take what is left there for its
 * own. What others left before goes too, as it does whenever libcurl reads from a TLS connection.
 */
void crypto_clear_errors(void);

/* Overwrites memory that held a secret, in a way that the compiler keeps. */
void crypto_wipe(void *data, size_t length);

#endif
