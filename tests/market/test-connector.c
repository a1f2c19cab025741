// SPDX-License-Identifier: GPL-3.0-or-later
// From an entry of the directory to a connector.
#include "market-test.h"

#include "gate-directory-connector.h"

#include <string.h>

#define SITE "{\"name\": \"site\", \"title\": \"Site\", \"description\": \"The first part\", \"example\": \"acme\", \"form\": \"label\"}"
#define TEMPLATE(fields) \
  "\"description\": \"Nothing of note stands in these words.\", \"signIn\": \"oauth\", \"effort\": \"address-needed\", \"fields\": [" fields "]"

static GateDirectoryEntry *
make_entry (MarketTest *self,
            const char *address,
            const char *more)
{
  g_autofree char *text = market_test_entry ("one", "One Service", "One Inc.", "data", address, more);
  const char *const entries[] = { text, NULL };
  g_autoptr(GBytes) data = market_test_document (entries, "");
  g_autoptr(GateDirectory) directory = gate_directory_new (data, NULL, self->cache);
  g_autoptr(GError) error = NULL;
  GateDirectoryEntry *entry = market_test_find (directory, "one", FALSE, &error);

  g_assert_no_error (error);
  return entry;
}

static JsonObject *
values_of (const char *text)
{
  g_autoptr(JsonNode) node = gate_json_parse (text, -1, GATE_JSON_METADATA_LIMIT, NULL);

  g_assert_nonnull (node);
  return json_object_ref (gate_json_node_object (node));
}

static void
test_values (MarketTest    *self,
             gconstpointer  data)
{
  static const struct {
    const char *address;
    const char *fields;
    const char *values;
    const char *made; /* NULL: refused */
  } cases[] = {
    { "https://{site}.example.com/mcp", TEMPLATE (SITE), "{\"site\": \"acme\"}", "https://acme.example.com/mcp" },
    { "https://{site}.example.com/mcp", TEMPLATE (SITE), "{\"site\": \" acme-2 \"}", "https://acme-2.example.com/mcp" },
    { "https://{site}.example.com/mcp", TEMPLATE (SITE), "{}", NULL },
    { "https://{site}.example.com/mcp", TEMPLATE (SITE), "{\"site\": \"\"}", NULL },
    { "https://{site}.example.com/mcp", TEMPLATE (SITE), "{\"site\": 7}", NULL },
    { "https://{site}.example.com/mcp", TEMPLATE (SITE), "{\"site\": \"a.b\"}", NULL },
    { "https://{site}.example.com/mcp", TEMPLATE (SITE), "{\"site\": \"evil.example/\"}", NULL },
    { "https://{site}.example.com/mcp", TEMPLATE (SITE), "{\"site\": \"evil.example#\"}", NULL },
    { "https://{site}.example.com/mcp", TEMPLATE (SITE), "{\"site\": \"me@evil\"}", NULL },
    { "https://{site}.example.com/mcp", TEMPLATE (SITE), "{\"site\": \"acme\\n\"}", "https://acme.example.com/mcp" },
    { "https://{site}.example.com/mcp", TEMPLATE (SITE), "{\"site\": \"ac\\nme\"}", NULL },
    { "https://{site}.example.com/mcp", TEMPLATE (SITE), "{\"site\": \"${HOME}\"}", NULL },
    { "https://{site}.example.com/mcp", TEMPLATE (SITE), "{\"site\": \"-acme\"}", NULL },
    { "https://{site}/mcp", TEMPLATE ("{\"name\": \"site\", \"title\": \"S\", \"description\": \"d\", \"form\": \"host\"}"),
      "{\"site\": \"a.example.org\"}", "https://a.example.org/mcp" },
    { "https://{site}/mcp", TEMPLATE ("{\"name\": \"site\", \"title\": \"S\", \"description\": \"d\", \"form\": \"host\"}"),
      "{\"site\": \"a.example.org:99\"}", NULL },
    { "https://{site}/mcp", TEMPLATE ("{\"name\": \"site\", \"title\": \"S\", \"description\": \"d\", \"form\": \"host\"}"),
      "{\"site\": \"https://a.example.org\"}", NULL },
    { "https://a.example.org/{site}", TEMPLATE ("{\"name\": \"site\", \"title\": \"S\", \"description\": \"d\", \"form\": \"segment\"}"),
      "{\"site\": \"a/../b\"}", NULL },
    { "https://a.example.org/{site}", TEMPLATE ("{\"name\": \"site\", \"title\": \"S\", \"description\": \"d\", \"form\": \"segment\"}"),
      "{\"site\": \"a?b\"}", NULL },
    { "https://{site}.example.org/", TEMPLATE ("{\"name\": \"site\", \"title\": \"S\", \"description\": \"d\", \"form\": \"label\","
                                               "\"options\": [{\"value\": \"eu\", \"title\": \"Europe\"}, {\"value\": \"us\"}]}"),
      "{\"site\": \"us\"}", "https://us.example.org/" },
    { "https://{site}.example.org/", TEMPLATE ("{\"name\": \"site\", \"title\": \"S\", \"description\": \"d\", \"form\": \"label\","
                                               "\"options\": [{\"value\": \"eu\", \"title\": \"Europe\"}]}"), "{\"site\": \"us\"}", NULL },
    { "{address}", TEMPLATE ("{\"name\": \"address\", \"title\": \"A\", \"description\": \"d\", \"form\": \"address\"}"),
      "{\"address\": \"https://mine.example.org/mcp\"}", "https://mine.example.org/mcp" },
    { "{address}", TEMPLATE ("{\"name\": \"address\", \"title\": \"A\", \"description\": \"d\", \"form\": \"address\"}"),
      "{\"address\": \"http://mine.example.org/mcp\"}", NULL },
    { "{address}", TEMPLATE ("{\"name\": \"address\", \"title\": \"A\", \"description\": \"d\", \"form\": \"address\"}"),
      "{\"address\": \"https:///mcp\"}", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GateDirectoryEntry) entry = make_entry (self, cases[i].address, cases[i].fields);
      g_autoptr(JsonObject) values = values_of (cases[i].values);
      g_autoptr(GError) error = NULL;
      g_autoptr(GateConnector) connector = gate_directory_entry_create_connector (entry, values, &error);

      if (g_strcmp0 (connector ? gate_connector_get_address (connector) : NULL, cases[i].made) != 0)
        g_error ("%s with %s became %s", cases[i].address, cases[i].values, connector ? gate_connector_get_address (connector) : "nothing");
      if (connector)
        continue;
      g_assert_error (error, GATE_ERROR, GATE_ERROR_INVALID);
      g_assert_nonnull (gate_error_get_remedy (error));
    }
}

