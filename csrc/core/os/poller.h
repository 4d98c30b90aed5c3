/*
 * Which of many sockets are ready, at a cost that does not grow with those that are not (epoll). One alone, as most calls
 * have, is polled: epoll would be told of it before each wait, and again after it.
 */
#ifndef AWS_CORE_POLLER_H
#define AWS_CORE_POLLER_H

#include <stdbool.h>
#include <stddef.h>

enum { POLLERS_AT_ONCE = 64 };

typedef struct poller_event {
    int fd;
    bool readable, writable, failed;
} poller_event;

typedef struct poller {
    int fd;         /* of epoll; -1: it is closed */
    size_t told;    /* sockets that epoll watches */
    int lone;       /* the socket that is watched and that epoll is not told of; -1: none */
    short lone_for; /* what of it is watched, as poll names it */
} poller;

/* One without sockets that need not be closed. */
#define POLLER_CLOSED ((poller){.fd = -1, .lone = -1})

/* Opens a closed one; false on failure, with errno. */
bool poller_open(poller *p);

/* It watches nothing any more. The sockets stay open. */
void poller_close(poller *p);

/* Watches a socket, in place of what was watched of it before; false when the system refuses, with errno. */
bool poller_watch(poller *p, int fd, bool to_read, bool to_write);

void poller_forget(poller *p, int fd);

/*
 * Sockets that are ready, at most `limit`; returns how many. Waits for the first one until a signal came or `seconds` are
 * over; not at all for 0.
 */
size_t poller_ready(poller *p, poller_event *events, size_t limit, double seconds);

/* Waits until one of these pollers has a ready socket, a signal came or the time is up; at most POLLERS_AT_ONCE. */
void poller_wait(const poller *const *pollers, size_t count, double seconds);

#endif
