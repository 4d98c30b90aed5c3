#include "unchanged.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

enum { WORD = 4, BLOCK = FILE_LANES * WORD, CHUNK = 16384 }; /* a multiple of a block */

/* The word with that index, counted from 0. */
static uint32_t word_of(const unsigned char *block, size_t index)
{
    const unsigned char *bytes = block + index * WORD;
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

/*
 * Words take turns among four lanes, which a processor computes at the same time. A lane changes with each of its words:
 * the factor is odd. It is short, so that Lua without 64-bit integers gets the same.
 */
static void add_blocks(uint32_t hash[FILE_LANES], const unsigned char *data, size_t length)
{
    enum { FACTOR = 0x1a2b35 };
    uint32_t a = hash[0], b = hash[1], c = hash[2], d = hash[3];
    for (const unsigned char *end = data + length; data < end; data += BLOCK) {
        a = a * FACTOR + word_of(data, 0);
        b = b * FACTOR + word_of(data, 1);
        c = c * FACTOR + word_of(data, 2);
        d = d * FACTOR + word_of(data, 3);
    }
    hash[0] = a;
    hash[1] = b;
    hash[2] = c;
    hash[3] = d;
}

/* The last block is filled up with zeros. */
static void add(uint32_t hash[FILE_LANES], const unsigned char *data, size_t length)
{
    unsigned char last[BLOCK] = {0};
    size_t rest = length % BLOCK;
    add_blocks(hash, data, length - rest);
    if (rest == 0)
        return;
    memcpy(last, data + length - rest, rest);
    add_blocks(hash, last, BLOCK);
}

/* A piece of a file that ends where it should is shorter than what is asked for: that saves asking for its size. */
static bool has_print(int fd, const file_print *print)
{
    unsigned char chunk[CHUNK];
    uint32_t found[FILE_LANES] = {0};
    size_t at = 0, expected;
    do {
        expected = print->size - at < CHUNK ? print->size - at : CHUNK;
        if (read(fd, chunk, CHUNK) != (ssize_t)expected)
            return false;
        add(found, chunk, expected);
        at += expected;
    } while (expected == CHUNK);
    return memcmp(found, print->hash, sizeof found) == 0;
}

file_state file_state_of(const char *path, const file_print *print)
{
    int fd = file_open(path, O_RDONLY, 0);
    if (fd < 0)
        return FILE_MISSING;
    bool is_same = has_print(fd, print);
    close(fd);
    return is_same ? FILE_UNCHANGED : FILE_CHANGED;
}
