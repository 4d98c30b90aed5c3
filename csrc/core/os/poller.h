/* Which of many sockets are ready, at a cost that does not grow with those that are not (epoll). */
#ifndef AWS_CORE_POLLER_H
#define AWS_CORE_POLLER_H

#include <stdbool.h>
#include <stddef.h>

enum { POLLERS_AT_ONCE = 64 };

typedef struct poller_event {
    int fd;
    bool readable, writable, failed;
} poller_event;

/* A descriptor that is readable when one of its sockets is ready; -1 on failure. The caller closes it. */
int poller_open(void);

/* Watches a socket, in place of what was watched of it before; false when the system refuses. */
bool poller_watch(int poller, int fd, bool to_read, bool to_write);

void poller_forget(int poller, int fd);

/*
 * Sockets that are ready, at most `limit`; returns how many. Waits for the first one until a signal came or `seconds` are
 * over; not at all for 0.
 */
size_t poller_ready(int poller, poller_event *events, size_t limit, double seconds);

/* Waits until one of these pollers has a ready socket, a signal came or the time is up; at most POLLERS_AT_ONCE. */
void poller_wait(const int *pollers, size_t count, double seconds);

#endif
