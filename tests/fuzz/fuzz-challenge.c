// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include "gate-challenge.h"
#include "gate-text.h"

#include <string.h>

static const char *const names[] = { "realm", "scope", "error", "error_description", "resource_metadata", "nonce", "stale", "algs" };

static void
append_quoted (GString    *text,
               const char *value)
{
  g_string_append_c (text, '"');
  for (const char *c = value; *c; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

/* The challenge as a careful server would write it. */
static char *
write_out (GateChallenge *challenge)
{
  g_autoptr(GString) text = g_string_new (gate_challenge_get_scheme (challenge));
  const char *separator = " ";

  if (gate_challenge_get_token68 (challenge))
    g_string_append_printf (text, " %s", gate_challenge_get_token68 (challenge));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (gate_challenge_get (challenge, names[i]))
      {
        g_string_append_printf (text, "%s%s=", separator, names[i]);
        append_quoted (text, gate_challenge_get (challenge, names[i]));
        separator = ", ";
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_same (GateChallenge *a,
            GateChallenge *b)
{
  g_assert_true (gate_challenge_is (a, gate_challenge_get_scheme (b)));
  g_assert_cmpstr (gate_challenge_get_token68 (a), ==, gate_challenge_get_token68 (b));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (gate_challenge_get (a, names[i]), ==, gate_challenge_get (b, names[i]));
}

/* Whatever is understood is understood again when it is written in the usual way. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *value = g_strndup ((const char *) data, size);
  g_autoptr(GPtrArray) challenges = gate_challenge_parse (value);

  g_assert_cmpuint (challenges->len, <=, 32);
  for (guint i = 0; i < challenges->len; i++)
    {
      GateChallenge *challenge = g_ptr_array_index (challenges, i);
      g_autofree char *text = write_out (challenge);
      g_autoptr(GPtrArray) again = gate_challenge_parse (text);

      g_assert_true (gate_text_is_token (gate_challenge_get_scheme (challenge)));
      g_assert_true (g_utf8_validate (text, -1, NULL));
      /* Making bytes valid lengthens a value, which may cross the limit. */
      if (strlen (text) > 8192)
        continue;
      g_assert_cmpuint (again->len, ==, 1);
      check_same (challenge, g_ptr_array_index (again, 0));
    }
  return 0;
}
