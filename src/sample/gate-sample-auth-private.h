// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-auth.h"
#include "gate-sample-ledger.h"

G_BEGIN_DECLS

/* What an app asks for, once everything about it is checked. */
typedef struct {
  char  *app_id;
  char  *redirect_uri;
  char  *state;
  char  *challenge;
  guint  scopes;
} GateSampleRequest;

/* A page that waits for the person, known by its id; the browser that was shown it has the cookie. */
typedef struct {
  GateSampleRequest *request;
  char              *ticket;
  char              *cookie;
  gint64             expires;
} GateSampleConsent;

/* A code, known by its digest; kept for a while after it was redeemed, so that a second use shows. */
typedef struct {
  GateSampleRequest *request;
  gint64             expires;
  char              *grant_id;      /* (nullable): set when it was redeemed, or tried to be */
  gboolean           spent;
} GateSampleCodeEntry;

struct _GateSampleAuth {
  GObject           parent_instance;

  GateSampleLedger *ledger;
  char             *origin;
  char             *resource;
  guint             token_lifetime;
  gboolean          auto_approve;
  GHashTable       *consents;
  GHashTable       *codes;
  GateSampleTally   tally;
};

GateSampleRequest *gate_sample_request_new   (void) G_GNUC_WARN_UNUSED_RESULT;
void               gate_sample_request_free  (GateSampleRequest  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateSampleRequest, gate_sample_request_free)

void gate_sample_auth_forget_old  (GHashTable         *table,
                                   guint               limit,
                                   goffset             expires_offset);

/* One function an address. */
void gate_sample_auth_register    (SoupServerMessage  *message,
                                   const char         *path,
                                   gpointer            user_data);
void gate_sample_auth_authorize   (SoupServerMessage  *message,
                                   const char         *path,
                                   gpointer            user_data);
void gate_sample_auth_consent     (SoupServerMessage  *message,
                                   const char         *path,
                                   gpointer            user_data);
void gate_sample_auth_token       (SoupServerMessage  *message,
                                   const char         *path,
                                   gpointer            user_data);
void gate_sample_auth_revoke      (SoupServerMessage  *message,
                                   const char         *path,
                                   gpointer            user_data);

/* Ends a request with a code, or with a refusal. */
void gate_sample_auth_send_code   (GateSampleAuth     *self,
                                   SoupServerMessage  *message,
                                   GateSampleRequest  *request);
void gate_sample_auth_send_error  (GateSampleAuth     *self,
                                   SoupServerMessage  *message,
                                   const char         *redirect_uri,
                                   const char         *state,
                                   const char         *error);

G_END_DECLS
