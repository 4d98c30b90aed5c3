/* What the requests of one kind have in common, read once: each is signed with what it has of its own. */
#ifndef AWS_CORE_SIGV4_TEMPLATE_H
#define AWS_CORE_SIGV4_TEMPLATE_H

#include "sigv4.h"

/* Owns its texts. Zeroed is empty and valid. */
typedef struct sigv4_template {
    sigv4_request request; /* views of the texts; without body, credentials and time */
    buffer headers;        /* array of sigv4_header */
    buffer texts;
} sigv4_template;

/*
 * Takes over what `request` has, but for body, credentials and time; once. Folds of header values are unfolded, as they
 * are sent. False when memory runs out.
 */
bool sigv4_template_take(sigv4_template *t, const sigv4_request *request);

void sigv4_template_free(sigv4_template *t);

#endif
