// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sign-in-context.h"

G_BEGIN_DECLS

#define GATE_TYPE_FIELD_VALUES (gate_field_values_get_type ())

/**
 * GateFieldValues:
 *
 * The values that a person gave for a connector: its named fields, and what its entry refers to as `${keyring:NAME}`. Read from the
 * keyring once, asked for when missing, expired or refused.
 */
G_DECLARE_FINAL_TYPE (GateFieldValues, gate_field_values, GATE, FIELD_VALUES, GObject)

/**
 * GateFieldWish:
 * @GATE_FIELDS_MISSING: what is required and missing, and what has expired
 * @GATE_FIELDS_ALL: all, because the server refused them
 *
 * Which values to ask for.
 */
typedef enum {
  GATE_FIELDS_MISSING,
  GATE_FIELDS_ALL,
} GateFieldWish;

/* All that the entry has, or nothing: then fields are added. */
GateFieldValues *gate_field_values_new         (GateSignInContext    *context) G_GNUC_WARN_UNUSED_RESULT;
GateFieldValues *gate_field_values_new_empty   (GateSignInContext    *context) G_GNUC_WARN_UNUSED_RESULT;
/* One more field than the entry has; field: (transfer full). */
void             gate_field_values_add         (GateFieldValues      *self,
                                                GateSignInField      *field);
/* A secret of the connector's settings rather than of an account: "client-secret", "signing-key", "subject-token". */
void             gate_field_values_add_setting (GateFieldValues      *self,
                                                const char           *kind,
                                                const char           *title,
                                                const char           *description);
guint            gate_field_values_get_n_known (GateFieldValues      *self);
void             gate_field_values_load_async  (GateFieldValues      *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean         gate_field_values_load_finish (GateFieldValues      *self,
                                                GAsyncResult         *result,
                                                GError              **error);
const char      *gate_field_values_peek        (GateFieldValues      *self,
                                                const char           *name);
GateSecret      *gate_field_values_get         (GateFieldValues      *self,
                                                const char           *name);
gboolean         gate_field_values_check       (GateFieldValues      *self,
                                                GError              **error);
gint64           gate_field_values_get_expiry  (GateFieldValues      *self);
/* The text with references replaced; it may hold secrets: wipe it. */
char            *gate_field_values_expand      (GateFieldValues      *self,
                                                const char           *text,
                                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void             gate_field_values_ask_async   (GateFieldValues      *self,
                                                GateFieldWish         wish,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean         gate_field_values_ask_finish  (GateFieldValues      *self,
                                                GAsyncResult         *result,
                                                GError              **error);
/* task: (transfer full) */
void             gate_field_values_begin       (GateFieldValues      *self,
                                                GTask                *task);
void             gate_field_values_drop        (GateFieldValues      *self);

G_END_DECLS
