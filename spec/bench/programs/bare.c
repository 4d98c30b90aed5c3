/*
 * The same exchange by libcurl alone: bare URL REQUEST [CA_FILE]. REQUEST is a file with header lines, an empty line and
 * the body.
 */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "measured.h"

static CURL *easy;
static struct {
    char *data;
    size_t length, capacity;
} body;

static void must(int ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "bare: %s\n", what);
    exit(1);
}

static size_t take(char *data, size_t size, size_t count, void *unused)
{
    size_t length = size * count;
    (void)unused;
    if (body.length + length > body.capacity) {
        body.capacity = 2 * (body.length + length);
        body.data = realloc(body.data, body.capacity);
        must(body.data != NULL, "memory");
    }
    memcpy(body.data + body.length, data, length);
    body.length += length;
    return length;
}

static void exchange(long count)
{
    for (; count > 0; count--) {
        long status = 0;
        body.length = 0;
        must(curl_easy_perform(easy) == CURLE_OK, "the exchange failed");
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        must(status == 200 && body.length > 0, "no answer");
    }
}

/* The header lines of a request; `*sent` is the rest. */
static struct curl_slist *headers_of(char *request, char **sent)
{
    struct curl_slist *headers = NULL;
    char *line = request, *end;
    while ((end = strchr(line, '\n')) != NULL && end != line) {
        *end = '\0';
        headers = curl_slist_append(headers, line);
        line = end + 1;
    }
    *sent = end ? end + 1 : line;
    return headers;
}

int main(int argc, char **argv)
{
    static char request[65536];
    FILE *file = argc > 2 ? fopen(argv[2], "rb") : NULL;
    must(file && fread(request, 1, sizeof request - 1, file) > 0,
         "usage: bare URL REQUEST [CA_FILE]");
    fclose(file);
    char *sent;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, argv[1]);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_of(request, &sent));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, sent);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
    if (argc > 3)
        curl_easy_setopt(easy, CURLOPT_CAINFO, argv[3]);
    serve_counts(exchange);
    return 0;
}
