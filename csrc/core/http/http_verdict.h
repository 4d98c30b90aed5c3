/* What the end of a transfer, as libcurl tells it, means for the caller. */
#ifndef AWS_CORE_HTTP_VERDICT_H
#define AWS_CORE_HTTP_VERDICT_H

#include "http_private.h"

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
    HTTP_UNRESOLVED, /* its address was not found */
    HTTP_STARVED     /* for want of descriptors: it is not judged, and may be begun again */
} http_unbegun;

/* Whether it was; `is_unresolved`: the address of its host, or of its proxy, was not found. */
http_unbegun http_transfer_unbegun(const http_transfer *t, http_ending ending, bool is_unresolved);

#endif
