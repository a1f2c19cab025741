// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include "gate-form.h"
#include "gate-json.h"

/* A parsed value is a valid one, whatever was typed. */
static void
check_typing (GateForm *form)
{
  static const char *const typed[] = { "", "yes", "7", "2.5", "a", "a,b", "[\"a\"]", "{}", "ada@example.com", "2026-07-28" };

  for (guint i = 0; i < MIN (gate_form_get_n_fields (form), 16); i++)
    {
      GateFormField *field = gate_form_get_field (form, i);

      for (gsize j = 0; j < G_N_ELEMENTS (typed); j++)
        {
          g_autoptr(GError) error = NULL;
          g_autoptr(JsonNode) value = gate_form_parse_value (form, gate_form_field_get_name (field), typed[j], &error);

          g_assert_true ((value == NULL) == (error != NULL));
          if (value)
            g_assert_true (gate_form_field_validate (field, value, NULL));
        }
    }
}

/* A schema makes a form or a sentence; a form that was sent elsewhere is the same there. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(JsonNode) node = gate_json_parse ((const char *) data, (gssize) size, 1u << 20, NULL);
  g_autoptr(GError) error = NULL;

  if (!node)
    return 0;

  g_autoptr(GateForm) form = gate_form_new_from_schema (node, &error);
  g_assert_true ((form == NULL) == (error != NULL));
  g_autoptr(GateForm) sent = gate_form_new_from_json (node, NULL);
  if (sent)
    json_node_unref (gate_form_to_json (sent));
  if (!form)
    return 0;

  g_autoptr(JsonNode) written = gate_form_to_json (form);
  g_autoptr(GateForm) copy = gate_form_new_from_json (written, &error);
  g_assert_no_error (error);
  g_autoptr(JsonNode) again = gate_form_to_json (copy);
  g_assert_true (gate_json_equal (written, again));
  g_autoptr(JsonObject) filled = gate_form_fill_defaults (form, NULL);
  g_assert_true (gate_form_validate (form, filled, NULL) == gate_form_validate (copy, filled, NULL));
  check_typing (form);
  return 0;
}