static void
test_form (MarketTest    *self,
           gconstpointer  data)
{
  g_autoptr(GateDirectoryEntry) entry = make_entry (self, "https://{site}.example.com/mcp", TEMPLATE (SITE));
  g_autoptr(GateForm) form = gate_directory_entry_dup_form (entry);
  g_assert_cmpuint (gate_form_get_n_fields (form), ==, 1);
  GateFormField *field = gate_form_get_field (form, 0);

  g_assert_cmpstr (gate_form_field_get_name (field), ==, "site");
  g_assert_true (gate_form_field_get_required (field));
  g_assert_nonnull (strstr (gate_form_field_get_description (field), "acme"));
}

/* What another service's own product alone can use is refused with the reason. */
static void
test_no_address (MarketTest    *self,
                 gconstpointer  data)
{
  g_autoptr(GateDirectoryEntry) entry = make_entry (self, NULL, "\"description\": \"Nothing of note stands in these words.\","
                                                    "\"signIn\": \"oauth\", \"effort\": \"vendor-only\", \"note\": \"Ask them.\"");
  g_autoptr(GError) error = NULL;
  g_autoptr(GateConnector) connector = gate_directory_entry_create_connector (entry, NULL, &error);

  g_assert_null (connector);
  g_assert_error (error, GATE_ERROR, GATE_ERROR_UNSUPPORTED);
  g_assert_cmpstr (gate_error_get_remedy (error), ==, "Ask them.");
  g_assert_cmpint (gate_error_get_layer (error), ==, GATE_LAYER_NONE);
  g_assert_false (gate_directory_entry_can_add (entry));
}

