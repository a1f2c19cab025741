// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-add-link.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define LINK_MAX 4096
#define NAME_MAX_CHARS 80
#define ID_MAX 100

/**
 * gate_add_link_free:
 * @self: (transfer full) (nullable): a link
 *
 * Frees it.
 */
void
gate_add_link_free (GateAddLink *self)
{
  if (!self)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->address);
  g_free (self);
}

static gboolean G_GNUC_PRINTF (2, 3)
fail (GError     **error,
      const char  *format,
      ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE,
                  _("Add the connector by hand, or ask whoever made the link for its address."), "%s", message);
  return FALSE;
}

static gboolean
take (char       **where,
      const char  *parameter,
      const char  *value,
      GError     **error)
{
  if (*where)
    return fail (error, _("The link says “%s” twice"), parameter);
  if (!*value)
    return fail (error, _("The link says nothing after “%s”"), parameter);
  if (!gate_text_is_plain (value) || strpbrk (value, "\n\t"))
    return fail (error, _("The link has invisible characters in “%s”"), parameter);
  *where = g_strdup (value);
  return TRUE;
}

static gboolean
take_all (GateAddLink  *self,
          const char   *query,
          GError      **error)
{
  const struct {
    const char  *parameter;
    char       **where;
  } known[] = {
    { "id", &self->id },
    { "name", &self->name },
    { "url", &self->address },
  };
  GUriParamsIter iter;
  g_autoptr(GError) local = NULL;

  g_uri_params_iter_init (&iter, query, -1, "&", G_URI_PARAMS_WWW_FORM);
  while (TRUE)
    {
      g_autofree char *parameter = NULL;
      g_autofree char *value = NULL;
      guint i = 0;

      if (!g_uri_params_iter_next (&iter, &parameter, &value, &local))
        break;
      while (i < G_N_ELEMENTS (known) && strcmp (parameter, known[i].parameter) != 0)
        i++;
      if (i == G_N_ELEMENTS (known))
        {
          g_autofree char *shown = gate_text_make_visible (parameter, GATE_TEXT_LINE);
          g_autofree char *shortened = gate_text_shorten (shown, NAME_MAX_CHARS);

          return fail (error, _("The link asks for something that no link may ask for: “%s”"), shortened);
        }
      if (!take (known[i].where, parameter, value, error))
        return FALSE;
    }
  return !local || fail (error, _("The link is not well formed"));
}

static gboolean
check_id (GateAddLink  *self,
          GError      **error)
{
  if (self->name || self->address)
    return fail (error, _("The link names an entry of the directory, and an address beside it"));
  if (strlen (self->id) > ID_MAX || self->id[strspn (self->id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")] != '\0')
    return fail (error, _("The link names no entry of the directory"));
  return TRUE;
}

static gboolean
check_address (GateAddLink  *self,
               GError      **error)
{
  g_autoptr(GUri) uri = NULL;
  GateReach reach;

  if (!self->name || !self->address)
    return fail (error, _("The link needs a name and an address, or the id of an entry of the directory"));
  g_strstrip (self->name);
  if (!*self->name || g_utf8_strlen (self->name, -1) > NAME_MAX_CHARS)
    return fail (error, _("The name in the link is empty or too long"));
  uri = gate_address_parse (self->address, NULL);
  if (!uri || strcmp (g_uri_get_scheme (uri), "https") != 0)
    return fail (error, _("The address in the link has to begin with https://"));
  if (g_uri_get_fragment (uri))
    return fail (error, _("The address in the link has a part after #, which no server ever sees"));
  reach = gate_address_reach_of_host (g_uri_get_host (uri));
  if (reach == GATE_REACH_LOOPBACK || reach == GATE_REACH_LOCAL)
    return fail (error, _("The address in the link is this computer’s own, or no service has it"));
  self->own_network = reach == GATE_REACH_PRIVATE;
  g_free (self->address);
  /* As it will be used: an international host name in its ASCII form, so that no look-alike letter is shown as another. */
  self->address = g_uri_to_string (uri);
  return TRUE;
}

/**
 * gate_add_link_parse:
 * @text: a link: `gatehouse://add?name=…&url=https…` or `gatehouse://add?id=…`
 * @error: set to %GATE_ERROR_INVALID
 *
 * Reads a link strictly: what is not known is refused, so that a link can never ask for more than what is shown.
 *
 * Returns: (transfer full) (nullable): what it asks for
 */
GateAddLink *
gate_add_link_parse (const char  *text,
                     GError     **error)
{
  g_autoptr(GateAddLink) self = g_new0 (GateAddLink, 1);
  g_autoptr(GUri) uri = NULL;
  const char *path, *query;

  if (strlen (text) > LINK_MAX)
    {
      fail (error, _("The link is too long"));
      return NULL;
    }
  uri = g_uri_parse (text, G_URI_FLAGS_ENCODED_QUERY, NULL);
  if (!uri || strcmp (g_uri_get_scheme (uri), "gatehouse") != 0)
    {
      fail (error, _("This is not a link for Gatehouse"));
      return NULL;
    }
  path = g_uri_get_path (uri);
  query = g_uri_get_query (uri);
  if (g_strcmp0 (g_uri_get_host (uri), "add") != 0 || (*path && strcmp (path, "/") != 0) || g_uri_get_userinfo (uri)
      || g_uri_get_port (uri) != -1 || g_uri_get_fragment (uri) || !query)
    {
      fail (error, _("Gatehouse opens only links that begin with gatehouse://add"));
      return NULL;
    }
  if (!take_all (self, query, error))
    return NULL;
  if (self->id ? !check_id (self, error) : !check_address (self, error))
    return NULL;
  return g_steal_pointer (&self);
}
