#include "unchanged.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

enum { CHUNK = 16384 }; /* a multiple of a word */

/* Over words of 8 bytes as this machine has them; the last one is filled up with zeros. */
static uint64_t add(uint64_t hash, const char *data, size_t length)
{
    for (size_t at = 0; at < length; at += sizeof hash) {
        uint64_t word = 0;
        memcpy(&word, data + at, length - at < sizeof word ? length - at : sizeof word);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    return hash;
}

/* Reads a whole chunk, less only at the end of the file; -1 when the system cannot. */
static ssize_t read_chunk(int fd, char *chunk)
{
    size_t length = 0;
    ssize_t count;
    while (length < CHUNK && (count = read(fd, chunk + length, CHUNK - length)) != 0) {
        if (count < 0)
            return -1;
        length += (size_t)count;
    }
    return (ssize_t)length;
}

static bool has_hash(int fd, uint64_t hash)
{
    char chunk[CHUNK];
    uint64_t found = 0;
    ssize_t length;
    while ((length = read_chunk(fd, chunk)) > 0)
        found = add(found, chunk, (size_t)length);
    return length == 0 && found == hash;
}

bool file_is_unchanged(const char *path, size_t size, uint64_t hash)
{
    struct stat found;
    int fd = file_open(path, O_RDONLY, 0);
    if (fd < 0)
        return false;
    bool is_same = fstat(fd, &found) == 0 && S_ISREG(found.st_mode) &&
                   (uintmax_t)found.st_size == size && has_hash(fd, hash);
    close(fd);
    return is_same;
}
