#include "descriptors.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* The look-up of a name takes up to four for a moment. */
enum { HIGHEST_LIMIT = 65536, LOOKED_AT_ONCE = 512, FEW = 4 };

size_t descriptors_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > HIGHEST_LIMIT)
        return HIGHEST_LIMIT;
    return (size_t)limit.rlim_cur;
}

/* Which of `count` descriptors from `first` on are free: poll says so without touching them. Returns how many. */
static size_t find_free(size_t first, size_t count, bool *is_free)
{
    struct pollfd looked_at[LOOKED_AT_ONCE];
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        looked_at[i] = (struct pollfd){.fd = (int)(first + i)};
    int answer = poll(looked_at, count, 0);
    for (size_t i = 0; i < count; i++) {
        is_free[i] = answer >= 0 && (looked_at[i].revents & POLLNVAL);
        found += is_free[i];
    }
    return found;
}

size_t descriptors_free(size_t enough)
{
    size_t limit = descriptors_limit(), found = 0;
    for (size_t first = 0; first < limit && found < enough; first += LOOKED_AT_ONCE) {
        bool is_free[LOOKED_AT_ONCE];
        size_t left = limit - first;
        found += find_free(first, left < LOOKED_AT_ONCE ? left : LOOKED_AT_ONCE, is_free);
    }
    return found;
}

bool descriptors_are_few(void)
{
    return descriptors_free(FEW) < FEW;
}

static void add_free(descriptors_noted *noted, size_t first, size_t limit)
{
    bool is_free[LOOKED_AT_ONCE];
    size_t count = limit - first < LOOKED_AT_ONCE ? limit - first : LOOKED_AT_ONCE;
    find_free(first, count, is_free);
    for (size_t i = 0; i < count && noted->count < DESCRIPTORS_NOTED; i++) {
        if (is_free[i])
            noted->free[noted->count++] = (int)(first + i);
    }
}

/* Opens something in the place of those of the standard three that are free. */
static void hold_standard(descriptors_noted *noted)
{
    while (noted->held < noted->count && noted->free[noted->held] <= STDERR_FILENO) {
        int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
        if (fd != noted->free[noted->held]) { /* another thread was faster, or there are no more */
            if (fd >= 0)
                close(fd);
            return;
        }
        noted->held++;
    }
}

static void release_standard(const descriptors_noted *noted)
{
    for (size_t i = 0; i < noted->held; i++)
        close(noted->free[i]);
}

void descriptors_note(descriptors_noted *noted)
{
    size_t limit = descriptors_limit();
    noted->count = noted->held = 0;
    for (size_t first = 0; first < limit && noted->count < DESCRIPTORS_NOTED;
         first += LOOKED_AT_ONCE)
        add_free(noted, first, limit);
    hold_standard(noted);
}

static bool is_end_of_pair(int fd)
{
    struct stat found;
    struct sockaddr_storage name = {.ss_family = AF_UNSPEC};
    socklen_t length = sizeof name;
    if (fstat(fd, &found) != 0)
        return false;
    if (S_ISFIFO(found.st_mode))
        return true;
    return S_ISSOCK(found.st_mode) && getsockname(fd, (struct sockaddr *)&name, &length) == 0 &&
           name.ss_family == AF_UNIX && length == sizeof name.ss_family;
}

void descriptors_seal(const descriptors_noted *noted)
{
    struct pollfd looked_at[DESCRIPTORS_NOTED];
    release_standard(noted);
    for (size_t i = 0; i < noted->count; i++)
        looked_at[i] = (struct pollfd){.fd = noted->free[i]};
    if (poll(looked_at, noted->count, 0) < 0)
        return;
    for (size_t i = 0; i < noted->count; i++) {
        if (!(looked_at[i].revents & POLLNVAL) && is_end_of_pair(noted->free[i]))
            fcntl(noted->free[i], F_SETFD, FD_CLOEXEC);
    }
}
