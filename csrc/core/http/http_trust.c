#include "http_trust.h"

#include <math.h>
#include <stddef.h>
#include <sys/stat.h>

#include "core/os/sys.h"

enum { LONGEST_AGE = 86400 };

static bool is_same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool is_same(const http_trust *a, const http_trust *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           is_same_time(a->written, b->written) && is_same_time(a->changed, b->changed);
}

static http_trust look_at(const char *path)
{
    struct stat found;
    http_trust seen = {.is_seen = true};
    if (stat(path, &found) != 0)
        return seen;
    seen.device = found.st_dev;
    seen.inode = found.st_ino;
    seen.size = found.st_size;
    seen.written = found.st_mtim;
    seen.changed = found.st_ctim;
    return seen;
}

long http_trust_age(http_trust *trust, const char *path)
{
    if (!path)
        return 0;
    http_trust seen = look_at(path);
    seen.replaced_at = trust->replaced_at;
    if (trust->is_seen && !is_same(trust, &seen))
        seen.replaced_at = sys_clock();
    *trust = seen;
    return seen.replaced_at > 0 ? (long)fmin(sys_clock() - seen.replaced_at, LONGEST_AGE)
                                : LONGEST_AGE;
}
