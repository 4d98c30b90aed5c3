#include "unchanged.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

enum { CHUNK = 16384 }; /* a multiple of a word */

static uint64_t add_word(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

/* Over words of 8 bytes as this machine has them; the last one is filled up with zeros. */
static uint64_t add(uint64_t hash, const char *data, size_t length)
{
    uint64_t word;
    size_t whole = length - length % sizeof word;
    for (size_t at = 0; at < whole; at += sizeof word) {
        memcpy(&word, data + at, sizeof word);
        hash = add_word(hash, word);
    }
    if (whole == length)
        return hash;
    word = 0;
    memcpy(&word, data + whole, length - whole);
    return add_word(hash, word);
}

/* Reads as much as there is to read, less only at the end of the file; false when the system cannot. */
static bool read_chunk(int fd, char *chunk, size_t length)
{
    ssize_t count = 1;
    for (size_t at = 0; at < length && count > 0; at += (size_t)count)
        count = read(fd, chunk + at, length - at);
    return count > 0;
}

static bool has_hash(int fd, size_t size, uint64_t hash)
{
    char chunk[CHUNK];
    uint64_t found = 0;
    for (size_t at = 0; at < size; at += CHUNK) {
        size_t length = size - at < CHUNK ? size - at : CHUNK;
        if (!read_chunk(fd, chunk, length))
            return false;
        found = add(found, chunk, length);
    }
    return found == hash;
}

file_state file_state_of(const char *path, size_t size, uint64_t hash)
{
    struct stat found;
    int fd = file_open(path, O_RDONLY, 0);
    if (fd < 0)
        return FILE_MISSING;
    bool is_same = fstat(fd, &found) == 0 && S_ISREG(found.st_mode) &&
                   (uintmax_t)found.st_size == size && has_hash(fd, size, hash);
    close(fd);
    return is_same ? FILE_UNCHANGED : FILE_CHANGED;
}
