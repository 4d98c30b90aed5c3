#include "poller.h"

#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "sys.h"

enum { EVENTS_AT_ONCE = 64 };

bool poller_open(poller *p)
{
    *p = POLLER_CLOSED;
    p->fd = sys_above_standard(epoll_create1(EPOLL_CLOEXEC));
    return p->fd >= 0;
}

void poller_close(poller *p)
{
    if (p->fd >= 0)
        close(p->fd);
    *p = POLLER_CLOSED;
}

/* Whatever epoll calls these two, poll calls them the same. */
static bool tell(poller *p, int fd, short wanted)
{
    struct epoll_event event = {.data.fd = fd};
    event.events = (wanted & POLLIN ? EPOLLIN : 0u) | (wanted & POLLOUT ? EPOLLOUT : 0u);
    if (epoll_ctl(p->fd, EPOLL_CTL_ADD, fd, &event) == 0) {
        p->told++;
        return true;
    }
    return errno == EEXIST && epoll_ctl(p->fd, EPOLL_CTL_MOD, fd, &event) == 0;
}

bool poller_watch(poller *p, int fd, bool to_read, bool to_write)
{
    short wanted = (short)((to_read ? POLLIN : 0) | (to_write ? POLLOUT : 0));
    bool is_lone = p->lone == fd || (p->lone < 0 && p->told == 0);
    if (is_lone) {
        p->lone = fd;
        p->lone_for = wanted;
        return true;
    }
    if (p->lone >= 0 && !tell(p, p->lone, p->lone_for))
        return false;
    p->lone = -1;
    return tell(p, fd, wanted);
}

void poller_forget(poller *p, int fd)
{
    struct epoll_event unused = {0};
    if (p->lone == fd)
        p->lone = -1;
    else if (epoll_ctl(p->fd, EPOLL_CTL_DEL, fd, &unused) == 0)
        p->told--;
}

/* Whole milliseconds, rounded up. */
static int time_limit(double seconds)
{
    return seconds > 0 ? (int)(seconds * 1000 + 0.999) : 0;
}

/* A lone socket that was closed is forgotten, as epoll forgets it. */
static size_t lone_ready(poller *p, poller_event *event, double seconds)
{
    struct pollfd lone = {.fd = p->lone, .events = p->lone_for};
    if (poll(&lone, 1, time_limit(seconds)) <= 0)
        return 0;
    if (lone.revents & POLLNVAL) {
        p->lone = -1;
        return 0;
    }
    *event = (poller_event){
        .fd = lone.fd,
        .readable = lone.revents & POLLIN,
        .writable = lone.revents & POLLOUT,
        .failed = lone.revents & (POLLERR | POLLHUP),
    };
    return 1;
}

size_t poller_ready(poller *p, poller_event *events, size_t limit, double seconds)
{
    struct epoll_event found[EVENTS_AT_ONCE];
    int most = limit < EVENTS_AT_ONCE ? (int)limit : EVENTS_AT_ONCE;
    if (p->lone >= 0)
        return lone_ready(p, events, seconds);
    int count = epoll_wait(p->fd, found, most, time_limit(seconds));
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

/* A poller with a lone socket has no others. */
void poller_wait(const poller *const *pollers, size_t count, double seconds)
{
    struct pollfd waited[POLLERS_AT_ONCE];
    for (size_t i = 0; i < count; i++) {
        const poller *p = pollers[i];
        waited[i] = p->lone >= 0 ? (struct pollfd){.fd = p->lone, .events = p->lone_for}
                                 : (struct pollfd){.fd = p->fd, .events = POLLIN};
    }
    poll(waited, count, time_limit(seconds));
}
