/* What pools and transfers consist of; private to this folder: what makes up http.h. */
#ifndef AWS_CORE_HTTP_PRIVATE_H
#define AWS_CORE_HTTP_PRIVATE_H

#include <stdint.h>
#include <sys/types.h>

#include "core/os/poller.h"
#include "http_response.h"
#include "http_sockets.h"
#include "http_trust.h"
#include "http_types.h"

enum { HTTP_MESSAGE_SIZE = 512 }; /* libcurl wants 256 for an error text (CURL_ERROR_SIZE) */

/* A name that libcurl looks up: one transfer does, the others to it wait for the answer in libcurl's cache. */
typedef struct http_host {
    struct http_host *next;
    double resolved_at;            /* on the monotonic clock; 0: never */
    const http_transfer *resolver; /* the transfer that looks it up now */
    size_t users;                  /* transfers to it, queued or running */
    char authority[];              /* "host:port" of what is connected to, a proxy for one */
} http_host;

/* An easy handle of libcurl, and what it is set up for. */
typedef struct http_easy {
    struct http_easy *next;   /* of those that the pool keeps */
    void *handle;             /* libcurl's */
    http_transfer *transfer;  /* NULL: it is kept */
    char *method, *url;       /* of the request that it was set up for */
    char *ca_bundle;          /* NULL: the system's */
    bool has_body;            /* that request */
    bool is_spoilt;           /* it has options that fit no other transfer */
    bool ended_well;          /* libcurl has no complaint about the transfer */
    struct curl_slist *lines; /* headers: one array, whose texts are in the next */
    buffer texts;
} http_easy;

typedef struct http_list {
    http_transfer *first, *last;
    size_t count;
} http_list;

struct http_pool {
    pid_t pid;       /* the process that the sockets belong to */
    void *multi;     /* libcurl's handle; NULL until something runs */
    http_easy *kept; /* easy handles without a transfer, for the next ones; none without `multi` */
    bool is_broken;  /* libcurl failed in a way that leaves the handle of no use */
    bool is_unwatched;    /* a socket of some transfer is not watched */
    double starved_until; /* for want of descriptors the next round is not before; 0: not so */
    http_sockets sockets;
    http_trust trust;
    bool looks_up;   /* libcurl is about to look an address up */
    poller poller;   /* of libcurl's sockets */
    double now;      /* when libcurl was last given something to do, on the monotonic clock */
    double timer_at; /* when libcurl wants to be called whatever the sockets do */
    double late_at;  /* no transfer is late before */
    http_list queued, running, ended;
    http_host *hosts;
    size_t fits;             /* so many in flight leave enough descriptors */
    bool is_counted;         /* descriptors were counted in this round of the queue */
    double counted_at;       /* when they were, on the monotonic clock */
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
    http_easy *easy; /* until it ended */
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

#endif
