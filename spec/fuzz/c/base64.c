/* Base64: what is encoded is decoded to the same bytes, and what is decoded is exactly what an encoder writes. */
#include "core/base/base64.h"
#include "../fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    slice input = input_of(data, size);
    buffer text = {0}, bytes = {0};
    base64_append_encoded(&text, input);
    check(base64_append_decoded(&bytes, buffer_slice(&text)));
    check(slice_equal(buffer_slice(&bytes), input));
    buffer_clear(&bytes);
    buffer_clear(&text);
    buffer_append_char(&bytes, 'x');
    if (base64_append_decoded(&bytes, input)) {
        base64_append_encoded(&text, (slice){bytes.data + 1, bytes.length - 1});
        check(slice_equal(buffer_slice(&text), input));
    } else {
        check(bytes.length == 1); /* as before */
    }
    buffer_free(&text);
    buffer_free(&bytes);
    return 0;
}
