#include "descriptors.h"

#include <poll.h>
#include <sys/resource.h>

enum { HIGHEST_LIMIT = 65536, LOOKED_AT_ONCE = 512 };

size_t descriptors_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > HIGHEST_LIMIT)
        return HIGHEST_LIMIT;
    return (size_t)limit.rlim_cur;
}

/* How many of `count` descriptors from `first` on are free: poll says so without touching them. */
static size_t count_free(size_t first, size_t count)
{
    struct pollfd looked_at[LOOKED_AT_ONCE];
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        looked_at[i] = (struct pollfd){.fd = (int)(first + i)};
    if (poll(looked_at, count, 0) < 0)
        return 0;
    for (size_t i = 0; i < count; i++)
        found += (looked_at[i].revents & POLLNVAL) != 0;
    return found;
}

size_t descriptors_free(void)
{
    size_t limit = descriptors_limit(), found = 0;
    for (size_t first = 0; first < limit; first += LOOKED_AT_ONCE) {
        size_t left = limit - first;
        found += count_free(first, left < LOOKED_AT_ONCE ? left : LOOKED_AT_ONCE);
    }
    return found;
}
