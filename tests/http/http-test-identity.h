// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <time.h>

G_BEGIN_DECLS

#define IDENTITY_DAY (24 * 60 * 60)

/* Certificates are made anew in every run; nothing that could be stolen lies about. */
typedef struct _Identity Identity;

typedef struct {
  const char     *name; /* the common name, and the DNS name */
  time_t          from; /* in seconds from now */
  time_t          until;
  const Identity *issuer; /* NULL: signs itself */
  const char     *purpose; /* an object identifier; NULL: to sign others */
} Recipe;

Identity        *identity_new    (const Recipe   *recipe);
void             identity_free   (Identity       *self);
GTlsCertificate *identity_to_tls (const Identity *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Identity, identity_free)

/* A private root, in a file as an administrator would give it. */
typedef struct {
  Identity *root;
  char     *file;
} Root;

void             root_init       (Root           *self);
void             root_clear      (Root           *self);
/* The certificate of a server that the root vouches for. */
GTlsCertificate *root_new_server (Root           *self,
                                  const char     *host);

G_END_DECLS
