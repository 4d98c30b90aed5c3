/* The inside of pools and transfers, shared by the files that make up http.h. */
#ifndef AWS_CORE_HTTP_POOL_H
#define AWS_CORE_HTTP_POOL_H

#include <stdint.h>
#include <sys/types.h>

#include "http.h"
#include "http_sockets.h"
#include "http_trust.h"

enum { HTTP_MESSAGE_SIZE = 512 }; /* libcurl wants 256 for an error text (CURL_ERROR_SIZE) */

/* A name that libcurl looks up: one transfer does, the others to it wait for the answer in libcurl's cache. */
typedef struct http_host {
    struct http_host *next;
    double resolved_at;            /* on the monotonic clock; 0: never */
    const http_transfer *resolver; /* the transfer that looks it up now */
    size_t users;                  /* transfers to it, queued or running */
    char authority[];              /* "host:port" of what is connected to, a proxy for one */
} http_host;

typedef struct http_list {
    http_transfer *first, *last;
    size_t count;
} http_list;

struct http_pool {
    pid_t pid;            /* the process that the sockets belong to */
    void *multi;          /* libcurl's handle; NULL until something runs */
    bool is_broken;       /* libcurl failed in a way that leaves the handle of no use */
    bool is_unwatched;    /* a socket of some transfer is not watched */
    double starved_until; /* for want of descriptors the next round is not before; 0: not so */
    http_sockets sockets;
    http_trust trust;
    bool looks_up;   /* libcurl is about to look an address up */
    int poller;      /* of libcurl's sockets */
    double timer_at; /* when libcurl wants to be called whatever the sockets do */
    double late_at;  /* no transfer is late before */
    http_list queued, running, ended;
    http_host *hosts;
    size_t fits;             /* so many in flight leave enough descriptors */
    bool is_counted;         /* descriptors were counted in this round of the queue */
    size_t connections;      /* that libcurl keeps at most, idle ones included */
    size_t connections_kept; /* when nothing runs */
    size_t ended_count;      /* transfers that ended so far */
    int64_t last_id;
};

struct http_transfer {
    http_pool *pool;
    http_list *list; /* of the pool: where it stands; NULL: nowhere any more */
    http_transfer *previous, *next;
    int64_t id;
    bool ended;
    http_host *host; /* until it ended */
    void *easy;      /* libcurl's handle until it ended */
    struct curl_slist *header_lines;
    http_response response;
    bool has_proxy;
    char *ca_bundle;                               /* file, a copy; NULL: the system's */
    double connect_timeout, read_timeout, timeout; /* seconds, as requested */
    double deadline;                               /* on the monotonic clock; 0: none */
    double connecting_since;  /* connects, or waits for its host's address; 0: neither */
    double connecting_before; /* seconds of such waits so far: time to connect, unlike others */
    double last_activity;     /* when a byte last moved, once connected */
    int64_t uploaded;
    int unwatched;      /* why the system refused to watch its socket (errno); 0: it did not */
    bool is_refused;    /* it must not go over the connection that libcurl has for it */
    bool is_afresh;     /* it goes over a new one */
    bool is_socketless; /* the system gave it no socket: there are too many files */
    bool is_starved;    /* it had to wait for descriptors */
    int times_sent;     /* how often libcurl began to send the request */
    http_failure failure;
    char message[HTTP_MESSAGE_SIZE];
};

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

/*
 * Whether the request may go over a connection that is ready; else `is_refused` is set. `tls`: its OpenSSL object; NULL:
 * none. At most one system call.
 */
bool http_transfer_may_use(http_transfer *t, const http_ends *ends, const void *tls);

/* The request begins to be sent. */
void http_transfer_sending(http_transfer *t);

/* So many bytes of the body have been sent by now. */
void http_transfer_uploaded(http_transfer *t, int64_t sent);

/* ---- the verdict (http_verdict.c) ---- */

/* What libcurl says of a transfer that it has ended. */
typedef enum http_ending {
    HTTP_ENDED_WELL,
    HTTP_ENDED_NO_MEMORY,
    HTTP_ENDED_LATE,
    HTTP_ENDED_UNREACHED,
    HTTP_ENDED_BY_PROXY,
    HTTP_ENDED_IN_HANDSHAKE,
    HTTP_ENDED_BY_CERTIFICATE,
    HTTP_ENDED_WITHOUT_TRUST, /* the file of trusted certificates cannot be read */
    HTTP_ENDED_OTHERWISE
} http_ending;

/*
 * Judges what that means for the caller, and notes a failure. `connect_status`: a proxy's answer to CONNECT; 0: none.
 * `usual`: what libcurl says of such an ending where it did not say more.
 */
void http_transfer_judge(http_transfer *t, http_ending ending, long connect_status,
                         const char *usual);

/* Why a transfer that has ended was not begun, as far as that concerns others. */
typedef enum http_unbegun {
    HTTP_BEGUN,
    HTTP_UNRESOLVED, /* there is no address */
    HTTP_STARVED     /* for want of descriptors: it is not judged, and may be begun again */
} http_unbegun;

/* Whether it was; `is_unresolved`: there is no address for its host, or for its proxy. */
http_unbegun http_transfer_unbegun(const http_transfer *t, http_ending ending, bool is_unresolved);

/* ---- the queue: what may start now (http_queue.c) ---- */

/* Puts a new transfer into the queue; false when memory runs out. */
bool http_queue_add(http_transfer *t, const http_request *request);

/* Before http_queue_take is called until it returns NULL, with a turn of libcurl between two rounds. */
void http_queue_begin_round(http_pool *pool);

/* The next transfer that may start, NULL for none; it is moved to `running`. */
http_transfer *http_queue_take(http_pool *pool);

/* Whether it is the one that looks up its host. */
bool http_queue_is_resolver(const http_transfer *t);

/* The transfer has an address to connect to (`looked_up`), or a connection. */
void http_queue_resolved(http_transfer *t, bool looked_up);

/* Puts back what could not be begun for want of descriptors: it waits for its turn, as long as it may for a connection. */
void http_queue_starve(http_transfer *t);

/* The same for all that is queued. */
void http_queue_starve_all(http_pool *pool);

/* Whether there is nothing to begin for the moment: there were no descriptors, and none was given back. */
bool http_queue_is_starved(const http_pool *pool);

/* libcurl's cache of addresses is gone. */
void http_queue_forget_addresses(http_pool *pool);

/* The transfer ended: it looks nothing up any more. */
void http_queue_leave(http_transfer *t);

void http_queue_free_hosts(http_pool *pool);

/* How many idle connections a pool keeps when nothing runs, and how many connections in all it is to have now. */
size_t http_queue_connections_kept(void);
size_t http_queue_connections_wanted(const http_pool *pool);

#endif
