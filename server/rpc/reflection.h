/* Server reflection from the embedded descriptor set: v1, and v1alpha, which differs in its name
 * alone. */
#pragma once

#include "server/method.h"

extern const struct service reflection_service, reflection_alpha_service;
