// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-invoice.h"
#include "gate-sample-note.h"

G_BEGIN_DECLS

/**
 * GateSampleChange:
 * @GATE_SAMPLE_CHANGE_CREATE_NOTE: a new note
 * @GATE_SAMPLE_CHANGE_DELETE_NOTE: a note less
 * @GATE_SAMPLE_CHANGE_SET_STATUS: another status of an invoice
 *
 * What can be done to the content.
 */
typedef enum {
  GATE_SAMPLE_CHANGE_CREATE_NOTE,
  GATE_SAMPLE_CHANGE_DELETE_NOTE,
  GATE_SAMPLE_CHANGE_SET_STATUS,
} GateSampleChange;

#define GATE_SAMPLE_MAX_NOTES 1000

#define GATE_TYPE_SAMPLE_CONTENT (gate_sample_content_get_type ())

/**
 * GateSampleContent:
 *
 * The notes and invoices of the Sample Workspace: those that it is born with, and what was changed since, which is kept in a file.
 *
 * Signals: `list-changed` when a note came or went, `changed` (the address of the
 * resource) when a note or an invoice is another than before.
 */
G_DECLARE_FINAL_TYPE (GateSampleContent, gate_sample_content, GATE, SAMPLE_CONTENT, GObject)

GateSampleContent *gate_sample_content_new           (const char           *folder,
                                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean           gate_sample_content_refresh       (GateSampleContent    *self,
                                                      GError              **error);
GPtrArray         *gate_sample_content_get_notes     (GateSampleContent    *self);
GPtrArray         *gate_sample_content_get_invoices  (GateSampleContent    *self);
GateSampleNote    *gate_sample_content_find_note     (GateSampleContent    *self,
                                                      const char           *id);
GateSampleInvoice *gate_sample_content_find_invoice  (GateSampleContent    *self,
                                                      const char           *number);
void               gate_sample_content_change_async  (GateSampleContent    *self,
                                                      GateSampleChange      change,
                                                      JsonObject           *arguments,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
char              *gate_sample_content_change_finish (GateSampleContent    *self,
                                                      GAsyncResult         *result,
                                                      GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
