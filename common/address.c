#include "common/address.h"

#include <arpa/inet.h>
#include <string.h>

enum { HOST_SIZE = 256 };

/* The port's digits up to 65535; nothing else. */
static bool is_port(const char *text)
{
	long port = 0;
	size_t n = strspn(text, "0123456789");
	if (n == 0 || n > 5 || text[n] != '\0')
		return false;
	for (; *text != '\0'; text++)
		port = port * 10 + (*text - '0');
	return port <= 65535;
}

static bool is_host_name(const char *text)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
	return text[0] != '\0' && text[strspn(text, allowed)] == '\0';
}

static enum address_kind kind_of_ipv6(const char *host)
{
	struct in6_addr ip;
	if (inet_pton(AF_INET6, host, &ip) != 1)
		return ADDRESS_BAD;
	return IN6_IS_ADDR_LOOPBACK(&ip) ? ADDRESS_LOOPBACK : ADDRESS_REMOTE;
}

static enum address_kind kind_of_name(const char *host)
{
	struct in_addr ip;
	if (inet_pton(AF_INET, host, &ip) == 1)
		return ntohl(ip.s_addr) >> 24 == 127 ? ADDRESS_LOOPBACK : ADDRESS_REMOTE;
	if (strcmp(host, "localhost") == 0)
		return ADDRESS_LOOPBACK;
	return is_host_name(host) ? ADDRESS_REMOTE : ADDRESS_BAD;
}

enum host_kind host_kind(const char *host)
{
	struct in6_addr ip;
	if (inet_pton(AF_INET, host, &ip) == 1 || inet_pton(AF_INET6, host, &ip) == 1)
		return HOST_IP;
	return is_host_name(host) && strlen(host) < HOST_SIZE ? HOST_NAME : HOST_BAD;
}

enum address_kind address_kind(const char *address)
{
	char host[HOST_SIZE];
	if (strncmp(address, "unix:", 5) == 0)
		return address[5] == '\0' ? ADDRESS_BAD : ADDRESS_UNIX;
	const char *colon = strrchr(address, ':');
	if (colon == NULL || !is_port(colon + 1))
		return ADDRESS_BAD;
	size_t size = (size_t)(colon - address);
	bool has_brackets = size > 2 && address[0] == '[' && colon[-1] == ']';
	if (has_brackets) {
		address++;
		size -= 2;
	}
	if (size >= sizeof host)
		return ADDRESS_BAD;
	memcpy(host, address, size);
	host[size] = '\0';
	return has_brackets ? kind_of_ipv6(host) : kind_of_name(host);
}
