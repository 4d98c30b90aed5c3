/* Why something could not be hashed or signed. */
#ifndef AWS_CORE_SIGN_FAULT_H
#define AWS_CORE_SIGN_FAULT_H

#include "core/base/buffer.h"

/* OpenSSL has what its configuration file activates; a wrong one leaves nothing. */
#define SIGN_CONFIGURATION                                                                         \
    "its configuration (openssl.cnf, or the file that OPENSSL_CONF names) activates neither the "  \
    "default nor the fips provider"

/* Each with what is said of it. */
#define SIGN_FAULTS(X)                                                                             \
    X(SIGN_NO_MEMORY, NOT_ENOUGH_MEMORY)                                                           \
    X(SIGN_NO_SHA1, "OpenSSL has no SHA-1: " SIGN_CONFIGURATION)                                   \
    X(SIGN_NO_SHA256, "OpenSSL has no SHA-256: " SIGN_CONFIGURATION)                               \
    X(SIGN_NO_HASH, "OpenSSL could not compute the hash")                                          \
    X(SIGN_KEY_REFUSED, "OpenSSL refused the secret key")                                          \
    X(SIGN_NO_SIGNATURE, "OpenSSL could not compute the signature")                                \
    X(SIGN_UNEXPLAINED, "OpenSSL failed without a reason, as it does where memory ran out")        \
    X(SIGN_TIME_OUT_OF_RANGE, "the time is out of range")

typedef enum sign_fault {
    SIGN_NO_FAULT,
#define SIGN_FAULT_CODE(code, text) code,
    SIGN_FAULTS(SIGN_FAULT_CODE)
#undef SIGN_FAULT_CODE
} sign_fault;

/* What is said of it, as a phrase; "" for SIGN_NO_FAULT. */
const char *sign_fault_text(sign_fault fault);

#endif