static void
test_sign_in (MarketTest    *self,
              gconstpointer  data)
{
  static const struct {
    const char     *sign_in;
    const char     *more;
    GateSignInKind  kind;
    const char     *read_scopes;
    const char     *header;
  } cases[] = {
    { "none", "", GATE_SIGN_IN_NONE, NULL, NULL },
    { "auto", "", GATE_SIGN_IN_AUTO, NULL, NULL },
    { "oauth", "", GATE_SIGN_IN_OAUTH, NULL, NULL },
    { "oauth", ", \"readScopes\": [\"files.read\", \"mail.read\"]", GATE_SIGN_IN_OAUTH, "files.read mail.read", NULL },
    { "auto", ", \"readScopes\": [\"files.read\"]", GATE_SIGN_IN_AUTO, "files.read", NULL },
    { "api-key", "", GATE_SIGN_IN_FIELDS, NULL, "Authorization" },
    { "api-key", ", \"fields\": [{\"name\": \"k\", \"title\": \"Key\", \"description\": \"d\", \"place\": \"header\", \"key\": \"X-Key\"}]",
      GATE_SIGN_IN_FIELDS, NULL, "X-Key" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *more = g_strdup_printf ("\"description\": \"Nothing of note stands in these words.\", \"effort\": \"at-once\","
                                               "\"signIn\": \"%s\"%s", cases[i].sign_in, cases[i].more);
      g_autoptr(GateDirectoryEntry) entry = make_entry (self, "https://one.example.org/mcp", more);
      g_autoptr(GError) error = NULL;
      g_autoptr(GateConnector) connector = gate_directory_entry_create_connector (entry, NULL, &error);

      g_assert_no_error (error);
      const GateSignInSettings *settings = gate_connector_get_sign_in (connector);
      g_assert_cmpstr (gate_connector_get_id (connector), ==, "one");
      g_assert_cmpstr (gate_connector_get_label (connector), ==, "One Service");
      g_assert_cmpint (gate_connector_get_origin (connector), ==, GATE_CONNECTOR_ORIGIN_USER);
      g_assert_cmpint (settings->kind, ==, cases[i].kind);
      g_assert_cmpstr (settings->read_scopes, ==, cases[i].read_scopes);
      g_assert_cmpuint (settings->fields ? settings->fields->len : 0, ==, cases[i].header ? 1 : 0);
      if (cases[i].header)
        {
          const GateSignInField *field = settings->fields->pdata[0];
          g_assert_true (field->secret);
          g_assert_cmpstr (field->key, ==, cases[i].header);
        }
    }
}

static JsonObject *
samples_for (GateForm *form)
{
  JsonObject *values = json_object_new ();

  for (guint i = 0; i < gate_form_get_n_fields (form); i++)
    {
      GateFormField *field = gate_form_get_field (form, i);
      const char *name = gate_form_field_get_name (field);
      const char *sample = g_str_equal (name, "address") ? "https://acme.example.com/mcp" : g_str_equal (name, "host") ? "acme.example.com" : "acme";
      json_object_set_string_member (values, name, sample);
    }
  return values;
}

/* Each entry of the project with an address makes a connector that the entry is found by again. */
static void
test_all (MarketTest    *self,
          gconstpointer  data)
{
  g_autoptr(GateDirectory) directory = gate_directory_new (NULL, NULL, self->cache);
  g_autoptr(GListModel) list = market_test_search (directory, NULL, NULL, 0, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr(GateDirectoryEntry) entry = g_list_model_get_item (list, i);
      g_autoptr(GateForm) form = gate_directory_entry_dup_form (entry);
      g_autoptr(JsonObject) values = samples_for (form);
      g_autoptr(GError) error = NULL;
      g_autoptr(GateConnector) connector = gate_directory_entry_create_connector (entry, values, &error);

      if (!gate_directory_entry_can_add (entry))
        {
          g_assert_error (error, GATE_ERROR, GATE_ERROR_UNSUPPORTED);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (g_strv_length ((char **) gate_connector_get_warnings (connector)), ==, 0);
      g_assert_cmpstr (gate_connector_get_id (connector), ==, gate_directory_entry_get_id (entry));
      if (g_str_equal (gate_directory_entry_get_address (entry), "{address}"))
        continue;
      g_autoptr(GateDirectoryEntry) again = market_test_find (directory, gate_connector_get_address (connector), TRUE, &error);
      g_assert_no_error (error);
      g_assert_true (again == entry);
    }
}

static void
test_properties (MarketTest    *self,
                 gconstpointer  data)
{
  g_autoptr(GateDirectory) directory = gate_directory_new (NULL, NULL, self->cache);
  g_autoptr(GateDirectoryEntry) entry = market_test_find (directory, "stripe", FALSE, NULL);
  g_autofree char *category = NULL;
  g_autofree char *caution = NULL;
  g_autofree char *effort = NULL;
  g_autofree char *address = NULL;
  g_auto(GStrv) uses = NULL;
  g_auto(GStrv) scopes = NULL;
  gboolean sensitive, writes, needed, can_add, managed;

  g_object_get (entry, "category-title", &category, "caution", &caution, "effort", &effort, "address", &address, "uses", &uses,
                "read-scopes", &scopes, "sensitive", &sensitive, "writes", &writes, "account-needed", &needed, "can-add", &can_add,
                "managed", &managed, NULL);
  g_assert_cmpstr (category, ==, "Finance & Accounting");
  g_assert_cmpstr (effort, ==, "at-once");
  g_assert_cmpstr (address, ==, "https://mcp.stripe.com");
  g_assert_nonnull (caution);
  g_assert_cmpuint (g_strv_length (uses), ==, 3);
  g_assert_cmpuint (g_strv_length (scopes), ==, 0);
  g_assert_true (sensitive && writes && needed && can_add && !managed);
  g_assert_cmpint (gate_directory_entry_get_effort (entry), ==, GATE_DIRECTORY_AT_ONCE);
}

#define TEST(name, function) \
  g_test_add ("/market/connector/" name, MarketTest, NULL, market_test_set_up, function, market_test_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("values", test_values);
  TEST ("form", test_form);
  TEST ("no-address", test_no_address);
  TEST ("sign-in", test_sign_in);
  TEST ("all", test_all);
  TEST ("properties", test_properties);
  return g_test_run ();
}
