// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"

G_BEGIN_DECLS

#define GATE_SAMPLE_NOTE_PREFIX "sample://notes/"

/**
 * GateSampleNote:
 * @id: "note-001"
 * @title: one line
 * @text: Markdown
 * @updated: the day of the last change, "2026-01-05"
 * @tags: what it is about
 *
 * One note of the Sample Workspace.
 */
typedef struct {
  char  *id;
  char  *title;
  char  *text;
  char  *updated;
  char **tags;
} GateSampleNote;

GateSampleNote *gate_sample_note_from_json (JsonNode              *node,
                                            GError               **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode       *gate_sample_note_to_json   (const GateSampleNote  *self) G_GNUC_WARN_UNUSED_RESULT;
JsonObject     *gate_sample_note_summarise (const GateSampleNote  *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean        gate_sample_note_matches   (const GateSampleNote  *self,
                                            const char            *query);
char           *gate_sample_note_dup_uri   (const GateSampleNote  *self) G_GNUC_WARN_UNUSED_RESULT;
void            gate_sample_note_free      (GateSampleNote        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateSampleNote, gate_sample_note_free)

G_END_DECLS
