/*
 * AWS Signature Version 4: a request goes in, every intermediate value and what to send come out.
 * Rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
#ifndef AWS_CORE_SIGV4_H
#define AWS_CORE_SIGV4_H

#include <stdint.h>

#include "core/base/buffer.h"
#include "core/base/uri.h"
#include "crypto.h"

typedef struct sigv4_header {
    slice name;
    slice value; /* may hold line folds (LF and blanks); no other control characters */
} sigv4_header;

typedef struct sigv4_credentials {
    slice access_key_id;
    slice secret_access_key;
    slice session_token; /* empty: none */
} sigv4_credentials;

/* Everything is a view that must live until the call returns. */
typedef struct sigv4_request {
    slice method;
    uri url;
    const sigv4_header *headers;
    size_t header_count;
    slice body;
    slice payload_hash; /* hex or "UNSIGNED-PAYLOAD"; empty: the hash of `body` */
    slice region;
    slice service;
    sigv4_credentials credentials;
    int64_t time;        /* epoch seconds */
    bool normalize_path; /* drop empty, "." and ".." segments for the signature */
    bool double_encode;  /* encode the path once more for the signature (all services but s3); else
                           its escapes are written anew, as s3 does with what it received */
    bool sign_payload_header; /* add and sign x-amz-content-sha256 */
    bool sign_token;          /* sign the session token; else it is only sent */
    bool presign;             /* signature in the query (valid `expires` seconds), not in headers */
    int64_t expires;
} sigv4_request;

/* The texts that signing builds. */
enum {
    SIGV4_HEADERS,      /* canonical_pair array of the headers that are signed */
    SIGV4_HEADER_NAMES, /* of those given, in lower case */
    SIGV4_HOST,
    SIGV4_PATH,  /* to send */
    SIGV4_QUERY, /* to send */
    SIGV4_QUERY_PAIRS,
    SIGV4_QUERY_TEXT,
    SIGV4_NORMALIZED_PATH,
    SIGV4_CREDENTIAL, /* "access key/scope" */
    SIGV4_SIGNED_HEADERS,
    SIGV4_PAYLOAD_HASH,
    SIGV4_CANONICAL_REQUEST,
    SIGV4_STRING_TO_SIGN,
    SIGV4_SESSION_TOKEN,
    SIGV4_AUTHORIZATION,
    SIGV4_URL,
    SIGV4_TEXT_COUNT
};

/* What one signature is made in; used again for the next. Zeroed is empty and valid. */
typedef struct sigv4_work {
    buffer text[SIGV4_TEXT_COUNT];
    char date[17]; /* YYYYMMDDTHHMMSSZ */
    char signature[CRYPTO_HASH_HEX];
} sigv4_work;

/* Wipes and frees all of it. */
void sigv4_work_free(sigv4_work *w);

/* What signing made; views into the work, valid until it is used again. */
typedef struct sigv4_result {
    slice canonical_request;
    slice string_to_sign;
    slice signature;
    slice signed_headers;
    slice authorization; /* value of the Authorization header; empty when presigned */
    slice date;          /* value of X-Amz-Date */
    slice session_token; /* empty: none */
    slice payload_hash;
    slice host;
    slice url; /* to send: everything encoded that needs it; with the signature when presigned */
} sigv4_result;

/*
 * Keeps OpenSSL's contexts and a few signing keys (each for one secret, day, region and service). Serves one thread.
 * Everything is wiped when it is freed.
 */
typedef struct sigv4_signer sigv4_signer;

/* NULL, and why: memory ran out, or OpenSSL has no SHA-256. */
sigv4_signer *sigv4_signer_new(sign_fault *fault);
void sigv4_signer_free(sigv4_signer *s);

/* Signs in `work`. The result points into `work` alone, never into the request; it is not set after a fault. */
sign_fault sigv4_sign(sigv4_signer *s, sigv4_work *work, const sigv4_request *request,
                      sigv4_result *result);

/*
 * Appends every header to send, in its order, as an array of sigv4_header: those given, but for what signing writes itself,
 * and those that it adds. They are views of the request and of the work.
 */
void sigv4_list_headers(const sigv4_request *request, const sigv4_result *result, buffer *list);

/* The URL to send to, a view of the work, of a request that is not presigned; false when memory runs out. */
bool sigv4_url(sigv4_work *work, const sigv4_request *request, slice *url);

#endif
