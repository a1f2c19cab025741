// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-palette-item.h"

#include "gate-test.h"

/* Which queries find “Vertrieb Köln”, a project, and which do not; what fits better rates higher. */
static void
test_rate (void)
{
  static const struct {
    const char *query;
    gboolean    fits;
  } cases[] = {
    { "x", FALSE }, { "vertrieb x", FALSE }, { "koeln", FALSE }, { "vertriebkoln", FALSE },
    { "", TRUE }, { "   ", TRUE }, { "VERTRIEB", TRUE }, { "koln", TRUE }, { "köln", TRUE }, { "KÖLN vert", TRUE }, { "proj", TRUE },
  };
  g_autoptr(GatePaletteItem) item = gate_palette_item_new ("Vertrieb Köln", "Project", "win.select-project", g_variant_new_string ("a"));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = gate_palette_item_fold (cases[i].query);

      g_test_message ("“%s”", cases[i].query);
      g_assert_cmpint (gate_palette_item_rate (item, folded) > 0, ==, cases[i].fits);
    }
  g_assert_cmpuint (gate_palette_item_rate (item, "vert"), >, gate_palette_item_rate (item, "kol"));
  g_assert_cmpuint (gate_palette_item_rate (item, "kol"), >, gate_palette_item_rate (item, "ln"));
  g_assert_cmpstr (g_variant_get_string (gate_palette_item_get_target (item), NULL), ==, "a");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/palette-item/rate", test_rate);
  return g_test_run ();
}
