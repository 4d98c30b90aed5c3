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

static bool is_key_for(const sigv4_key *key, slice secret, slice day, slice region, slice service)
{
    slice rest = buffer_slice(&key->identity);
    return key->mac && cut_part(&rest, day) && cut_part(&rest, region) &&
           cut_part(&rest, service) && cut_part(&rest, secret);
}

/* out = HMAC(key, data) */
static bool derive(crypto *c, slice key, slice data, unsigned char out[CRYPTO_HASH_BYTES])
{
    crypto_mac *mac = crypto_mac_new(c, key);
    bool done = mac && crypto_mac_sign(mac, data, out);
    crypto_mac_free(mac);
    return done;
}

/* HMAC("AWS4" + secret, day), then region, service and "aws4_request", each keyed by the one before. */
static crypto_mac *derive_key(crypto *c, slice secret, slice day, slice region, slice service)
{
    buffer first = {0};
    unsigned char hash[CRYPTO_HASH_BYTES];
    slice key = {(const char *)hash, sizeof hash};
    crypto_mac *mac = NULL;

    buffer_append_text(&first, "AWS4");
    buffer_append_slice(&first, secret);
    if (!first.failed && derive(c, buffer_slice(&first), day, hash) &&
        derive(c, key, region, hash) && derive(c, key, service, hash) &&
        derive(c, key, SLICE("aws4_request"), hash))
        mac = crypto_mac_new(c, key);
    crypto_wipe(hash, sizeof hash);
    buffer_free(&first);
    return mac;
}

crypto_mac *sigv4_keys_get(sigv4_keys *keys, crypto *c, slice secret, slice day, slice region,
                           slice service)
{
    for (size_t i = 0; i < SIGV4_KEYS_KEPT; i++) {
        if (is_key_for(&keys->kept[i], secret, day, region, service))
            return keys->kept[i].mac;
    }
    sigv4_key *key = &keys->kept[keys->next];
    keys->next = (keys->next + 1) % SIGV4_KEYS_KEPT;
    forget(key);
    buffer_reserve(&key->identity, day.length + region.length + service.length + secret.length + 4);
    append_part(&key->identity, day);
    append_part(&key->identity, region);
    append_part(&key->identity, service);
    append_part(&key->identity, secret);
    if (!key->identity.failed)
        key->mac = derive_key(c, secret, day, region, service);
    if (!key->mac)
        forget(key);
    return key->mac;
}
