/* One transfer on its way: which list it is in, how much time it has left, how it fails. */
#ifndef AWS_CORE_HTTP_TRANSFER_H
#define AWS_CORE_HTTP_TRANSFER_H

#include "http_private.h"

/* Moves a transfer to the end of a list of its pool; NULL: to none. */
void http_transfer_move(http_transfer *t, http_list *list);

/* Seconds until it must have moved on; not above 0 when it is too late. `now` is sys_clock's. */
double http_transfer_time_left(const http_transfer *t, double now);

/* The pool looks at the time again when a limit of this transfer has begun to count. */
void http_transfer_expect(http_transfer *t, double now);

/* Notes a failure; `message` NULL keeps the one that is there. */
void http_transfer_fail(http_transfer *t, http_failure failure, const char *message);

/* Notes a ConnectionError: what could not be done, and the system's word on it (errno). */
void http_transfer_fail_for(http_transfer *t, const char *what, int error);

/* The failure of a transfer that was not connected in time, and of one that has no time left for any reason. */
void http_transfer_fail_unconnected(http_transfer *t);
void http_transfer_fail_late(http_transfer *t, double now);

/* Opens a socket for it; -1 on failure, and `is_socketless` is set where there are too many files. */
int http_transfer_open_socket(http_transfer *t, int family, int type, int protocol);

/*
 * Whether the request may go over a connection that is ready; else `is_refused` is set. `tls`: its OpenSSL object; NULL:
 * none. At most one system call.
 */
bool http_transfer_may_use(http_transfer *t, const http_ends *ends, const void *tls);

/* The request begins to be sent. */
void http_transfer_sending(http_transfer *t);

/* So many bytes of the body have been sent by now. */
void http_transfer_uploaded(http_transfer *t, int64_t sent);

#endif
