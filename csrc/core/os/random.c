#include "random.h"

#include <stdint.h>
#include <string.h>

#include "forks.h"
#include "sys.h"

enum { SUPPLY_BYTES = 256 }; /* of 16 UUIDs */

typedef struct supply {
    uint64_t mark; /* of the process that filled it */
    size_t left;
    unsigned char bytes[SUPPLY_BYTES];
} supply;

static __thread supply own;

/* Makes sure that the supply has so many bytes, and is this process's. */
static bool fill(uint64_t mark, size_t length)
{
    if (own.mark == mark && own.left >= length)
        return true;
    own.left = 0;
    if (!sys_random(own.bytes, sizeof own.bytes))
        return false;
    own.left = sizeof own.bytes;
    own.mark = mark;
    return true;
}

bool random_bytes(void *data, size_t length)
{
    uint64_t mark = forks_mark();
    if (mark == 0 || length > SUPPLY_BYTES)
        return sys_random(data, length);
    if (!fill(mark, length))
        return false;
    own.left -= length;
    memcpy(data, own.bytes + own.left, length);
    return true;
}

bool random_uuid(bool is_fresh, char out[RANDOM_UUID_LENGTH])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[16];
    if (!(is_fresh ? sys_random(bytes, sizeof bytes) : random_bytes(bytes, sizeof bytes)))
        return false;
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *out++ = '-';
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    return true;
}
