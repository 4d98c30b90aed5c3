/*
 * The cryptography that the library needs: SHA-256, HMAC-SHA-256, SHA-1 for file names, and wiping. The only part that knows OpenSSL.
 */
#ifndef AWS_CORE_CRYPTO_H
#define AWS_CORE_CRYPTO_H

#include "core/base/buffer.h"

/* Why OpenSSL may be without an algorithm, to go on after "OpenSSL has no SHA-256: ". */
#define CRYPTO_CONFIGURATION                                                                       \
    "its configuration (openssl.cnf, or the file that OPENSSL_CONF names) activates neither the "  \
    "default nor the fips provider"

enum { CRYPTO_HASH_BYTES = 32, CRYPTO_HASH_HEX = 64 };

/* Algorithms looked up once, and a context used again for each hash. Owned by one signer, used by one thread. */
typedef struct crypto crypto;

/* An HMAC key that is set up once and used for many messages. */
typedef struct crypto_mac crypto_mac;

/* NULL, and why as a phrase: memory ran out, or OpenSSL has no SHA-256. */
crypto *crypto_new(const char **fault);
void crypto_free(crypto *c);

/* SHA-256 of `data`; false when OpenSSL fails. */
bool crypto_hash(crypto *c, slice data, unsigned char out[CRYPTO_HASH_BYTES]);

/* A keyed HMAC-SHA-256; OpenSSL wipes its copy of the key when it is freed. NULL when memory runs out. */
crypto_mac *crypto_mac_new(crypto *c, slice key);
void crypto_mac_free(crypto_mac *m);

/* HMAC-SHA-256 of `data`; false when OpenSSL fails. */
bool crypto_mac_sign(crypto_mac *m, slice data, unsigned char out[CRYPTO_HASH_BYTES]);

/* Lower-case hexadecimal digits of a hash, without a final NUL. */
void crypto_hex(const unsigned char hash[CRYPTO_HASH_BYTES], char out[CRYPTO_HASH_HEX]);

/*
 * Hexadecimal digest of `data` by an algorithm of at most 256 bits ("SHA-1", "SHA-256"); returns the number of digits,
 * 0 when OpenSSL fails or has no such algorithm.
 */
size_t crypto_digest_hex(const char *algorithm, slice data, char out[CRYPTO_HASH_HEX]);

/*
 * Empties OpenSSL's error queue, which belongs to the whole thread: its next user would take what is left there for its
 * own. What others left before goes too, as it does whenever libcurl reads from a TLS connection.
 */
void crypto_clear_errors(void);

/* Overwrites memory that held a secret, in a way that the compiler keeps. */
void crypto_wipe(void *data, size_t length);

#endif
