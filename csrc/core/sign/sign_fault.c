#include "sign_fault.h"

const char *sign_fault_text(sign_fault fault)
{
    switch (fault) {
#define SIGN_FAULT_TEXT(code, text)                                                                \
    case code: return text;
        SIGN_FAULTS(SIGN_FAULT_TEXT)
#undef SIGN_FAULT_TEXT
    case SIGN_NO_FAULT: break;
    }
    return "";
}
