// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json-record.h"

G_BEGIN_DECLS

/**
 * GateDirectoryRecord:
 *
 * An entry as it stands in a directory's file and in the index. The texts of closed sets are checked by
 * gate_directory_record_check(). Private to the room.
 *
 * `fields` is a list of what signing in or the address needs: {name, title, description, example, place, form, options, key, prefix,
 * secret}. place "address" (the default): replaces `{name}` in the address; its form is "label" (a part of a host name), "host",
 * "segment" (a part of a path) or "address" (the whole), its options, where it has any, {value, title}. Other places are those of
 * the sign-in's fields in `mcp.json`.
 */
typedef struct {
  char      *id;
  char      *name;
  char      *vendor;
  char      *category;
  char      *description;
  char      *address;
  char      *transport;
  char      *sign_in;
  char      *effort;
  char      *account;
  char      *hosted_by;
  char      *hosted_where;
  char      *sensitivity;
  char      *note;
  gboolean   writes;
  gboolean   managed;
  char     **also;
  char     **uses;
  char     **read_scopes;
  JsonNode  *fields;
} GateDirectoryRecord;

/* The table of its members, which is that of the index's columns too. */
extern const GateJsonField gate_directory_record_fields[];

GateDirectoryRecord *gate_directory_record_new_from_json (JsonNode                   *node,
                                                          GError                    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean             gate_directory_record_check         (const GateDirectoryRecord  *self,
                                                          GError                    **error);
void                 gate_directory_record_translate     (GateDirectoryRecord        *self);
void                 gate_directory_record_free          (GateDirectoryRecord        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateDirectoryRecord, gate_directory_record_free)

G_END_DECLS
