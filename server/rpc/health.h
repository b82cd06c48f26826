/* grpc.health.v1, as rows like any other: Check, and Watch, which is woken when the server stops.
 */
#pragma once

#include "server/method.h"

extern const struct service health_service;
