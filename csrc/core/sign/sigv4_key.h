/* Signing keys of Signature Version 4: derived once for a secret, day, region and service, and kept. */
#ifndef AWS_CORE_SIGV4_KEY_H
#define AWS_CORE_SIGV4_KEY_H

#include "crypto.h"

enum { SIGV4_KEYS_KEPT = 4 };

typedef struct sigv4_key {
    buffer identity; /* what it was derived from, the secret included; empty: unused */
    crypto_mac *mac;
} sigv4_key;

/* The keys used last; the oldest makes room. Zeroed is empty and valid. */
typedef struct sigv4_keys {
    sigv4_key kept[SIGV4_KEYS_KEPT];
    size_t next;
} sigv4_keys;

/* What a key is derived from; `day` is YYYYMMDD. */
typedef struct sigv4_key_parts {
    slice secret, day, region, service;
} sigv4_key_parts;

/* The key for these parts; owned by `keys`. NULL, and why. */
crypto_mac *sigv4_keys_get(sigv4_keys *keys, crypto *c, const sigv4_key_parts *parts,
                           sign_fault *fault);

/* Wipes and frees all of them. */
void sigv4_keys_clear(sigv4_keys *keys);

#endif
