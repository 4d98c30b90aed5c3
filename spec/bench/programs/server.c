/*
 * A server on 127.0.0.1 that answers each request with the same body: server BODY [CERTIFICATE KEY]; with these it speaks
 * TLS. It prints its port, and ends when its standard input does.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char *answer;
static size_t answer_length;
static SSL_CTX *tls; /* NULL: none */

typedef struct connection {
    int fd;
    SSL *ssl; /* NULL: none */
} connection;

static void must(int ok, const char *what)
{
    if (ok)
        return;
    perror(what);
    exit(1);
}

static void read_answer(const char *path)
{
    static const char head[] =
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\n"
        "x-amzn-RequestId: 0f5d1ab2-6f5b-4c1e-9d3c-8f4a1d2b3c4d\r\nContent-Length: %ld\r\n\r\n";
    FILE *file = fopen(path, "rb");
    must(file != NULL && fseek(file, 0, SEEK_END) == 0, path);
    long size = ftell(file);
    rewind(file);
    answer = malloc(sizeof head + 32 + (size_t)size);
    must(answer != NULL, "malloc");
    answer_length = (size_t)sprintf(answer, head, size);
    must(fread(answer + answer_length, 1, (size_t)size, file) == (size_t)size, path);
    answer_length += (size_t)size;
    fclose(file);
}

static ssize_t receive(connection *c, char *data, size_t size)
{
    return c->ssl ? SSL_read(c->ssl, data, (int)size) : read(c->fd, data, size);
}

static int send_answer(connection *c)
{
    if (c->ssl)
        return SSL_write(c->ssl, answer, (int)answer_length) > 0;
    for (size_t sent = 0; sent < answer_length;) {
        ssize_t count = write(c->fd, answer + sent, answer_length - sent);
        if (count <= 0)
            return 0;
        sent += (size_t)count;
    }
    return 1;
}

/* Reads a whole request, which has a Content-Length or no body; 0 at the end of the connection. */
static int read_request(connection *c)
{
    char request[65536];
    size_t length = 0;
    for (;;) {
        ssize_t count = receive(c, request + length, sizeof request - 1 - length);
        if (count <= 0)
            return 0;
        length += (size_t)count;
        request[length] = '\0';
        const char *end = strstr(request, "\r\n\r\n");
        const char *field = strcasestr(request, "\ncontent-length:");
        if (end &&
            length >= (size_t)(end + 4 - request) + (field ? strtoul(field + 16, NULL, 10) : 0))
            return 1;
    }
}

static void *serve(void *argument)
{
    connection c = {(int)(intptr_t)argument, NULL};
    if (tls) {
        c.ssl = SSL_new(tls);
        must(c.ssl && SSL_set_fd(c.ssl, c.fd), "SSL_new");
    }
    if (!c.ssl || SSL_accept(c.ssl) == 1) {
        while (read_request(&c) && send_answer(&c)) {
        }
    }
    SSL_free(c.ssl);
    close(c.fd);
    return NULL;
}

static void *end_with_input(void *unused)
{
    char byte;
    while (read(0, &byte, 1) > 0) {
    }
    (void)unused;
    _exit(0);
}

static void use_tls(const char *certificate, const char *key)
{
    tls = SSL_CTX_new(TLS_server_method());
    must(tls && SSL_CTX_use_certificate_chain_file(tls, certificate) == 1 &&
             SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) == 1,
         "certificate");
}

static void start_thread(void *(*run)(void *), void *argument)
{
    pthread_t thread;
    must(pthread_create(&thread, NULL, run, argument) == 0, "pthread_create");
    pthread_detach(thread);
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    signal(SIGPIPE, SIG_IGN);
    read_answer(argc > 1 ? argv[1] : "");
    if (argc > 3)
        use_tls(argv[2], argv[3]);
    must(fd >= 0 && !bind(fd, (struct sockaddr *)&address, size) && !listen(fd, 1024) &&
             !getsockname(fd, (struct sockaddr *)&address, &size),
         "listen");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    start_thread(end_with_input, NULL);
    for (;;) {
        int accepted = accept(fd, NULL, NULL);
        if (accepted < 0)
            continue;
        setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        start_thread(serve, (void *)(intptr_t)accepted);
    }
}
