// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-invoice.h"

#include "gate-json-record.h"

const char *const gate_sample_invoice_statuses[] = { "draft", "open", "paid", "overdue", "cancelled", NULL };

static const GateJsonField invoice_fields[] = {
  GATE_JSON_FIELD (GateSampleInvoice, number, "number", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleInvoice, customer, "customer", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleInvoice, date, "date", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleInvoice, due, "due", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleInvoice, currency, "currency", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleInvoice, status, "status", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleInvoice, total, "total", INT, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleInvoice, lines, "lines", ARRAY, GATE_JSON_REQUIRED),
  { NULL },
};

/**
 * gate_sample_invoice_from_json:
 * @node: an object
 * @error: set to %GATE_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the invoice
 */
GateSampleInvoice *
gate_sample_invoice_from_json (JsonNode  *node,
                               GError   **error)
{
  g_autoptr(GateSampleInvoice) self = g_new0 (GateSampleInvoice, 1);

  return gate_json_record_read (invoice_fields, node, self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * gate_sample_invoice_summarise:
 * @self: an invoice
 *
 * Returns: (transfer full): the invoice without its lines, amounts in euros
 */
JsonObject *
gate_sample_invoice_summarise (const GateSampleInvoice *self)
{
  JsonObject *summary = json_object_new ();

  json_object_set_string_member (summary, "number", self->number);
  json_object_set_string_member (summary, "customer", self->customer);
  json_object_set_string_member (summary, "date", self->date);
  json_object_set_string_member (summary, "due", self->due);
  json_object_set_string_member (summary, "status", self->status);
  json_object_set_string_member (summary, "currency", self->currency);
  json_object_set_double_member (summary, "total", self->total / 100.0);
  return summary;
}

static JsonObject *
describe_line (JsonNode *node)
{
  JsonObject *kept = gate_json_node_object (node);
  JsonObject *line = json_object_new ();
  gint64 quantity = gate_json_get_int (kept, "quantity", 0);
  gint64 price = gate_json_get_int (kept, "unitPrice", 0);

  json_object_set_string_member (line, "description", gate_json_get_string (kept, "description"));
  json_object_set_int_member (line, "quantity", quantity);
  json_object_set_double_member (line, "unitPrice", price / 100.0);
  json_object_set_double_member (line, "amount", quantity * price / 100.0);
  return line;
}

/**
 * gate_sample_invoice_describe:
 * @self: an invoice
 *
 * Returns: (transfer full): the whole invoice, amounts in euros
 */
JsonObject *
gate_sample_invoice_describe (const GateSampleInvoice *self)
{
  JsonObject *whole = gate_sample_invoice_summarise (self);
  JsonArray *kept = json_node_get_array (self->lines);
  JsonArray *lines = json_array_new ();

  for (guint i = 0; i < json_array_get_length (kept); i++)
    json_array_add_object_element (lines, describe_line (json_array_get_element (kept, i)));
  json_object_set_array_member (whole, "lines", lines);
  return whole;
}

/**
 * gate_sample_invoice_dup_uri:
 * @self: an invoice
 *
 * Returns: (transfer full): the address of its resource
 */
char *
gate_sample_invoice_dup_uri (const GateSampleInvoice *self)
{
  return g_strconcat (GATE_SAMPLE_INVOICE_PREFIX, self->number, NULL);
}

/**
 * gate_sample_invoice_dup_line:
 * @self: an invoice
 *
 * Returns: (transfer full): the invoice in one line for people
 */
char *
gate_sample_invoice_dup_line (const GateSampleInvoice *self)
{
  return g_strdup_printf ("%s  %s  %s  %" G_GINT64_FORMAT ".%02d %s  due %s", self->number, self->customer, self->status,
                          self->total / 100, (int) (self->total % 100), self->currency, self->due);
}

/**
 * gate_sample_invoice_free:
 * @self: (transfer full) (nullable): an invoice
 *
 * Frees an invoice.
 */
void
gate_sample_invoice_free (GateSampleInvoice *self)
{
  if (!self)
    return;
  gate_json_record_clear (invoice_fields, self);
  g_free (self);
}
