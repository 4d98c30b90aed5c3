/* For LD_PRELOAD: the system's random generator fails. */
#include <errno.h>
#include <sys/random.h>

__attribute__((visibility("default"))) ssize_t getrandom(void *buffer, size_t length,
                                                         unsigned flags)
{
    (void)buffer, (void)length, (void)flags;
    errno = ENOSYS;
    return -1;
}
