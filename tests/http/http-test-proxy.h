// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A real proxy, in threads of its own: answers http addresses by itself, and opens tunnels to one port of this machine, whatever the
 * host that was asked for. */
typedef struct _TestProxy TestProxy;

typedef enum {
  TEST_PROXY_OPEN,
  TEST_PROXY_BASIC,
  TEST_PROXY_DIGEST,
  TEST_PROXY_BOTH,
  TEST_PROXY_NTLM,
  TEST_PROXY_FORBIDS,
  TEST_PROXY_SILENT,
} TestProxyKind;

TestProxy *test_proxy_new           (TestProxyKind  kind,
                                     guint16        target);
void       test_proxy_free          (TestProxy     *self);
guint16    test_proxy_get_port      (TestProxy     *self);
guint      test_proxy_get_n_heads   (TestProxy     *self);
guint      test_proxy_get_n_denied  (TestProxy     *self);
/* Whether any request so far held this text. */
gboolean   test_proxy_has_seen      (TestProxy     *self,
                                     const char    *text);
/* Forgets Digest nonces: what was signed with one is stale. */
void       test_proxy_renew_nonce   (TestProxy     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestProxy, test_proxy_free)

#define TEST_PROXY_USER "ann"
#define TEST_PROXY_PASSWORD "p@ss w:rd"

G_END_DECLS
