// llhttp ships as source with the system package node-llhttp.
#include "/usr/share/llhttp/llhttp.c"
