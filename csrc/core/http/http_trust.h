/* Whether the file of trusted certificates is the one that libcurl has read. */
#ifndef AWS_CORE_HTTP_TRUST_H
#define AWS_CORE_HTTP_TRUST_H

#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

/* How the file was seen last. A zeroed one has not been seen. */
typedef struct http_trust {
    bool is_seen;
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec written, changed;
    double replaced_at; /* when another one was seen, on the monotonic clock; 0: never */
} http_trust;

/*
 * How old in seconds what was read of the file may be, for a connection that is opened now: no older than the file as it
 * is. `path` NULL: the system's file, which a system replaces as well, and which is not looked at.
 */
long http_trust_age(http_trust *trust, const char *path);

#endif
