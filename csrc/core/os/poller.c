#include "poller.h"

#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>

#include "sys.h"

enum { EVENTS_AT_ONCE = 64 };

int poller_open(void)
{
    return sys_above_standard(epoll_create1(EPOLL_CLOEXEC));
}

bool poller_watch(int poller, int fd, bool to_read, bool to_write)
{
    struct epoll_event event = {.data.fd = fd};
    event.events = (to_read ? EPOLLIN : 0u) | (to_write ? EPOLLOUT : 0u);
    if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) == 0)
        return true;
    return errno == EEXIST && epoll_ctl(poller, EPOLL_CTL_MOD, fd, &event) == 0;
}

void poller_forget(int poller, int fd)
{
    struct epoll_event unused = {0};
    epoll_ctl(poller, EPOLL_CTL_DEL, fd, &unused);
}

/* Whole milliseconds, rounded up. */
static int time_limit(double seconds)
{
    return seconds > 0 ? (int)(seconds * 1000 + 0.999) : 0;
}

size_t poller_ready(int poller, poller_event *events, size_t limit, double seconds)
{
    struct epoll_event found[EVENTS_AT_ONCE];
    int most = limit < EVENTS_AT_ONCE ? (int)limit : EVENTS_AT_ONCE;
    int count = epoll_wait(poller, found, most, time_limit(seconds));
    for (int i = 0; i < count; i++) {
        events[i] = (poller_event){
            .fd = found[i].data.fd,
            .readable = found[i].events & EPOLLIN,
            .writable = found[i].events & EPOLLOUT,
            .failed = found[i].events & (EPOLLERR | EPOLLHUP),
        };
    }
    return count > 0 ? (size_t)count : 0;
}

void poller_wait(const int *pollers, size_t count, double seconds)
{
    struct pollfd waited[POLLERS_AT_ONCE];
    for (size_t i = 0; i < count; i++)
        waited[i] = (struct pollfd){.fd = pollers[i], .events = POLLIN};
    poll(waited, count, time_limit(seconds));
}
