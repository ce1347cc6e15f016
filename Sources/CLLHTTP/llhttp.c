// llhttp ships as source with the system package node-llhttp. Its strict half is the one that checks every CR LF.
#define LLHTTP_STRICT_MODE 1
#include "/usr/share/llhttp/llhttp.c"
