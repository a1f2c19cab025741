// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-result.h"
#include "gate-sample-tool-functions.h"

#define STEPS 10

/* A report that is being made: the work is spread over time, as that of a slow service would be. */
typedef struct {
  GateSampleWorkspace *workspace;
  GateSampleCall      *call;
  gboolean             disconnect;
  guint                step;
  guint                source_id;
  gulong               cancelled_id;
} Report;

typedef struct {
  const char *customer;
  gint64      paid;
  gint64      outstanding;
  guint       invoices;
} Line;

static void
report_free (Report *self)
{
  GCancellable *cancellable = gate_sample_call_get_cancellable (self->call);

  g_clear_handle_id (&self->source_id, g_source_remove);
  if (self->cancelled_id != 0)
    g_signal_handler_disconnect (cancellable, self->cancelled_id);
  g_object_unref (self->call);
  g_object_unref (self->workspace);
  g_free (self);
}

static Line *
find_line (GArray     *lines,
           const char *customer)
{
  Line fresh = { .customer = customer };

  for (guint i = 0; i < lines->len; i++)
    if (g_str_equal (g_array_index (lines, Line, i).customer, customer))
      return &g_array_index (lines, Line, i);
  g_array_append_val (lines, fresh);
  return &g_array_index (lines, Line, lines->len - 1);
}

static GArray *
sum_up (GPtrArray *invoices)
{
  GArray *lines = g_array_new (FALSE, TRUE, sizeof (Line));

  for (guint i = 0; i < invoices->len; i++)
    {
      const GateSampleInvoice *invoice = invoices->pdata[i];
      Line *line = find_line (lines, invoice->customer);

      line->invoices++;
      if (g_str_equal (invoice->status, "paid"))
        line->paid += invoice->total;
      else if (g_str_equal (invoice->status, "open") || g_str_equal (invoice->status, "overdue"))
        line->outstanding += invoice->total;
    }
  return lines;
}

static JsonObject *
write_report (GPtrArray *invoices)
{
  g_autoptr(GArray) lines = sum_up (invoices);
  g_autoptr(GString) text = g_string_new ("| customer | invoices | paid | outstanding |\n|---|---|---|---|\n");
  JsonObject *structured = json_object_new ();
  JsonArray *customers = json_array_new ();
  gint64 paid = 0, outstanding = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "customer", line->customer);
      json_object_set_int_member (row, "invoices", line->invoices);
      json_object_set_double_member (row, "paid", line->paid / 100.0);
      json_object_set_double_member (row, "outstanding", line->outstanding / 100.0);
      json_array_add_object_element (customers, row);
      g_string_append_printf (text, "| %s | %u | %.2f | %.2f |\n", line->customer, line->invoices,
                              line->paid / 100.0, line->outstanding / 100.0);
      paid += line->paid;
      outstanding += line->outstanding;
    }
  g_string_append_printf (text, "| all | %u | %.2f | %.2f |\n", invoices->len, paid / 100.0, outstanding / 100.0);
  json_object_set_array_member (structured, "customers", customers);
  json_object_set_double_member (structured, "paid", paid / 100.0);
  json_object_set_double_member (structured, "outstanding", outstanding / 100.0);
  return gate_sample_result_new (text->str, structured);
}

static gboolean
do_step (gpointer user_data)
{
  Report *self = user_data;
  g_autofree char *text = NULL;

  self->step++;
  text = g_strdup_printf ("Reading invoices, part %u of %d", self->step, STEPS);
  gate_sample_call_progress (self->call, self->step, STEPS, text);
  gate_sample_call_log (self->call, "info", text);
  if (self->disconnect && self->step == STEPS / 2)
    gate_sample_channel_interrupt (gate_sample_call_get_channel (self->call));
  if (self->step < STEPS)
    return G_SOURCE_CONTINUE;

  gate_sample_call_return_result (self->call,
                                  write_report (gate_sample_content_get_invoices (gate_sample_workspace_get_content (self->workspace))));
  self->source_id = 0;
  report_free (self);
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  Report *self = user_data;

  gate_sample_call_drop (self->call);
  report_free (self);
}

/**
 * gate_sample_tool_generate_report:
 * @workspace: what is offered
 * @call: the request
 * @arguments: seconds and disconnect
 *
 * Sums up the invoices, slowly.
 */
void
gate_sample_tool_generate_report (GateSampleWorkspace *workspace,
                                  GateSampleCall      *call,
                                  JsonObject          *arguments)
{
  Report *self = g_new0 (Report, 1);
  double seconds = gate_json_get_double (arguments, "seconds", 5);

  self->workspace = g_object_ref (workspace);
  self->call = g_object_ref (call);
  self->disconnect = gate_json_get_boolean (arguments, "disconnect", FALSE);
  self->source_id = g_timeout_add ((guint) (seconds * 1000 / STEPS), do_step, self);
  self->cancelled_id = g_signal_connect (gate_sample_call_get_cancellable (call), "cancelled", G_CALLBACK (on_cancelled), self);
}
