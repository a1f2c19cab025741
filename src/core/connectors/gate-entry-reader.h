// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GateEntryReader:
 * @entry: (nullable): the entry's name, for messages
 * @error: (nullable): the first thing that is wrong
 *
 * Reads the members of a server entry. After the first error every getter gives nothing, so that a reader needs to look at @error
 * only once, at its end. Absent and null are the same.
 */
typedef struct {
  const char *entry;
  GError     *error;
} GateEntryReader;

/**
 * GateEntryPlace:
 * @object: (nullable): the object to read from; %NULL has no members
 * @path: (nullable): how it is called in messages, "gatehouse.signIn"; %NULL is the entry itself
 */
typedef struct {
  JsonObject *object;
  const char *path;
} GateEntryPlace;

void         gate_entry_reader_fail     (GateEntryReader       *self,
                                         const GateEntryPlace  *place,
                                         const char            *member,
                                         const char            *format,
                                         ...) G_GNUC_PRINTF (4, 5);
void         gate_entry_reader_clear    (GateEntryReader       *self);
gboolean     gate_entry_reader_has      (const GateEntryPlace  *place,
                                         const char            *member);
const char  *gate_entry_reader_string   (GateEntryReader       *self,
                                         const GateEntryPlace  *place,
                                         const char            *member);
const char  *gate_entry_reader_template (GateEntryReader       *self,
                                         const GateEntryPlace  *place,
                                         const char            *member);
gint64       gate_entry_reader_int      (GateEntryReader       *self,
                                         const GateEntryPlace  *place,
                                         const char            *member,
                                         gint64                 minimum,
                                         gint64                 maximum,
                                         gint64                 fallback);
gboolean     gate_entry_reader_boolean  (GateEntryReader       *self,
                                         const GateEntryPlace  *place,
                                         const char            *member,
                                         gboolean               fallback);
JsonObject  *gate_entry_reader_object   (GateEntryReader       *self,
                                         const GateEntryPlace  *place,
                                         const char            *member);
JsonArray   *gate_entry_reader_array    (GateEntryReader       *self,
                                         const GateEntryPlace  *place,
                                         const char            *member,
                                         guint                  maximum);
char       **gate_entry_reader_strv     (GateEntryReader       *self,
                                         const GateEntryPlace  *place,
                                         const char            *member) G_GNUC_WARN_UNUSED_RESULT;
gboolean     gate_entry_reader_map      (GateEntryReader       *self,
                                         const GateEntryPlace  *place,
                                         const char            *member,
                                         char                ***names,
                                         char                ***values);
gboolean     gate_entry_reader_check    (GateEntryReader       *self,
                                         const GateEntryPlace  *place,
                                         const char            *member,
                                         const char            *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GateEntryReader, gate_entry_reader_clear)

G_END_DECLS
