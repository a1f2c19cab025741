// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connector.h"
#include "gate-entry-reader.h"

G_BEGIN_DECLS

struct _GateConnector {
  GObject              parent;

  char                *id;
  char                *name;
  char                *label;
  char                *description;
  GateConnectorKind    kind;
  GateConnectorOrigin  origin;
  JsonNode            *source;
  char               **warnings;
  char                *address;
  gboolean             clear_text;
  char               **header_names;
  char               **header_values;
  char               **argv;
  char               **environment;
  char                *directory;
  guint                connect_limit;
  guint                request_limit;
  guint                total_limit;
  GateSignInSettings  *sign_in;
  char                *account_label;
  char               **account_ids;
  char               **account_labels;
};

void  gate_connector_read  (GateConnector    *self,
                            GateEntryReader  *reader,
                            JsonObject       *entry);

G_END_DECLS
