// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-chart.h"
#include "gate-sample-cursor.h"
#include "gate-sample-result.h"
#include "gate-sample-tool-functions.h"

typedef struct {
  const char *status;
  const char *customer;
  const char *from;
  const char *to;
} Filter;

static Filter
read_filter (JsonObject *arguments)
{
  return (Filter) {
    .status = gate_json_get_string (arguments, "status"),
    .customer = gate_json_get_string (arguments, "customer"),
    .from = gate_json_get_string (arguments, "from"),
    .to = gate_json_get_string (arguments, "to"),
  };
}

static gboolean
name_contains (const char *name,
               const char *part)
{
  g_autofree char *folded_name = g_utf8_casefold (name, -1);
  g_autofree char *folded_part = g_utf8_casefold (part, -1);

  return strstr (folded_name, folded_part) != NULL;
}

static gboolean
filter_matches (const Filter            *filter,
                const GateSampleInvoice *invoice)
{
  return (!filter->status || g_str_equal (filter->status, invoice->status))
         && (!filter->customer || name_contains (invoice->customer, filter->customer))
         && (!filter->from || strcmp (invoice->date, filter->from) >= 0)
         && (!filter->to || strcmp (invoice->date, filter->to) <= 0);
}

static GPtrArray *
find_invoices (GateSampleWorkspace *workspace,
               const Filter        *filter)
{
  GPtrArray *all = gate_sample_content_get_invoices (gate_sample_workspace_get_content (workspace));
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    if (filter_matches (filter, all->pdata[i]))
      g_ptr_array_add (found, all->pdata[i]);
  return found;
}

/* Which list a cursor belongs to: every filter takes part, so that a cursor cannot be used with another. */
static char *
name_list (const Filter *filter)
{
  return g_strdup_printf ("invoices/%s/%s/%s/%s", filter->status ? filter->status : "", filter->customer ? filter->customer : "",
                          filter->from ? filter->from : "", filter->to ? filter->to : "");
}

static JsonObject *
describe_page (GPtrArray  *found,
               guint       start,
               guint       limit,
               const char *list)
{
  g_autoptr(GString) text = g_string_new (NULL);
  JsonObject *structured = json_object_new ();
  JsonArray *page = json_array_new ();
  guint end = MIN (found->len, start + limit);

  g_string_append_printf (text, "%u matching invoices", found->len);
  for (guint i = start; i < end; i++)
    {
      g_autofree char *line = gate_sample_invoice_dup_line (found->pdata[i]);

      g_string_append_printf (text, "\n%s", line);
      json_array_add_object_element (page, gate_sample_invoice_summarise (found->pdata[i]));
    }
  json_object_set_array_member (structured, "invoices", page);
  json_object_set_int_member (structured, "matching", found->len);
  if (end < found->len)
    {
      g_autofree char *cursor = gate_sample_cursor_new (list, end);

      g_string_append_printf (text, "\nThere are more: nextCursor is %s", cursor);
      json_object_set_string_member (structured, "nextCursor", cursor);
    }
  return gate_sample_result_new (text->str, structured);
}

/**
 * gate_sample_tool_list_invoices:
 * @workspace: what is offered
 * @call: the request
 * @arguments: status, customer, from, to, limit, cursor
 *
 * Lists invoices, a page at a time.
 */
void
gate_sample_tool_list_invoices (GateSampleWorkspace *workspace,
                                GateSampleCall      *call,
                                JsonObject          *arguments)
{
  Filter filter = read_filter (arguments);
  g_autofree char *list = name_list (&filter);
  g_autoptr(GPtrArray) found = find_invoices (workspace, &filter);
  guint start = 0;

  if (!gate_sample_cursor_read (gate_json_get_string (arguments, "cursor"), list, &start))
    gate_sample_result_fail (call, "The cursor does not belong to these filters. Begin without a cursor.");
  else
    gate_sample_call_return_result (call, describe_page (found, start, (guint) gate_json_get_int (arguments, "limit", 10), list));
}

/**
 * gate_sample_tool_get_invoice:
 * @workspace: what is offered
 * @call: the request
 * @arguments: number
 *
 * Gives one invoice.
 */
