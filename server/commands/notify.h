/* Tells systemd how the server is (sd_notify's datagrams). */
#pragma once

/* "READY=1", "STOPPING=1", …; nothing happens when systemd did not start us. */
void notify_systemd(const char *state);
