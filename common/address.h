/* Where a server listens: "unix:PATH", "HOST:PORT" or "[IPV6]:PORT"; port 0 picks a free one. */
#pragma once

#include <stdbool.h>

enum address_kind {
	ADDRESS_BAD,      /* none of these forms */
	ADDRESS_UNIX,     /* a socket file: its permissions keep strangers out */
	ADDRESS_LOOPBACK, /* localhost, 127.0.0.0/8, ::1 */
	ADDRESS_REMOTE,   /* anything else: other hosts may reach it */
};

enum address_kind address_kind(const char *address);

/* A host by itself, as certificates name it. */
enum host_kind { HOST_BAD, HOST_NAME, HOST_IP };
enum host_kind host_kind(const char *host);
