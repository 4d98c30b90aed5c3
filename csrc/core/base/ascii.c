#include "ascii.h"

enum {
    C = ASCII_CONTROL,
    S = ASCII_CONTROL | ASCII_SPACE,
    B = ASCII_SPACE,
    T = ASCII_TOKEN,
    U = ASCII_TOKEN | ASCII_UNRESERVED,
};

/* clang-format off */
const unsigned char ascii_classes[256] = {
    C, C, C, C, C, C, C, C, C, S, S, S, S, S, C, C, /* TAB to CR are spaces */
    C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C,
    B, T, 0, T, T, T, T, T, 0, 0, T, T, 0, U, U, 0, /*   ! " # $ % & ' ( ) * + , - . / */
    U, U, U, U, U, U, U, U, U, U, 0, 0, 0, 0, 0, 0, /* 0 1 2 3 4 5 6 7 8 9 : ; < = > ? */
    0, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, /* @ A B C D E F G H I J K L M N O */
    U, U, U, U, U, U, U, U, U, U, U, 0, 0, 0, T, U, /* P Q R S T U V W X Y Z [ \ ] ^ _ */
    T, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, /* ` a b c d e f g h i j k l m n o */
    U, U, U, U, U, U, U, U, U, U, U, 0, T, 0, U, C, /* p q r s t u v w x y z { | } ~ DEL */
};
/* clang-format on */