void
gate_sample_tool_get_invoice (GateSampleWorkspace *workspace,
                              GateSampleCall      *call,
                              JsonObject          *arguments)
{
  GateSampleInvoice *invoice = gate_sample_content_find_invoice (gate_sample_workspace_get_content (workspace),
                                                                 gate_json_get_string (arguments, "number"));

  if (!invoice)
    {
      gate_sample_result_fail (call, "There is no such invoice. list_invoices gives the numbers.");
      return;
    }

  JsonObject *whole = gate_sample_invoice_describe (invoice);
  g_autoptr(JsonNode) node = gate_json_from_object (whole);
  g_autofree char *text = gate_json_to_pretty_text (node);
  g_autofree char *uri = gate_sample_invoice_dup_uri (invoice);
  JsonObject *result = gate_sample_result_new (text, whole);

  if (g_strcmp0 (gate_sample_call_get_version (call), "2025-06-18") >= 0)
    gate_sample_result_add_link (result, uri, invoice->number, "application/json");
  gate_sample_call_return_result (call, result);
}

typedef struct {
  GateSampleCall *call;
  char           *before;
  char           *after;
} UpdateData;

static void
did_update (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  UpdateData *data = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *number = gate_sample_content_change_finish (GATE_SAMPLE_CONTENT (source), result, &error);

  if (number)
    {
      g_autofree char *text = g_strdup_printf ("%s was %s and is %s now.", number, data->before, data->after);
      JsonObject *structured = json_object_new ();

      json_object_set_string_member (structured, "number", number);
      json_object_set_string_member (structured, "before", data->before);
      json_object_set_string_member (structured, "after", data->after);
      gate_sample_call_return_result (data->call, gate_sample_result_new (text, structured));
    }
  else
    gate_sample_result_fail (data->call, error->message);
  g_object_unref (data->call);
  g_free (data->before);
  g_free (data->after);
  g_free (data);
}

/**
 * gate_sample_tool_update_invoice_status:
 * @workspace: what is offered
 * @call: the request
 * @arguments: number and status
 *
 * Changes one invoice.
 */
void
gate_sample_tool_update_invoice_status (GateSampleWorkspace *workspace,
                                        GateSampleCall      *call,
                                        JsonObject          *arguments)
{
  GateSampleContent *content = gate_sample_workspace_get_content (workspace);
  GateSampleInvoice *invoice = gate_sample_content_find_invoice (content, gate_json_get_string (arguments, "number"));
  UpdateData *data = NULL;

  if (!invoice)
    {
      gate_sample_result_fail (call, "There is no such invoice. list_invoices gives the numbers.");
      return;
    }
  data = g_new0 (UpdateData, 1);
  data->call = g_object_ref (call);
  data->before = g_strdup (invoice->status);
  data->after = g_strdup (gate_json_get_string (arguments, "status"));
  gate_sample_content_change_async (content, GATE_SAMPLE_CHANGE_SET_STATUS, arguments, gate_sample_call_get_cancellable (call),
                                    did_update, data);
}

/**
 * gate_sample_tool_show_chart:
 * @workspace: what is offered
 * @call: the request
 * @arguments: status
 *
 * Draws the sum of each month.
 */
void
gate_sample_tool_show_chart (GateSampleWorkspace *workspace,
                             GateSampleCall      *call,
                             JsonObject          *arguments)
{
  Filter filter = read_filter (arguments);
  g_autoptr(GPtrArray) found = find_invoices (workspace, &filter);
  g_autoptr(GString) text = g_string_new ("Invoiced by month, in euros:");
  double sums[12] = { 0 };

  for (guint i = 0; i < found->len; i++)
    {
      const GateSampleInvoice *invoice = found->pdata[i];
      guint64 month = strlen (invoice->date) >= 7 ? g_ascii_strtoull (invoice->date + 5, NULL, 10) : 0;

      if (month >= 1 && month <= 12)
        sums[month - 1] += invoice->total / 100.0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    g_string_append_printf (text, "\n2026-%02u %.2f", i + 1, sums[i]);

  g_autoptr(GBytes) png = gate_sample_chart_draw (sums, G_N_ELEMENTS (sums));
  JsonObject *result = gate_sample_result_new (text->str, NULL);
  gate_sample_result_add_image (result, png);
  gate_sample_call_return_result (call, result);
}
