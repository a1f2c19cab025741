// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-terms.h"

#include "gate-random.h"
#include "gate-sample-page.h"
#include "gate-sample-respond.h"

#define MAX_WAITING 256

struct _GateSampleTerms {
  GObject     parent_instance;

  char       *origin;
  GHashTable *asked;        /* who → id of the page */
  GHashTable *agreed;       /* id → whether the person agreed */
};

enum {
  SIGNAL_AGREED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GateSampleTerms, gate_sample_terms, G_TYPE_OBJECT)

static void
gate_sample_terms_finalize (GObject *object)
{
  GateSampleTerms *self = GATE_SAMPLE_TERMS (object);

  g_free (self->origin);
  g_hash_table_unref (self->asked);
  g_hash_table_unref (self->agreed);
  G_OBJECT_CLASS (gate_sample_terms_parent_class)->finalize (object);
}

static void
gate_sample_terms_class_init (GateSampleTermsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gate_sample_terms_finalize;

  signals[SIGNAL_AGREED] = g_signal_new ("agreed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gate_sample_terms_init (GateSampleTerms *self)
{
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->agreed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * gate_sample_terms_new:
 *
 * Returns: (transfer full): the terms, to which nobody agreed yet
 */
GateSampleTerms *
gate_sample_terms_new (void)
{
  return g_object_new (GATE_TYPE_SAMPLE_TERMS, NULL);
}

/**
 * gate_sample_terms_set_origin:
 * @self: the terms
 * @origin: the origin of the web server that hands requests for the page to this object
 *
 * Tells where the page is.
 */
void
gate_sample_terms_set_origin (GateSampleTerms *self,
                              const char      *origin)
{
  g_free (self->origin);
  self->origin = g_strdup (origin);
}

/**
 * gate_sample_terms_begin:
 * @self: the terms
 * @principal: who is asked
 *
 * Returns: (transfer full) (nullable): the id of the page for that one, the same until it is ended; %NULL where no web server shows it
 */
char *
gate_sample_terms_begin (GateSampleTerms *self,
                         const char      *principal)
{
  const char *known = g_hash_table_lookup (self->asked, principal);

  if (known || !self->origin)
    return g_strdup (known);
  if (g_hash_table_size (self->asked) >= MAX_WAITING)
    {
      g_hash_table_remove_all (self->asked);
      g_hash_table_remove_all (self->agreed);
    }

  char *id = gate_random_token (16);
  g_hash_table_insert (self->asked, g_strdup (principal), g_strdup (id));
  g_hash_table_insert (self->agreed, g_strdup (id), GINT_TO_POINTER (FALSE));
  return id;
}

/**
 * gate_sample_terms_end:
 * @self: the terms
 * @principal: who was asked
 *
 * Forgets the page, so that the next time is a new one.
 */
void
gate_sample_terms_end (GateSampleTerms *self,
                       const char      *principal)
{
  const char *id = g_hash_table_lookup (self->asked, principal);

  if (id)
    g_hash_table_remove (self->agreed, id);
  g_hash_table_remove (self->asked, principal);
}

/**
 * gate_sample_terms_dup_uri:
 * @self: the terms
 * @id: the id of a page
 *
 * Returns: (transfer full): its address
 */
char *
gate_sample_terms_dup_uri (GateSampleTerms *self,
                           const char      *id)
{
  return g_strconcat (self->origin, GATE_SAMPLE_TERMS_PATH, id, NULL);
}

/**
 * gate_sample_terms_is_agreed:
 * @self: the terms
 * @id: (nullable): the id of a page
 *
 * Returns: %TRUE when the person agreed there
 */
gboolean
gate_sample_terms_is_agreed (GateSampleTerms *self,
                             const char      *id)
{
  return id && GPOINTER_TO_INT (g_hash_table_lookup (self->agreed, id));
}

static void
show (const char        *path,
      SoupServerMessage *message)
{
  g_autoptr(GateSamplePage) page = gate_sample_page_new ("terms.html");

  gate_sample_page_set (page, "action", path);
  gate_sample_page_send (page, message, 200);
}

/**
 * gate_sample_terms_handle:
 * @self: the terms
 * @message: a request, its origin already checked
 * @path: the path that was asked for, `/terms/<id>`
 *
 * Shows a page, or takes the agreement.
 */
void
gate_sample_terms_handle (GateSampleTerms   *self,
                          SoupServerMessage *message,
                          const char        *path)
{
  const char *id = path + strlen (GATE_SAMPLE_TERMS_PATH);

  if (!gate_sample_respond_method (message, "GET, POST"))
    return;
  if (!g_hash_table_contains (self->agreed, id))
    {
      gate_sample_page_say (message, 404, "No such page", "Nobody is asked to agree here. Start again in the app.");
      return;
    }
  if (g_str_equal (soup_server_message_get_method (message), "GET"))
    {
      show (path, message);
      return;
    }
  g_hash_table_insert (self->agreed, g_strdup (id), GINT_TO_POINTER (TRUE));
  gate_sample_page_say (message, 200, "Thank you", "You agreed to the terms. Close this page and go back to the app.");

  g_autofree char *agreed = g_strdup (id);
  g_signal_emit (self, signals[SIGNAL_AGREED], 0, agreed);
}
