// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GateEntryDraft:
 * @name: what the person calls it
 * @local: whether it is a command on this computer
 * @address: the address of a remote one
 * @command: the command line of a local one, as it would be typed in a shell; nothing is expanded
 * @variables: (nullable): of a local one, NAME=value a line
 * @header: (nullable): the name of the header that holds a key
 * @key: (nullable): the key
 * @client_id: (nullable): a client that was registered beforehand
 * @client_secret: (nullable): its secret
 * @port: (nullable): the port of the redirect address that was registered
 *
 * What a person filled in to add a server. Texts are borrowed.
 */
typedef struct {
  const char *name;
  gboolean    local;
  const char *address;
  const char *command;
  const char *variables;
  const char *header;
  const char *key;
  const char *client_id;
  const char *client_secret;
  const char *port;
} GateEntryDraft;

/* The id that a name becomes. */
char     *gate_entry_draft_dup_id   (const GateEntryDraft  *self) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *gate_entry_draft_to_entry (const GateEntryDraft  *self,
                                     GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
