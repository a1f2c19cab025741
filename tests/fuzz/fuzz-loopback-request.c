// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include "gate-loopback-request.h"

#include <string.h>

#define STATE "s7ate"

/* Only a request of the exact path with the right state is right, and its target can be put into an address as it is. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *copy = g_memdup2 (data, size);
  g_autofree char *target = NULL;
  guint status = gate_loopback_request_check (copy, size, "127.0.0.1:4123", "/callback", STATE, &target);

  g_assert_true (status == 200 || (status >= 400 && status <= 431));
  g_assert_true ((status == 200) == (target != NULL));
  if (!target)
    return 0;

  g_autofree char *uri = g_strconcat ("http://127.0.0.1:4123", target, NULL);
  g_autoptr(GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_assert_nonnull (parsed);
  g_assert_cmpstr (g_uri_get_host (parsed), ==, "127.0.0.1");
  g_assert_cmpstr (g_uri_get_path (parsed), ==, "/callback");
  g_assert_nonnull (strstr (g_uri_get_query (parsed), "state="));
  g_assert_null (g_uri_get_fragment (parsed));
  g_assert_true (gate_loopback_request_is_whole (copy, size));
  return 0;
}
