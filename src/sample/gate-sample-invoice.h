// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"

G_BEGIN_DECLS

#define GATE_SAMPLE_INVOICE_PREFIX "sample://invoices/"

/**
 * GateSampleInvoice:
 * @number: "INV-2026-001"
 * @customer: who has to pay
 * @date: the day of issue
 * @due: the day by which it is to be paid
 * @currency: "EUR"
 * @status: draft, open, paid, overdue or cancelled
 * @total: the sum, in cents
 * @lines: (element-type JsonObject): description, quantity and unit price in cents
 *
 * One invoice of the Sample Workspace.
 */
typedef struct {
  char     *number;
  char     *customer;
  char     *date;
  char     *due;
  char     *currency;
  char     *status;
  gint64    total;
  JsonNode *lines;
} GateSampleInvoice;

extern const char *const gate_sample_invoice_statuses[];

GateSampleInvoice *gate_sample_invoice_from_json  (JsonNode                 *node,
                                                   GError                  **error) G_GNUC_WARN_UNUSED_RESULT;
JsonObject        *gate_sample_invoice_summarise  (const GateSampleInvoice  *self) G_GNUC_WARN_UNUSED_RESULT;
JsonObject        *gate_sample_invoice_describe   (const GateSampleInvoice  *self) G_GNUC_WARN_UNUSED_RESULT;
char              *gate_sample_invoice_dup_uri    (const GateSampleInvoice  *self) G_GNUC_WARN_UNUSED_RESULT;
char              *gate_sample_invoice_dup_line   (const GateSampleInvoice  *self) G_GNUC_WARN_UNUSED_RESULT;
void               gate_sample_invoice_free       (GateSampleInvoice        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateSampleInvoice, gate_sample_invoice_free)

G_END_DECLS
