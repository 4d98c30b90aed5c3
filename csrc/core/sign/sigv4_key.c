#include "sigv4_key.h"

#include <string.h>

static void forget(sigv4_key *key)
{
    buffer_free(&key->identity);
    crypto_mac_free(key->mac);
    key->mac = NULL;
}

void sigv4_keys_clear(sigv4_keys *keys)
{
    for (size_t i = 0; i < SIGV4_KEYS_KEPT; i++)
        forget(&keys->kept[i]);
}

/* NUL stands between the parts: none of them can hold it. */
static void append_part(buffer *b, slice part)
{
    buffer_append_slice(b, part);
    buffer_append_char(b, '\0');
}

/* Cuts `part` and its NUL off the front of `rest`; false when it is something else. */
static bool cut_part(slice *rest, slice part)
{
    if (rest->length <= part.length || memcmp(rest->data, part.data, part.length) != 0 ||
        rest->data[part.length] != '\0')
        return false;
    rest->data += part.length + 1;
    rest->length -= part.length + 1;
    return true;
}

static bool is_key_for(const sigv4_key *key, const sigv4_key_parts *parts)
{
    slice rest = buffer_slice(&key->identity);
    return key->mac && cut_part(&rest, parts->day) && cut_part(&rest, parts->region) &&
           cut_part(&rest, parts->service) && cut_part(&rest, parts->secret);
}

/* out = HMAC(key, data) */
static sign_fault derive(crypto *c, slice key, slice data, unsigned char out[CRYPTO_HASH_BYTES])
{
    sign_fault fault;
    crypto_mac *mac = crypto_mac_new(c, key, &fault);
    if (mac)
        fault = crypto_mac_sign(mac, data, out);
    crypto_mac_free(mac);
    return fault;
}

/* HMAC(first, day), then region, service and "aws4_request", each keyed by the one before. */
static sign_fault derive_hash(crypto *c, slice first, const sigv4_key_parts *parts,
                              unsigned char hash[CRYPTO_HASH_BYTES])
{
    slice key = {(const char *)hash, CRYPTO_HASH_BYTES};
    const slice rest[] = {parts->region, parts->service, SLICE("aws4_request")};
    sign_fault fault = derive(c, first, parts->day, hash);
    for (size_t i = 0; i < sizeof rest / sizeof *rest && fault == SIGN_NO_FAULT; i++)
        fault = derive(c, key, rest[i], hash);
    return fault;
}

/* The first key of all is "AWS4" and the secret. */
static crypto_mac *derive_key(crypto *c, const sigv4_key_parts *parts, sign_fault *fault)
{
    buffer first = {0};
    unsigned char hash[CRYPTO_HASH_BYTES];
    crypto_mac *mac = NULL;
    buffer_append_text(&first, "AWS4");
    buffer_append_slice(&first, parts->secret);
    *fault = first.failed ? SIGN_NO_MEMORY : derive_hash(c, buffer_slice(&first), parts, hash);
    if (*fault == SIGN_NO_FAULT)
        mac = crypto_mac_new(c, (slice){(const char *)hash, sizeof hash}, fault);
    crypto_wipe(hash, sizeof hash);
    buffer_free(&first);
    return mac;
}

static bool set_identity(sigv4_key *key, const sigv4_key_parts *parts)
{
    size_t length =
        parts->day.length + parts->region.length + parts->service.length + parts->secret.length;
    buffer_reserve(&key->identity, length + 4);
    append_part(&key->identity, parts->day);
    append_part(&key->identity, parts->region);
    append_part(&key->identity, parts->service);
    append_part(&key->identity, parts->secret);
    return !key->identity.failed;
}

crypto_mac *sigv4_keys_get(sigv4_keys *keys, crypto *c, const sigv4_key_parts *parts,
                           sign_fault *fault)
{
    *fault = SIGN_NO_FAULT;
    for (size_t i = 0; i < SIGV4_KEYS_KEPT; i++) {
        if (is_key_for(&keys->kept[i], parts))
            return keys->kept[i].mac;
    }
    sigv4_key *key = &keys->kept[keys->next];
    keys->next = (keys->next + 1) % SIGV4_KEYS_KEPT;
    forget(key);
    if (set_identity(key, parts))
        key->mac = derive_key(c, parts, fault);
    else
        *fault = SIGN_NO_MEMORY;
    if (!key->mac)
        forget(key);
    return key->mac;
}
