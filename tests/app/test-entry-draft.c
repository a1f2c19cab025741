// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-entry-draft.h"

#include "gate-error.h"
#include "gate-test.h"

#include <string.h>

/* What is refused, and a word of the reason. */
static void
test_refused (void)
{
  static const struct {
    GateEntryDraft  draft;
    const char     *word;
  } cases[] = {
    { { .name = "", .address = "https://mcp.example" }, "name" },
    { { .name = "¿?", .address = "https://mcp.example" }, "name" },
    { { .name = "CRM", .address = "" }, "https://" },
    { { .name = "CRM", .address = "mcp.example" }, "https://" },
    { { .name = "CRM", .address = "ftp://mcp.example" }, "https://" },
    { { .name = "CRM", .address = "https://mcp.example", .header = "", .key = "k" }, "header" },
    { { .name = "CRM", .address = "https://mcp.example", .client_id = "c", .port = "0" }, "port" },
    { { .name = "CRM", .address = "https://mcp.example", .client_id = "c", .port = "65536" }, "port" },
    { { .name = "CRM", .address = "https://mcp.example", .client_id = "c", .port = "80x" }, "port" },
    { { .name = "Files", .local = TRUE, .command = "" }, "command" },
    { { .name = "Files", .local = TRUE, .command = "   " }, "command" },
    { { .name = "Files", .local = TRUE, .command = "npx 'open" }, "quote" },
    { { .name = "Files", .local = TRUE, .command = "npx", .variables = "TOKEN" }, "variables" },
    { { .name = "Files", .local = TRUE, .command = "npx", .variables = "A=1\n=2" }, "variables" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) entry = gate_entry_draft_to_entry (&cases[i].draft, &error);

      g_test_message ("case %u", i);
      g_assert_null (entry);
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].word));
      g_assert_nonnull (gate_error_get_remedy (error));
    }
}

/* What is filled in, and the entry that it becomes. */
static void
test_entries (void)
{
  static const struct {
    GateEntryDraft  draft;
    const char     *json;
  } cases[] = {
    { { .name = "CRM", .address = "https://mcp.example/mcp" },
      "{\"type\":\"http\",\"url\":\"https://mcp.example/mcp\",\"gatehouse\":{\"label\":\"CRM\"}}" },
    { { .name = "CRM", .address = "https://mcp.example", .header = "X-Key", .key = "k" },
      "{\"type\":\"http\",\"url\":\"https://mcp.example\",\"headers\":{\"X-Key\":\"k\"},\"gatehouse\":{\"label\":\"CRM\"}}" },
    { { .name = "CRM", .address = "https://mcp.example", .client_id = "c", .client_secret = "s", .port = "8123" },
      "{\"type\":\"http\",\"url\":\"https://mcp.example\",\"oauth\":{\"clientId\":\"c\",\"clientSecret\":\"s\",\"callbackPort\":8123},"
      "\"gatehouse\":{\"label\":\"CRM\"}}" },
    { { .name = " CRM\n", .address = "\n https://mcp.example \t", .header = " X-Key ", .key = "k\n" },
      "{\"type\":\"http\",\"url\":\"https://mcp.example\",\"headers\":{\"X-Key\":\"k\"},\"gatehouse\":{\"label\":\"CRM\"}}" },
    { { .name = "CRM", .address = "https://mcp.example", .client_id = " c ", .client_secret = "s\n", .port = " 8123 " },
      "{\"type\":\"http\",\"url\":\"https://mcp.example\",\"oauth\":{\"clientId\":\"c\",\"clientSecret\":\"s\",\"callbackPort\":8123},"
      "\"gatehouse\":{\"label\":\"CRM\"}}" },
    { { .name = "Files", .local = TRUE, .command = "npx -y 'a b' \"$HOME\"", .variables = "A=1\n\n B=x=y \n" },
      "{\"type\":\"stdio\",\"command\":\"npx\",\"args\":[\"-y\",\"a b\",\"$HOME\"],\"env\":{\"A\":\"1\",\"B\":\"x=y\"},"
      "\"gatehouse\":{\"label\":\"Files\"}}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) entry = gate_entry_draft_to_entry (&cases[i].draft, &error);
      g_autofree char *json = NULL;

      g_assert_no_error (error);
      json = json_to_string (entry, FALSE);
      g_assert_cmpstr (json, ==, cases[i].json);
    }
}

static void
test_ids (void)
{
  static const struct {
    const char *name;
    const char *id;
  } cases[] = {
    { "CRM", "crm" },
    { "  My  own server! ", "my-own-server" },
    { "Müller & Söhne", "muller-sohne" },
    { "a__b", "a-b" },
    { "日本", "server-c39a7535" },
    { "0123456789012345678901234567890123456789-rest", "0123456789012345678901234567890123456789" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const GateEntryDraft draft = { .name = cases[i].name };
      g_autofree char *id = gate_entry_draft_dup_id (&draft);

      g_assert_cmpstr (id, ==, cases[i].id);
      g_assert_cmpuint (strlen (id), <=, 41);
      g_assert_null (strstr (id, "--"));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/entry-draft/refused", test_refused);
  g_test_add_func ("/app/entry-draft/entries", test_entries);
  g_test_add_func ("/app/entry-draft/ids", test_ids);
  return g_test_run ();
}
